package dev.backhaul.budget;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long nobody may send. A throttled or overloaded platform freezes the budget, not a thread.
 */
final class Freeze {
  private static final long LONGEST = 3_600_000;
  private static final long LONGEST_GUESS = 300_000;

  private final ServerClock clock;
  private long until = Long.MIN_VALUE;
  private long since = Long.MIN_VALUE;
  private int streak;
  private @Nullable String why;

  Freeze(ServerClock clock) {
    this.clock = clock;
  }

  long until() {
    return until;
  }

  @Nullable String why() {
    return why;
  }

  void extend(long to, String reason) {
    if (to > until) {
      until = to;
      why = reason;
    }
  }

  /**
   * Takes note of an answer.
   *
   * @param guess milliseconds to wait on a 429 that does not say how long
   */
  void answered(int status, Map<String, String> headers, long sentAt, long now, long guess) {
    if (status != 429 && status != 503) {
      if (sentAt > since) {
        streak = 0;
      }
      return;
    }
    // Answers to requests that were under way when we froze belong to the same storm.
    if (sentAt > since) {
      streak++;
      since = now;
    }
    long wait = waitMillis(headers, status == 429 ? guess : 5_000, now);
    extend(now + wait, "the platform answered " + status);
  }

  /**
   * Whole seconds may have been rounded down, hence one more; zero is not believed, nor is a year.
   */
  private long waitMillis(Map<String, String> headers, long guess, long now) {
    String retryAfter = headers.get("retry-after");
    long doubling = 1L << Math.min(streak - 1, 10);
    if (retryAfter == null || retryAfter.isBlank()) {
      return Math.min(guess * doubling, Math.max(guess, LONGEST_GUESS));
    }
    long asked = millis(retryAfter.strip(), headers.get("date"), now);
    if (asked == Long.MIN_VALUE) {
      return Math.min(guess * doubling, Math.max(guess, LONGEST_GUESS));
    }
    return asked <= 0 ? Math.min(1_000 * doubling, 60_000) : Math.min(asked + 1_000, LONGEST);
  }

  private long millis(String retryAfter, @Nullable String dated, long now) {
    Instant date = ServerClock.parse(retryAfter);
    if (date != null) {
      // Both times of one answer are the server's, whatever its calendar says.
      Instant server = ServerClock.parse(dated);
      return date.toEpochMilli() - (server == null ? clock.at(now) : server.toEpochMilli());
    }
    try {
      double seconds = Double.parseDouble(retryAfter);
      return Double.isNaN(seconds)
          ? Long.MIN_VALUE
          : (long) Math.clamp(seconds * 1_000, -1, LONGEST);
    } catch (NumberFormatException e) {
      return Long.MIN_VALUE;
    }
  }
}
