package dev.backhaul.rollback;

import java.time.Duration;

/** Another process is at work on this rollback. */
public final class HeldException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String holder;

  HeldException(String owner, Duration span) {
    super(
        Owner.label(owner)
            + " is at work on this rollback; its lease ends "
            + span.toSeconds()
            + " s after its last sign of life. Stop it, use its API, or stand by with: backhaul serve");
    holder = owner;
  }

  /** Who holds the lease, for people: process and host. */
  public String holder() {
    return Owner.label(holder);
  }
}
