package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.backhaul.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The id of another migrated record. */
record RefLens(String object, Fit fit) implements Lens {
  private static final String REF = "$ref";

  /** The symbol of a reference that is still to be made; null for any other value. */
  static @Nullable String symbol(JsonNode value) {
    JsonNode symbol = value.path(REF);
    return symbol.isTextual() ? symbol.textValue() : null;
  }

  /** All symbols inside a value. */
  static List<String> symbols(JsonNode value) {
    return value.isContainerNode() ? value.findValuesAsText(REF) : List.of();
  }

  @Override
  public JsonNode get(JsonNode source, References refs) {
    if (Same.blank(source) || source.isContainerNode()) {
      return Same.ABSENT;
    }
    String id = refs.targetId(object, source.asText());
    return id == null ? Same.ABSENT : TextNode.valueOf(id);
  }

  @Override
  public Put put(JsonNode view, JsonNode original, References refs) {
    if (view.isContainerNode()) {
      return Put.stop(Code.TYPE_MISMATCH, "correct the reference in the target");
    }
    return switch (refs.sourceId(object, view.asText())) {
      case Ref.Known known -> {
        JsonNode id = TextNode.valueOf(known.id());
        yield Put.ok(fit.fit(id, original).orElse(id));
      }
      case Ref.Pending pending -> Put.ok(Json.object().put(REF, pending.symbol()));
      case Ref.Gone gone ->
          Put.stop(Code.REF_DELETED, "the " + object + " is gone: " + gone.reason());
      case Ref.Unknown unknown ->
          Put.stop(Code.UNKNOWN_ID, "add the " + object + " to the id map, or bring it home first");
    };
  }

  @Override
  public Put create(JsonNode view, References refs) {
    return put(view, Same.ABSENT, refs);
  }

  @Override
  public boolean holds(JsonNode view, JsonNode source, References refs) {
    String symbol = symbol(source);
    if (symbol != null) {
      return refs.sourceId(object, view.asText()) instanceof Ref.Pending pending
          && pending.symbol().equals(symbol);
    }
    return same(get(source, refs), view);
  }

  @Override
  public boolean closed() {
    return true;
  }

  @Override
  public Cells cells() {
    return Cells.of(Grade.Cell.EXACT, Grade.Cell.EXACT, Grade.Cell.EXACT, "by the id map");
  }
}
