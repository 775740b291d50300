package dev.backhaul.time;

import java.time.Duration;
import java.time.Instant;

/**
 * A clock that runs a fixed number of times faster than the wall clock. Two processes that are
 * given the same numbers agree on the time, which stepped time cannot offer: for crash tests, whose
 * systems outlive the process under test.
 */
public final class ScaledTime implements Time {
  private static final Work NOTHING = () -> {};

  private final Time wall;
  private final Instant wallStart;
  private final Instant start;
  private final int factor;

  /**
   * A clock beside another one.
   *
   * @param wall the clock to speed up
   * @param wallStart the instant of {@code wall} at which this clock stands at {@code start}
   * @param factor how many times faster, at least 1
   */
  public ScaledTime(Time wall, Instant wallStart, Instant start, int factor) {
    if (factor < 1) {
      throw new IllegalArgumentException("factor: must be 1 or more, found " + factor);
    }
    this.wall = wall;
    this.wallStart = wallStart;
    this.start = start;
    this.factor = factor;
  }

  @Override
  public Instant instant() {
    return start.plus(Duration.between(wallStart, wall.instant()).multipliedBy(factor));
  }

  @Override
  public void sleepUntil(Instant due) throws InterruptedException {
    long scaled = Duration.between(start, due).toMillis();
    // Rounded up: nobody wakes before the instant they wait for.
    wall.sleepUntil(wallStart.plusMillis(Math.ceilDiv(scaled, factor)));
  }

  @Override
  public Work work() {
    return NOTHING;
  }
}
