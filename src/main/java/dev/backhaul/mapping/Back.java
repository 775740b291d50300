package dev.backhaul.mapping;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of one field for the way back; a rule that no transform asks for is an error. */
final class Back {
  static final Set<String> KEYS =
      Set.of("prefer", "anchor", "ambiguous", "truncated", "html", "default", "time", "gone");

  private final Map<String, Doc> rules;
  private final Set<String> used = new HashSet<>();

  Back(@Nullable Doc doc) {
    rules = doc == null ? Map.of() : doc.entries(KEYS);
  }

  @Nullable Doc rule(String key) {
    used.add(key);
    return rules.get(key);
  }

  void check() {
    rules.forEach(
        (key, doc) -> {
          if (!used.contains(key)) {
            throw doc.error("no transform of this field knows `back: " + key + "`");
          }
        });
  }
}
