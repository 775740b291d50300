package dev.backhaul.console;

import java.time.Duration;
import java.util.Locale;

/** Numbers and spans of time as people read them. */
public final class Words {
  private Words() {}

  /** {@code 12,345}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static boolean isCount(String cell) {
    return cell.matches("-?\\d[\\d,.]*( ?%)?");
  }

  /** {@code 2 d 3 h}, {@code 4 h 05 min}, {@code 12 min 30 s}, {@code 8 s}; never negative. */
  public static String span(Duration span) {
    long seconds = Math.max(0, span.toSeconds());
    long days = seconds / 86_400;
    long hours = seconds / 3_600 % 24;
    long minutes = seconds / 60 % 60;
    if (days > 0) {
      return days + " d " + hours + " h";
    }
    if (hours > 0) {
      return String.format(Locale.ROOT, "%d h %02d min", hours, minutes);
    }
    return minutes > 0
        ? String.format(Locale.ROOT, "%d min %02d s", minutes, seconds % 60)
        : seconds + " s";
  }
}
