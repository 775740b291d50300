package dev.backhaul.gateway;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Keeps us from calling an endpoint that is down: after a few failures in a row nothing is sent for
 * a while, then one event tries.
 */
final class Breaker {
  private static final int FAILURES = 5;
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private int failures;
  private Duration span = FIRST;
  private @Nullable Instant until;

  /** It answered, whatever it said. */
  synchronized void answered() {
    failures = 0;
    span = FIRST;
    until = null;
  }

  /** It did not answer, or said that it cannot now. */
  synchronized void failed(Instant now) {
    failures++;
    if (until != null && !now.isBefore(until)) {
      span = span.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : span.multipliedBy(2);
      until = now.plus(span);
    } else if (until == null && failures >= FAILURES) {
      until = now.plus(span);
    }
  }

  /** Whether it is not yet time to try. */
  synchronized boolean rests(Instant now) {
    return until != null && now.isBefore(until);
  }

  /** Whether it was down when it was asked last. */
  synchronized boolean isOpen() {
    return until != null;
  }
}
