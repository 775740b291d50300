package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Records by id, in the order they came, with one more index. A record in the table is never
 * changed in place: copy it, change the copy, put the copy.
 */
final class Table {
  private final Function<ObjectNode, String> key;
  private final Map<String, ObjectNode> rows = new LinkedHashMap<>();
  private final Map<String, Set<String>> byKey = new HashMap<>();

  /** A table whose second index is the text that {@code key} tells; empty text is not indexed. */
  Table(Function<ObjectNode, String> key) {
    this.key = key;
  }

  /** A table without a second index. */
  Table() {
    this(row -> "");
  }

  void put(ObjectNode row) {
    String id = row.path("id").asText();
    ObjectNode before = rows.put(id, row);
    if (before != null) {
      forget(before, id);
    }
    String value = key.apply(row);
    if (!value.isEmpty()) {
      byKey.computeIfAbsent(value, name -> new LinkedHashSet<>()).add(id);
    }
  }

  @Nullable ObjectNode get(String id) {
    return rows.get(id);
  }

  List<ObjectNode> by(String value) {
    return byKey.getOrDefault(value, Set.of()).stream().map(rows::get).toList();
  }

  void remove(String id) {
    ObjectNode row = rows.remove(id);
    if (row != null) {
      forget(row, id);
    }
  }

  private void forget(ObjectNode row, String id) {
    Set<String> ids = byKey.get(key.apply(row));
    if (ids != null) {
      ids.remove(id);
    }
  }

  Collection<ObjectNode> all() {
    return rows.values();
  }

  ArrayNode snapshot() {
    return JsonNodeFactory.instance.arrayNode().addAll(rows.values());
  }

  void restore(JsonNode snapshot) {
    rows.clear();
    byKey.clear();
    snapshot.forEach(row -> put((ObjectNode) row));
  }
}
