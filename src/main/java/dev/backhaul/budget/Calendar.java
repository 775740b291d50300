package dev.backhaul.budget;

import dev.backhaul.manifest.Limit;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;

/**
 * When a request answered at some instant certainly no longer counts. All in our clock's millis.
 */
final class Calendar {
  private static final long UNSEEN = Long.MIN_VALUE;

  private final Limit.Kind kind;
  private final long window;
  private final ZoneId zone;
  private final ServerClock clock;
  private long resetLow = UNSEEN;
  private long resetHigh = UNSEEN;

  Calendar(Limit limit, ServerClock clock) {
    this.kind = limit.kind();
    Duration day = Duration.ofDays(1);
    this.window = Objects.requireNonNullElse(limit.window(), day).toMillis();
    String name = limit.zone();
    this.zone = name == null ? ZoneOffset.UTC : ZoneId.of(name);
    this.clock = clock;
  }

  long window() {
    return window;
  }

  /** Room for two clocks that do not tick quite alike. */
  private long edge() {
    return Math.clamp(window / 2_000, 2, 50);
  }

  /** The first instant at which a request answered at {@code at} surely is out of the count. */
  long freeAt(long at) {
    return switch (kind) {
      case DAILY -> {
        Instant latest = Instant.ofEpochMilli(at + clock.skewHigh());
        long midnight =
            latest
                .atZone(zone)
                .toLocalDate()
                .plusDays(1)
                .atStartOfDay(zone)
                .toInstant()
                .toEpochMilli();
        yield midnight - clock.skewLow() + edge();
      }
      // A reset is believed only for requests answered before it. Windows that start with their
      // first
      // request do not repeat evenly, so nothing is inferred about later ones.
      case FIXED ->
          resetLow != UNSEEN && at < resetLow
              ? Math.min(resetHigh, at + window) + edge()
              : at + window + edge();
      case SLIDING, BUCKET, CONCURRENT -> at + window + edge();
    };
  }

  /**
   * The platform says that its window ends in some seconds. We do not know how it rounds, nor when
   * between sending and answer it looked at its clock. Where that blurs the instant by more than a
   * quarter of the window, one reset could be taken for the next, so nothing is learned.
   */
  void resetIn(long seconds, long sentAt, long answeredAt) {
    if (kind != Limit.Kind.FIXED || seconds < 0 || seconds * 1_000 > window + 1_000) {
      return;
    }
    long low = sentAt + seconds * 1_000 - 1_000;
    long high = answeredAt + seconds * 1_000 + 1_000;
    if (high - low > window / 4) {
      return;
    }
    boolean same = resetLow != UNSEEN && low <= resetHigh && resetLow <= high;
    resetLow = same ? Math.max(low, resetLow) : low;
    resetHigh = same ? Math.min(high, resetHigh) : high;
  }
}
