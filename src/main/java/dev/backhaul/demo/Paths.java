package dev.backhaul.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reads and writes the fields that the oracle names, custom fields by their id. */
public final class Paths {
  private static final String CUSTOM = "custom_fields";

  private Paths() {}

  /** The value at a dotted path; a missing node if there is none. */
  public static JsonNode get(JsonNode record, String path) {
    JsonNode at = record;
    for (String name : path.split("\\.")) {
      at = at instanceof ArrayNode list ? custom(list, name) : at.path(name);
    }
    return at;
  }

  private static JsonNode custom(ArrayNode list, String id) {
    for (JsonNode entry : list) {
      if (entry.path("id").asText().equals(id)) {
        return entry.path("value");
      }
    }
    return MissingNode.getInstance();
  }

  /** Sets the value at a path whose parents exist; null empties it. */
  public static void set(ObjectNode record, String path, JsonNode value) {
    JsonNode stored = value.isMissingNode() ? NullNode.getInstance() : value;
    int dot = path.indexOf('.');
    if (dot < 0) {
      record.set(path, stored);
    } else if (path.startsWith(CUSTOM + ".")) {
      String id = path.substring(dot + 1);
      for (JsonNode entry : record.path(CUSTOM)) {
        if (entry.path("id").asText().equals(id)) {
          ((ObjectNode) entry).set("value", stored);
          return;
        }
      }
      record.withArray(CUSTOM).addObject().put("id", Long.parseLong(id)).set("value", stored);
    } else {
      set(record.withObjectProperty(path.substring(0, dot)), path.substring(dot + 1), stored);
    }
  }
}
