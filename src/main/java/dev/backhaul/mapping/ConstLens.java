package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;

/** A constant in the target; nothing to put back. */
record ConstLens(JsonNode value) implements Lens {
  @Override
  public JsonNode get(JsonNode source, References refs) {
    return value;
  }

  @Override
  public Put put(JsonNode view, JsonNode original, References refs) {
    return same(value, view)
        ? Put.ok(original)
        : Put.stop(Code.CONSTANT_EDITED, "map the field to a source path if its edits matter");
  }

  @Override
  public Put create(JsonNode view, References refs) {
    return put(view, Same.ABSENT, refs);
  }

  @Override
  public boolean closed() {
    return true;
  }

  @Override
  public Cells cells() {
    return Cells.of(
        Grade.Cell.NONE, Grade.Cell.IMPOSSIBLE, Grade.Cell.NONE, "a constant has no source");
  }
}
