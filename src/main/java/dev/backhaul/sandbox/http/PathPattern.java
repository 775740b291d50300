package dev.backhaul.sandbox.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A path with places: {@code {name}} takes one segment, {@code *} any one segment, a last {@code
 * **} all that follow (also none).
 */
public final class PathPattern {
  private final String text;
  private final List<String> parts;

  private PathPattern(String text) {
    this.text = text;
    this.parts = segments(text);
  }

  /** Parses a pattern such as {@code /api/v2/tickets/{id}}. */
  public static PathPattern of(String text) {
    return new PathPattern(text);
  }

  /** The values of the named places, or null when the path does not match. */
  public @Nullable Map<String, String> match(String path) {
    List<String> given = segments(path);
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      if (part.equals("**")) {
        return values;
      }
      if (i >= given.size()) {
        return null;
      }
      if (part.startsWith("{")) {
        values.put(part.substring(1, part.length() - 1), given.get(i));
      } else if (!part.equals("*") && !part.equals(given.get(i))) {
        return null;
      }
    }
    return given.size() == parts.size() ? values : null;
  }

  /** True when the path matches. */
  public boolean matches(String path) {
    return match(path) != null;
  }

  /** How many segments are fixed words; the more, the more particular. */
  int fixed() {
    return (int)
        parts.stream().filter(part -> !part.startsWith("{") && !part.startsWith("*")).count();
  }

  private static List<String> segments(String path) {
    List<String> all = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (!part.isEmpty()) {
        all.add(part);
      }
    }
    return all;
  }

  @Override
  public String toString() {
    return text;
  }
}
