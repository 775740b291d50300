package dev.backhaul.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.platform.FieldPath;

/**
 * Reads and sets values under the dotted paths that mappings use; a leading slash means JSON
 * Pointer, {@code id=7} the element of a list whose {@code id} is 7.
 */
public final class Dotted {
  private Dotted() {}

  /** The value, or a missing node. */
  public static JsonNode at(JsonNode record, String path) {
    return path.startsWith("/") ? record.at(path) : FieldPath.of(path).in(record);
  }

  /**
   * Sets a value below existing or new objects, or in the element of a list that the path names by
   * its key.
   */
  public static void set(ObjectNode record, String path, JsonNode value) {
    if (path.contains("=")) {
      FieldPath.of(path).put(record, value);
      return;
    }
    String[] parts = path.split("\\.", -1);
    ObjectNode node = record;
    for (int i = 0; i < parts.length - 1; i++) {
      node = node.get(parts[i]) instanceof ObjectNode below ? below : node.putObject(parts[i]);
    }
    node.set(parts[parts.length - 1], value);
  }
}
