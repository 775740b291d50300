package dev.backhaul.bench;

import java.util.Locale;

/**
 * One measured value against its goal.
 *
 * @param name what was measured
 * @param value the measured value
 * @param goal what it is held to
 * @param unit of both
 * @param atLeast whether the goal is the least or the most allowed
 */
public record Bar(String name, double value, double goal, String unit, boolean atLeast) {
  /** A value that must reach its goal. */
  public static Bar atLeast(String name, double value, double goal, String unit) {
    return new Bar(name, value, goal, unit, true);
  }

  /** A value that must not pass its goal. */
  public static Bar atMost(String name, double value, double goal, String unit) {
    return new Bar(name, value, goal, unit, false);
  }

  /** Whether the goal is met; a value that is no number meets none. */
  public boolean met() {
    return atLeast ? value >= goal : value <= goal;
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%-4s  %-44s %10.4f  %s %8.4f %s",
        met() ? "ok" : "MISS",
        name,
        value,
        atLeast ? ">=" : "<=",
        goal,
        unit);
  }
}
