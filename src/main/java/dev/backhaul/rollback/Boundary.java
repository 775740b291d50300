package dev.backhaul.rollback;

/**
 * Where work may stop: between pages and between batches. Keeps the lease alive there, ends work
 * there when the process is asked to end, and makes work give way there while the configuration is
 * swapped.
 */
public final class Boundary {
  private final Lease lease;
  private volatile boolean closed;

  Boundary(Lease lease) {
    this.lease = lease;
  }

  /**
   * Passes if work may go on.
   *
   * @throws DrainedException if the process was asked to end
   * @throws GaveWayException if a new configuration is to be put in place
   */
  public void keep() {
    if (closed) {
      throw new GaveWayException();
    }
    lease.keep();
  }

  /** From now on work gives way at its next boundary. */
  void close() {
    closed = true;
  }

  /** Whether work is to give way. */
  boolean closed() {
    return closed;
  }

  /** Work may pass again. */
  void open() {
    closed = false;
  }
}
