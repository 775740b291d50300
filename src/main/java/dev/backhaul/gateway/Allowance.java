package dev.backhaul.gateway;

import java.time.Duration;
import java.time.Instant;

/** How many released events may be opened now, at so many a second; a second's worth at most. */
final class Allowance {
  private static final Duration TIDY = Duration.ofMinutes(1);
  private Instant since;
  private Instant tidied;
  private double saved;

  Allowance(Instant now) {
    since = now;
    tidied = now;
  }

  /** Takes what there is; nothing where nobody waits. */
  synchronized int take(Instant now, int perSecond, boolean waits) {
    double seconds = Math.max(0, Duration.between(since, now).toNanos() / 1e9);
    since = now;
    saved = Math.min(perSecond, saved + seconds * perSecond);
    if (!waits) {
      return 0;
    }
    int whole = (int) saved;
    saved -= whole;
    return whole;
  }

  /** Whether it is time to forget what is old. */
  synchronized boolean tidy(Instant now) {
    boolean due = !now.isBefore(tidied.plus(TIDY));
    tidied = due ? now : tidied;
    return due;
  }
}
