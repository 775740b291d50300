package dev.backhaul.manifest;

import dev.backhaul.yaml.FromText;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression, compiled at load; used only on the bounded start of an answer's body. */
public record Regex(String text, Pattern pattern) {
  /**
   * Compiles it.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  @FromText
  public static Regex of(String text) {
    try {
      return new Regex(text, Pattern.compile(text));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("not a regular expression: " + e.getDescription(), e);
    }
  }

  /** True if it is found in the text. */
  public boolean found(String in) {
    return pattern.matcher(in).find();
  }
}
