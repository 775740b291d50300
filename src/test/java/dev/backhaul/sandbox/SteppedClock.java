package dev.backhaul.sandbox;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that moves only when told to. */
public final class SteppedClock implements InstantSource {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-02T10:00:00Z"));

  @Override
  public Instant instant() {
    return requireNonNull(now.get());
  }

  /** Moves on. */
  public void step(Duration by) {
    now.updateAndGet(instant -> instant.plus(by));
  }
}
