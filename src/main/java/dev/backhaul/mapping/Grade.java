package dev.backhaul.mapping;

/**
 * How well a field can go home.
 *
 * @param field owner path in the target
 * @param word the one word for reports, from the edit cell
 * @param keep an unedited value, if the original record is lost
 * @param edit an edited value
 * @param create a value of a record born in the target
 * @param why one line
 * @param line in the mapping file, from 1
 */
public record Grade(
    String field, Word word, Cell keep, Cell edit, Cell create, String why, int line) {

  /** The field in one word, worst last. */
  public enum Word {
    EXACT,
    EXACT_WITH_ORIGINAL,
    NEEDS_RULE,
    IMPOSSIBLE
  }

  /** What decides a value, best first. */
  public enum Cell {
    /** Does not apply. */
    NONE,
    /** The target value alone. */
    EXACT,
    /** The target value and the original record. */
    ORIGINAL,
    /** A rule of the file, or a person. */
    RULE,
    /** Nothing. */
    IMPOSSIBLE;

    Cell worst(Cell other) {
      return compareTo(other) >= 0 ? this : other;
    }
  }

  static Word word(Cell edit) {
    return switch (edit) {
      case NONE, EXACT -> Word.EXACT;
      case ORIGINAL -> Word.EXACT_WITH_ORIGINAL;
      case RULE -> Word.NEEDS_RULE;
      case IMPOSSIBLE -> Word.IMPOSSIBLE;
    };
  }
}
