package dev.backhaul.budget;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code METHOD /path}, where {@code *} stands for one segment (or a part of one), {@code **} for
 * any rest, and {@code *} as the method for every method.
 */
final class CallPattern {
  private final String method;
  private final Pattern path;

  /** Refuses a pattern without a method and a path. */
  CallPattern(String text) {
    String[] parts = text.strip().split("\\s+", 2);
    if (parts.length != 2 || !parts[1].startsWith("/")) {
      throw new IllegalArgumentException(
          "a limit's pattern is \"METHOD /path\", e.g. \"PUT /api/v2/tickets/*\", not \""
              + text
              + '"');
    }
    this.method = parts[0].toUpperCase(Locale.ROOT);
    StringBuilder regex = new StringBuilder();
    for (String piece : parts[1].split("(?<=\\*)(?=[^*])|(?<=[^*])(?=\\*)")) {
      regex.append(
          switch (piece) {
            case "*" -> "([^/]*)";
            case "**" -> ".*";
            default -> Pattern.quote(piece);
          });
    }
    this.path = Pattern.compile(regex.toString());
  }

  /** What the single stars stand for, joined by {@code /}; null if the call does not match. */
  @Nullable String key(String callMethod, String callPath) {
    if (!method.equals("*") && !method.equals(callMethod)) {
      return null;
    }
    int query = callPath.indexOf('?');
    Matcher matcher = path.matcher(query < 0 ? callPath : callPath.substring(0, query));
    if (!matcher.matches()) {
      return null;
    }
    StringBuilder key = new StringBuilder();
    for (int group = 1; group <= matcher.groupCount(); group++) {
      key.append('/').append(matcher.group(group));
    }
    return key.toString();
  }
}
