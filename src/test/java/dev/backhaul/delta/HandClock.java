package dev.backhaul.delta;

import dev.backhaul.time.Time;
import java.time.Duration;
import java.time.Instant;

/** A clock that a test moves by hand. */
public final class HandClock implements Time {
  private Instant now = Instant.parse("2026-03-09T08:00:00Z");

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /** Lets time pass. */
  public synchronized void pass(Duration span) {
    now = now.plus(span);
  }

  @Override
  public synchronized void sleepUntil(Instant due) {
    now = due.isAfter(now) ? due : now;
  }

  @Override
  public Work work() {
    return () -> {};
  }
}
