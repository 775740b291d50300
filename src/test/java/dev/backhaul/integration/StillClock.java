package dev.backhaul.integration;

import dev.backhaul.time.Time;
import java.time.Instant;

/** A clock that stands still but for sleeping, which jumps. */
final class StillClock implements Time {
  private Instant now = Instant.parse("2026-11-23T02:00:00Z");

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public synchronized void sleepUntil(Instant due) {
    if (due.isAfter(now)) {
      now = due;
    }
  }

  @Override
  public Work work() {
    return () -> {};
  }
}
