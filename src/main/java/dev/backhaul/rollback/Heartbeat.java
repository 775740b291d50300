package dev.backhaul.rollback;

import dev.backhaul.store.LostLeaseException;
import dev.backhaul.store.StoreException;
import dev.backhaul.time.SystemTime;
import dev.backhaul.time.Time;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews a lease from a thread of its own, so that a long call to a platform does not lose it. Says
 * nothing to those who work: they find a lost lease at their next boundary, request or commit.
 */
final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final Lease lease;
  private final Duration every;
  private final Time time;
  private final Time.Bell bell;
  private final Thread thread;
  private final Semaphore begun = new Semaphore(0);
  private volatile boolean closed;

  private Heartbeat(Lease lease, Duration every, Time time) {
    this.lease = lease;
    this.every = every;
    this.time = time;
    bell = time.bell();
    thread = new Thread(this::beat, "lease-heartbeat");
    thread.setDaemon(true);
  }

  /** The heartbeat of a lease timed by {@link Lease#timed}; none where time is stepped. */
  static @Nullable Heartbeat of(Lease lease, Time time) {
    return time.stepped() ? null : start(lease, Lease.span(time).dividedBy(3), new SystemTime());
  }

  /**
   * Starts beating.
   *
   * @param time the clock that leases run by: real, unless the store's leases are timed otherwise
   */
  static Heartbeat start(Lease lease, Duration every, Time time) {
    Heartbeat heartbeat = new Heartbeat(lease, every, time);
    heartbeat.thread.start();
    // Stepped time must not run away before the first beat is due.
    heartbeat.begun.acquireUninterruptibly();
    return heartbeat;
  }

  private void beat() {
    try (var work = time.work()) {
      begun.release();
      while (!closed) {
        bell.await(time.instant().plus(every));
        if (!closed) {
          once();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (LostLeaseException e) {
      LOG.warn("{}", e.getMessage());
    }
  }

  private void once() {
    try {
      lease.renew();
    } catch (StoreException e) {
      // The next beat tries again; without the store nothing can be committed meanwhile.
      LOG.warn("the lease was not renewed: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    closed = true;
    bell.ring();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
