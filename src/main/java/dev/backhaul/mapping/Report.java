package dev.backhaul.mapping;

import java.util.List;

/**
 * How well the loaded values agree with the mapping.
 *
 * @param lines one for each owner path, in file order
 */
public record Report(List<Line> lines) {
  private static final double TRUSTED = 0.999;

  /**
   * One field.
   *
   * @param field owner path in the target
   * @param compared records looked at
   * @param equal records that hold what the mapping means
   * @param asRun records that differ, but hold what {@code asRun:} says
   * @param commonest differences that several records share, most frequent first
   * @param line in the mapping file, from 1
   */
  public record Line(
      String field,
      long compared,
      long equal,
      long asRun,
      List<Kind> commonest,
      Diagnosis diagnosis,
      int line) {
    /** Share of records that agree, 0 to 1; 1 where nothing was compared. */
    public double share() {
      return compared == 0 ? 1 : (double) equal / compared;
    }

    /** True if T0 may be taken from the mapping where nothing better is known. */
    public boolean trusted() {
      return compared > 0 && share() >= TRUSTED;
    }
  }

  /** A difference that several records share. */
  public record Kind(String expected, String found, long records) {}
}
