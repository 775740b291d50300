package dev.backhaul.apply;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a platform's message says, without what it says it of: every value is masked, so that
 * refusals of one cause look the same and no personal data is left. Better one word too many masked
 * than one too few.
 */
final class MessageShape {
  static final String MASK = "<value>";
  private static final int LONGEST = 120;
  private static final List<Pattern> VALUES =
      List.of(
          Pattern.compile("\"[^\"]*\"|'[^']*'|`[^`]*`|\u201c[^\u201d]*\u201d|\\[[^\\]]*\\]"),
          Pattern.compile("\\S+@\\S+|\\w+://\\S+"),
          Pattern.compile("\\S*\\d\\S*"),
          // Two capitalised words in a row are a name wherever they stand.
          Pattern.compile("\\b\\p{Lu}\\p{Ll}+(\\s+\\p{Lu}\\p{Ll}+)+"),
          // One is, unless it begins a sentence.
          Pattern.compile("(?<![.:!?;]\\s)(?<!^)\\b\\p{Lu}\\p{Ll}+\\b"),
          Pattern.compile("[^\\x00-\\x7f]+"));
  private static final Pattern MASKS =
      Pattern.compile(MASK + "([\\s,.;:/-]*" + MASK + ")+[,.;:/-]*");

  private MessageShape() {}

  /**
   * The message's shape.
   *
   * @param written what was sent: its values are masked wherever they stand
   */
  static String of(String message, JsonNode written) {
    String shape = message.strip();
    for (String value : values(written)) {
      shape =
          Pattern.compile(
                  "(?<![\\p{L}\\d])" + Pattern.quote(value) + "(?![\\p{L}\\d])",
                  Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
              .matcher(shape)
              .replaceAll(MASK);
    }
    for (Pattern values : VALUES) {
      shape = values.matcher(shape).replaceAll(MASK);
    }
    shape = MASKS.matcher(shape.replaceAll("\\s+", " ")).replaceAll(MASK);
    return shape.length() > LONGEST ? shape.substring(0, LONGEST) + "..." : shape;
  }

  /** The texts in it, longest first: a part must not hide the whole. */
  private static Set<String> values(JsonNode written) {
    Set<String> out =
        new TreeSet<>(
            Comparator.comparingInt(String::length).reversed().thenComparing(text -> text));
    collect(written, out);
    return out;
  }

  private static void collect(JsonNode node, Set<String> out) {
    if (node.isContainerNode()) {
      node.forEach(each -> collect(each, out));
    } else if (node.isValueNode() && !node.isNull() && !node.isBoolean()) {
      String text = node.asText().strip();
      if (text.length() > 1 && text.length() < 500) {
        out.add(text);
      }
    }
  }
}
