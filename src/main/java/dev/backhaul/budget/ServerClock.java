package dev.backhaul.budget;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * How far the platform's clock is ahead of ours, as a span that narrows with every {@code Date}
 * header (which has whole seconds). Before the first one: two minutes either way.
 */
final class ServerClock {
  /** A day or more apart is another calendar, not a skew to correct by. */
  private static final long MOST_SKEW = 86_400_000;

  private long skewLow = -120_000;
  private long skewHigh = 120_000;

  long skewLow() {
    return skewLow;
  }

  long skewHigh() {
    return skewHigh;
  }

  /** The platform's time for one of our instants, as the middle of what we know. */
  long at(long ours) {
    return ours + (skewLow + skewHigh) / 2;
  }

  void dated(@Nullable String header, long sentAt, long answeredAt) {
    Instant date = parse(header);
    if (date == null) {
      return;
    }
    if (Math.abs(date.toEpochMilli() - answeredAt) >= MOST_SKEW) {
      return;
    }
    long low = date.toEpochMilli() - answeredAt;
    long high = date.toEpochMilli() + 1_000 - sentAt;
    boolean consistent = low <= skewHigh && skewLow <= high;
    skewLow = consistent ? Math.max(low, skewLow) : low;
    skewHigh = consistent ? Math.min(high, skewHigh) : high;
  }

  /** An HTTP date, or null if it is none. */
  static @Nullable Instant parse(@Nullable String header) {
    if (header == null) {
      return null;
    }
    try {
      return ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
