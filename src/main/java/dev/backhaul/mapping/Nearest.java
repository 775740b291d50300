package dev.backhaul.mapping;

import java.util.Collection;
import java.util.Comparator;
import java.util.TreeSet;

/** The right word next to a wrong one. */
final class Nearest {
  private static final int FARTHEST = 3;

  private Nearest() {}

  /** "unknown key 'concta'; did you mean 'concat'?" */
  static String unknown(String what, String word, Collection<String> known) {
    TreeSet<String> sorted = new TreeSet<>(known);
    String lead = "unknown " + what + " '" + word + "'";
    return sorted.stream()
        .min(Comparator.comparingInt(right -> distance(word, right)))
        .filter(right -> distance(word, right) <= FARTHEST)
        .map(right -> lead + "; did you mean '" + right + "'?")
        .orElse(lead + "; expected one of " + sorted);
  }

  /** Edits between two words, a swap of neighbours counting once. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + cost);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
