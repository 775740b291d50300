package dev.backhaul.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeSet;

/** Sorts keys at every level so that equal values have equal text. Numbers keep their spelling. */
final class Canonical {
  private Canonical() {}

  static JsonNode sorted(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode out = Json.object();
      TreeSet<String> names = new TreeSet<>();
      object.fieldNames().forEachRemaining(names::add);
      names.forEach(name -> out.set(name, sorted(object.get(name))));
      return out;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode out = Json.mapper().createArrayNode();
      array.forEach(element -> out.add(sorted(element)));
      return out;
    }
    return node;
  }
}
