package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** One target path and the field that owns it, or its alternatives in conditional blocks. */
record Owner(Path to, List<Field> fields) {

  /** Forward: the first field whose condition holds. */
  JsonNode get(JsonNode source, References refs) {
    for (Field field : fields) {
      if (field.when() == null || field.when().holds(source)) {
        return field.get(source, refs);
      }
    }
    return Same.ABSENT;
  }

  /**
   * The field that speaks for a record: the target's own mark first, else the original's branch.
   */
  Field active(JsonNode target, JsonNode original) {
    for (Field field : fields) {
      if (field.open(target, original)) {
        return field;
      }
    }
    return fields.get(0);
  }
}
