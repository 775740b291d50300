package dev.backhaul.demo;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One name of two parts, cut again by brute force: every cut at a blank is looked at, the cuts that
 * leave most parts as they were are kept, and only a single one of them decides.
 */
public record Names(String first, String last) {

  /**
   * The only sensible cut of {@code full} for somebody who was {@code before}; null if there are
   * more.
   */
  public static @Nullable Names cut(String full, @Nullable Names before) {
    List<Names> best = new ArrayList<>();
    int most = -1;
    for (int at = full.indexOf(' '); at >= 0; at = full.indexOf(' ', at + 1)) {
      Names cut = new Names(full.substring(0, at), full.substring(at + 1));
      int kept = before == null ? 0 : cut.shared(before);
      if (kept > most) {
        best.clear();
        most = kept;
      }
      if (kept == most) {
        best.add(cut);
      }
    }
    return best.size() == 1 ? best.get(0) : null;
  }

  private int shared(Names other) {
    return (first.equals(other.first) ? 1 : 0) + (last.equals(other.last) ? 1 : 0);
  }
}
