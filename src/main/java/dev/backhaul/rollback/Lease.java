package dev.backhaul.rollback;

import dev.backhaul.store.Fence;
import dev.backhaul.store.Leases;
import dev.backhaul.time.Time;
import java.time.Duration;
import java.time.Instant;

/**
 * This process's right to write to one rollback's store and systems. Renewed as work goes on, at
 * page and batch boundaries: whoever sleeps through it is fenced off by the next holder's epoch.
 */
public final class Lease {
  static final String ROLLBACK = "rollback";

  private final Leases leases;
  private final Fence fence;
  private final Duration span;
  private final Time time;
  private Instant renewed;
  private volatile boolean draining;

  private Lease(Leases leases, Fence fence, Duration span, Time time) {
    this.leases = leases;
    this.fence = fence;
    this.span = span;
    this.time = time;
    renewed = time.instant();
  }

  /**
   * Takes the lease; that of a process that was killed on this machine is taken over at once.
   *
   * @throws HeldException if another process holds it
   */
  static Lease take(Leases leases, String owner, Duration span, Time time) {
    return leases
        .acquire(ROLLBACK, owner, span)
        .or(
            () -> {
              leases
                  .holder(ROLLBACK)
                  .filter(held -> Owner.isGone(held.owner()))
                  .ifPresent(leases::release);
              return leases.acquire(ROLLBACK, owner, span);
            })
        .map(fence -> new Lease(leases, fence, span, time))
        .orElseThrow(
            () ->
                new HeldException(
                    "another process is running this rollback; its lease ends "
                        + span.toSeconds()
                        + " s after its last sign of life. Stop it, or use its API"));
  }

  /** The fence that every commit checks. */
  Fence fence() {
    return fence;
  }

  /** From now on work ends at its next page or batch boundary. */
  void drain() {
    draining = true;
  }

  /**
   * Renews the lease when a third of it has passed; called between pages and batches.
   *
   * @throws DrainedException if the process was asked to end
   */
  public synchronized void keep() {
    if (draining) {
      throw new DrainedException();
    }
    Instant now = time.instant();
    if (now.isAfter(renewed.plus(span.dividedBy(3)))) {
      leases.renew(fence, span);
      renewed = now;
    }
  }

  void release() {
    leases.release(fence);
  }
}
