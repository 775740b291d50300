package dev.backhaul.parity;

import dev.backhaul.platform.ProbeReport;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How the report writes numbers, instants and names. */
final class Wording {
  private Wording() {}

  static <T> List<List<String>> rows(List<T> all, Function<T, List<String>> row) {
    return all.stream().map(row).toList();
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  static String word(Object value) {
    return value.toString().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  static String capital(String word) {
    return word.isEmpty()
        ? word
        : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  static String yes(boolean holds) {
    return holds ? "yes" : "no";
  }

  static String or(@Nullable String text, String other) {
    return text == null ? other : text;
  }

  static String time(@Nullable Instant at) {
    return at == null ? "never" : at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Which band of the window a span since cutover lies in, and what is left of it. */
  static String window(List<Duration> bands, Duration since) {
    for (Duration end : bands) {
      if (since.compareTo(end) < 0) {
        return "inside the first "
            + end.toHours()
            + " h; "
            + end.minus(since).toHours()
            + " h left in this band";
      }
    }
    return "past the last band";
  }

  static String deadline(ProbeReport.Deadline deadline) {
    return deadline.what() + (deadline.at() == null ? "" : " (" + time(deadline.at()) + ")");
  }
}
