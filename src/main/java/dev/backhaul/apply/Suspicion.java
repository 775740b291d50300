package dev.backhaul.apply;

import org.jspecify.annotations.Nullable;

/**
 * What is noted of records that a platform refused together, before any of them is sent again: one
 * of them, not yet known which, is to blame. It stands in the entry's error, so that the search
 * goes on where a killed process left it.
 */
final class Suspicion {
  private static final String START = "refused in one call of ";

  private Suspicion() {}

  /** What to note of each of so many records. */
  static String of(int together) {
    return START + together + " records: which of them is to blame is not known yet";
  }

  /** How many records may travel together again; 0 where nothing is suspected. */
  static int most(@Nullable String error) {
    if (error == null || !error.startsWith(START)) {
      return 0;
    }
    String number = error.substring(START.length(), error.indexOf(' ', START.length()));
    return Math.max(1, Integer.parseInt(number) / 2);
  }
}
