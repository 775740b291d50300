package dev.backhaul.yaml;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills {@code ${env:NAME}} parts of a text. */
final class Placeholders {
  private static final Pattern PART = Pattern.compile("\\$\\{env:([^}]*)}");
  private static final Pattern ANY = Pattern.compile("\\$\\{(?:env|file):");

  private Placeholders() {}

  static boolean in(String text) {
    return ANY.matcher(text).find();
  }

  /**
   * The text with every part filled in.
   *
   * @throws IllegalArgumentException if a variable is not set, or a part refers to a file
   */
  static String filled(String text, Environment environment) {
    String out =
        PART.matcher(text)
            .replaceAll(
                part -> {
                  String value = environment.variable(part.group(1));
                  if (value == null) {
                    throw new IllegalArgumentException(
                        "environment variable " + part.group(1) + " is not set");
                  }
                  return Matcher.quoteReplacement(value);
                });
    if (text.contains("${file:")) {
      throw new IllegalArgumentException("only ${env:NAME} may stand in this text");
    }
    return out;
  }
}
