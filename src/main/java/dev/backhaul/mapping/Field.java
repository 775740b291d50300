package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One field group: the source leaves it owns, the target path it owns, and the lens between them.
 *
 * @param derived reads its source path, but another field owns it: get only
 * @param when its conditional block; null outside of blocks
 */
record Field(List<Path> from, Path to, Lens lens, boolean derived, @Nullable Block when, int line) {

  /** The source leaves this field may write. */
  List<Path> footprint() {
    return derived ? List.of() : from;
  }

  /** True if this field may be written in a record: its block, if any, is the record's branch. */
  boolean open(JsonNode target, JsonNode original) {
    return when == null || when.open(target, original);
  }

  /** The value its lens reads: one leaf, or a tuple. */
  JsonNode input(JsonNode source) {
    if (from.size() == 1) {
      return from.get(0).read(source);
    }
    ArrayNode tuple = JsonNodeFactory.instance.arrayNode();
    for (Path path : from) {
      tuple.add(path.read(source));
    }
    return tuple;
  }

  /** The part of a lens value that belongs to one of its leaves. */
  JsonNode part(JsonNode value, int leaf) {
    return from.size() == 1 ? value : value.isArray() ? value.path(leaf) : Same.ABSENT;
  }

  /** Writes a lens value into a source record. */
  void output(ObjectNode source, JsonNode value) {
    for (int i = 0; i < from.size(); i++) {
      from.get(i).write(source, part(value, i));
    }
  }

  JsonNode get(JsonNode source, References refs) {
    return when != null && !when.holds(source) ? Same.ABSENT : lens.get(input(source), refs);
  }

  /** PutGet on a whole source record, its condition included. */
  boolean holds(JsonNode view, JsonNode source, References refs) {
    return when != null && !when.holds(source)
        ? Same.blank(view)
        : lens.holds(view, input(source), refs);
  }

  boolean same(JsonNode a, JsonNode b) {
    return lens.same(a, b);
  }

  List<String> sourceNames() {
    return from.stream().map(Path::text).toList();
  }
}
