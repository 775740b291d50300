package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** True if each path holds one of its texts; "" stands for blank. */
record Condition(Map<Path, Set<String>> texts) {

  static Condition read(Doc doc) {
    Map<Path, Set<String>> out = new LinkedHashMap<>();
    doc.entries()
        .forEach(
            (path, value) -> {
              Set<String> texts = new TreeSet<>();
              if (value.isList()) {
                value.items().forEach(item -> texts.add(item.text()));
              } else {
                texts.add(value.text());
              }
              out.put(Path.of(path), texts);
            });
    return new Condition(out);
  }

  boolean holds(JsonNode record) {
    for (Map.Entry<Path, Set<String>> entry : texts.entrySet()) {
      JsonNode value = entry.getKey().read(record);
      if (!entry.getValue().contains(Same.blank(value) ? "" : value.asText())) {
        return false;
      }
    }
    return true;
  }
}
