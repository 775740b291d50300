package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The value, or a default where the source is blank.
 *
 * @param born what the default means in a record born in the target
 */
record DefaultLens(JsonNode value, Born born) implements Lens {
  enum Born {
    ASK,
    BLANK,
    VALUE
  }

  @Override
  public JsonNode get(JsonNode source, References refs) {
    return Same.blank(source) ? value : source;
  }

  @Override
  public Put put(JsonNode view, JsonNode original, References refs) {
    return Same.blank(original) && same(view, value) ? Put.ok(original) : Put.ok(view);
  }

  @Override
  public Put create(JsonNode view, References refs) {
    if (!same(view, value)) {
      return Put.ok(view);
    }
    return switch (born) {
      case BLANK -> Put.ok(Same.ABSENT);
      case VALUE -> Put.ok(value);
      case ASK ->
          new Put.Stop(
              Code.DEFAULT_OR_REAL,
              List.of(new Put.Option("leave blank", Same.ABSENT), new Put.Option("keep", value)),
              "add `back: {default: blank}` or `back: {default: value}`");
    };
  }

  @Override
  public boolean closed() {
    return false;
  }

  @Override
  public Cells cells() {
    return Cells.of(
        Grade.Cell.RULE,
        Grade.Cell.ORIGINAL,
        born == Born.ASK ? Grade.Cell.RULE : Grade.Cell.ORIGINAL,
        "a default hides whether the source was blank");
  }
}
