package dev.backhaul.budget;

import dev.backhaul.manifest.Limit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an answer's headers say about one limit; null where they say nothing or nonsense.
 *
 * @param total the limit's size
 * @param remaining what is left for everybody
 * @param resetSeconds seconds until the window ends
 */
record Report(@Nullable Long total, @Nullable Long remaining, @Nullable Long resetSeconds) {
  // A number this large is no span but an instant in epoch seconds.
  private static final long EPOCH = 1_000_000_000;

  /**
   * Reads the headers a limit names; a name may be a comma-separated list of spellings, the first
   * found counts.
   *
   * @param serverMillis the platform's time, for resets given as an instant
   */
  static Report of(Limit.Headers names, Map<String, String> headers, long serverMillis) {
    Map<String, String> parts = parts(find(names.composed(), headers));
    Long total = number(parts.getOrDefault("total", find(names.limit(), headers)));
    Long remaining = number(parts.getOrDefault("remaining", find(names.remaining(), headers)));
    Long reset = number(parts.getOrDefault("resets", find(names.reset(), headers)));
    if (reset != null && reset > EPOCH) {
      return new Report(total, remaining, Math.max(0, reset - serverMillis / 1_000));
    }
    return new Report(total, remaining, reset);
  }

  /** The parts of {@code total=100; remaining=99; resets=41}. */
  private static Map<String, String> parts(String composed) {
    Map<String, String> parts = new HashMap<>();
    for (String part : composed.split("[;,]")) {
      String[] pair = part.split("=", 2);
      if (pair.length == 2) {
        parts.put(pair[0].strip().toLowerCase(Locale.ROOT), pair[1].strip());
      }
    }
    return parts;
  }

  private static String find(@Nullable String names, Map<String, String> headers) {
    return names == null
        ? ""
        : Arrays.stream(names.toLowerCase(Locale.ROOT).split(","))
            .map(name -> headers.getOrDefault(name.strip(), ""))
            .filter(value -> !value.isBlank())
            .findFirst()
            .orElse("");
  }

  private static @Nullable Long number(String text) {
    try {
      double value = Double.parseDouble(text.strip());
      return value >= 0 && value < Long.MAX_VALUE ? (long) value : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
