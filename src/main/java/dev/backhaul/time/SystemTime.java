package dev.backhaul.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Wall-clock time, UTC, millisecond precision: what the store can keep is all that anyone sees. */
public final class SystemTime implements Time {
  private static final Work NOTHING = () -> {};

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(System.currentTimeMillis());
  }

  @Override
  public void sleepUntil(Instant due) throws InterruptedException {
    // Re-checked in a loop: the wall clock may be set while we sleep.
    for (Duration left = Duration.between(instant(), due);
        left.isPositive();
        left = Duration.between(instant(), due)) {
      Thread.sleep(Math.min(left.toMillis(), 1_000) + (left.toMillis() == 0 ? 1 : 0));
    }
  }

  @Override
  public Work work() {
    return NOTHING;
  }

  @Override
  public Bell bell() {
    return new Rings();
  }

  private final class Rings implements Bell {
    private final Semaphore rung = new Semaphore(0);

    @Override
    public boolean await(@Nullable Instant due) throws InterruptedException {
      boolean heard = due == null ? heardAtLast() : heardBefore(due);
      rung.drainPermits();
      return heard;
    }

    private boolean heardAtLast() throws InterruptedException {
      rung.acquire();
      return true;
    }

    private boolean heardBefore(Instant due) throws InterruptedException {
      // Re-checked every second for the same reason as in sleepUntil.
      long left = Duration.between(instant(), due).toMillis();
      while (!rung.tryAcquire(Math.clamp(left, 0, 1_000), TimeUnit.MILLISECONDS)) {
        left = Duration.between(instant(), due).toMillis();
        if (left <= 0) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void ring() {
      rung.release();
    }
  }
}
