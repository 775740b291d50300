package dev.backhaul.bench;

import dev.backhaul.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that knows how long one thread has slept by it, on the wall clock: what a restart waits
 * for a platform (its longest commit time, after a write that nobody vouches for) is no time of its
 * own.
 */
final class WaitedTime implements Time {
  private final Time time;
  private final Thread whose = Thread.currentThread();
  private final AtomicLong nanos = new AtomicLong();

  /** Counts the sleeps of the calling thread. */
  WaitedTime(Time time) {
    this.time = time;
  }

  /** How long that thread has slept so far. */
  Duration waited() {
    return Duration.ofNanos(nanos.get());
  }

  @Override
  public Instant instant() {
    return time.instant();
  }

  @Override
  public void sleepUntil(Instant due) throws InterruptedException {
    long begun = System.nanoTime();
    try {
      time.sleepUntil(due);
    } finally {
      if (Thread.currentThread() == whose) {
        nanos.addAndGet(System.nanoTime() - begun);
      }
    }
  }

  @Override
  public boolean stepped() {
    return time.stepped();
  }

  @Override
  public Work work() {
    return time.work();
  }

  @Override
  public Bell bell() {
    return time.bell();
  }
}
