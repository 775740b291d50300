package dev.backhaul.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Reads and sets values under the dotted paths that mappings use; a leading slash means JSON
 * Pointer.
 */
public final class Dotted {
  private Dotted() {}

  /** The value, or a missing node. */
  public static JsonNode at(JsonNode record, String path) {
    if (path.startsWith("/")) {
      return record.at(path);
    }
    JsonNode node = record;
    for (String part : path.split("\\.", -1)) {
      node =
          node instanceof ArrayNode array && isIndex(part)
              ? array.path(Integer.parseInt(part))
              : node.path(part);
    }
    return node;
  }

  /** Sets a value below existing or new objects; arrays on the way are not grown. */
  public static void set(ObjectNode record, String path, JsonNode value) {
    String[] parts = path.split("\\.", -1);
    ObjectNode node = record;
    for (int i = 0; i < parts.length - 1; i++) {
      node = node.get(parts[i]) instanceof ObjectNode below ? below : node.putObject(parts[i]);
    }
    node.set(parts[parts.length - 1], value);
  }

  private static boolean isIndex(String part) {
    return !part.isEmpty() && part.length() < 9 && part.chars().allMatch(Character::isDigit);
  }
}
