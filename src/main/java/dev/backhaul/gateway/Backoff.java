package dev.backhaul.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When a failed delivery is tried again: later each time, and not all at once. */
final class Backoff {
  /** An answer that says no is no outage: a few tries, then a person looks. */
  static final int REFUSALS = 5;

  /** With ten minutes in between at most: about three days of an endpoint that is down. */
  static final int FAILURES = 450;

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final InstantSource clock;
  private final RandomGenerator random;

  Backoff(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /**
   * The next attempt; empty if there is none.
   *
   * @param failed how often it failed, this time included
   * @param refused whether the endpoint said no
   * @param asked what the endpoint asked us to wait; zero if nothing
   */
  Optional<Instant> next(int failed, boolean refused, Duration asked) {
    if (failed >= (refused ? REFUSALS : FAILURES)) {
      return Optional.empty();
    }
    long doubled = FIRST.toMillis() << Math.min(failed - 1, 20);
    long most = Math.min(LONGEST.toMillis(), doubled);
    // Half of it is chance, so that what failed together does not come again together.
    long wait = most / 2 + random.nextLong(most / 2 + 1);
    return Optional.of(clock.instant().plusMillis(Math.max(wait, asked.toMillis())));
  }
}
