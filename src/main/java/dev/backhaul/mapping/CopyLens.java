package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** The same leaf at another place; on the way back it takes the type the source leaf had. */
record CopyLens(Fit fit) implements Lens {
  @Override
  public JsonNode get(JsonNode source, References refs) {
    return source;
  }

  @Override
  public Put put(JsonNode view, JsonNode original, References refs) {
    Optional<JsonNode> value = fit.fit(view, original);
    return value.isPresent()
        ? Put.ok(value.get())
        : Put.stop(Code.TYPE_MISMATCH, "correct the value in the target, or declare `type:`");
  }

  @Override
  public Put create(JsonNode view, References refs) {
    return put(view, Same.ABSENT, refs);
  }

  @Override
  public boolean closed() {
    return false;
  }

  @Override
  public Cells cells() {
    return Cells.of(Grade.Cell.EXACT, Grade.Cell.EXACT, Grade.Cell.EXACT, "the same value");
  }
}
