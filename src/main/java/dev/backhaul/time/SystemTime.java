package dev.backhaul.time;

import java.time.Duration;
import java.time.Instant;

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
}
