package dev.backhaul.platform;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.util.List;

/** Turns a flat patch (dotted paths to values) into the nested object that a request carries. */
public final class Patch {
  private Patch() {}

  /**
   * The nested object.
   *
   * @param set paths to values
   * @param clear paths to set to null
   */
  public static ObjectNode nested(ObjectNode set, List<String> clear) {
    ObjectNode out = Json.object();
    set.properties()
        .forEach(field -> FieldPath.of(field.getKey()).put(out, field.getValue().deepCopy()));
    clear.forEach(path -> FieldPath.of(path).put(out, NullNode.getInstance()));
    return out;
  }
}
