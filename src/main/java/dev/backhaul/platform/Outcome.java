package dev.backhaul.platform;

import java.util.Map;

/** What became of one HTTP exchange on the wire, before anybody judged it. */
public sealed interface Outcome {
  /**
   * A whole answer came.
   *
   * @param headers by lower-case name, the first value of each
   */
  record Answered(int status, Map<String, String> headers, byte[] body) implements Outcome {}

  /** The request certainly never left (connection refused, unknown host). */
  record NotSent(String reason) implements Outcome {}

  /** The request may have left, but no whole answer came back. */
  record Lost(String reason) implements Outcome {}

  /** The answer is longer than any we take. */
  record TooLong(String reason) implements Outcome {}
}
