package dev.backhaul.store;

/** Another process writes for this account now; whatever this one wanted to commit was refused. */
public final class LostLeaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LostLeaseException(Fence fence) {
    super(
        "account "
            + fence.account()
            + ": the lease of "
            + fence.owner()
            + " (epoch "
            + fence.epoch()
            + ") was given up or taken over; nothing was committed. Let the other process work, or restart this one");
  }
}
