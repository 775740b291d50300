package dev.backhaul.yaml;

/**
 * One thing that is wrong in a file, and what to do about it.
 *
 * @param file the name the file was read under
 * @param line from 1; 0 when the whole file is meant
 * @param column from 1; 0 when the whole file is meant
 * @param message what is wrong, naming the key; never a secret
 * @param hint what to do next; empty when the message says it all
 */
public record Problem(String file, int line, int column, String message, String hint) {

  /** A problem at a place. */
  public static Problem at(Place place, String message, String hint) {
    return new Problem(place.file(), place.line(), place.column(), message, hint);
  }

  /** The place the problem stands at. */
  public Place place() {
    return new Place(file, line, column);
  }

  /** One line: {@code file:line: message; hint}. */
  @Override
  public String toString() {
    return place() + ": " + message + (hint.isEmpty() ? "" : "; " + hint);
  }
}
