package dev.backhaul.platform;

import dev.backhaul.time.Time;
import java.time.Duration;
import java.time.Instant;

/** A clock that only moves when somebody waits; waiting takes no time. */
final class StillTime implements Time {
  static final Instant START = Instant.parse("2026-03-02T12:00:00Z");
  private Instant now = START;

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public synchronized void sleepUntil(Instant due) {
    now = due.isAfter(now) ? due : now;
  }

  @Override
  public Work work() {
    return () -> {};
  }

  Duration waited() {
    return Duration.between(START, instant());
  }
}
