package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.List;

/**
 * Spellings of true and false.
 *
 * @param whenTrue spellings in the source, the canonical one first; "" stands for blank
 * @param whenFalse as {@code whenTrue}
 * @param not true if the target says the opposite
 */
record BoolLens(List<JsonNode> whenTrue, List<JsonNode> whenFalse, boolean not) implements Lens {
  @Override
  public JsonNode get(JsonNode source, References refs) {
    if (spelled(whenTrue, source)) {
      return BooleanNode.valueOf(!not);
    }
    return spelled(whenFalse, source) ? BooleanNode.valueOf(not) : Same.ABSENT;
  }

  private static boolean spelled(List<JsonNode> spellings, JsonNode value) {
    String text = Same.blank(value) ? "" : value.isValueNode() ? value.asText() : "{}";
    return spellings.stream().anyMatch(spelling -> spelling.asText().equals(text));
  }

  @Override
  public Put put(JsonNode view, JsonNode original, References refs) {
    String text = view.isValueNode() ? view.asText() : "";
    if (!text.equals("true") && !text.equals("false")) {
      return Put.stop(Code.NOT_BOOLEAN, "correct the value in the target");
    }
    JsonNode spelling = (text.equals("true") != not ? whenTrue : whenFalse).get(0);
    if (spelling.asText().isEmpty()) {
      return Put.ok(Same.ABSENT);
    }
    return Put.ok(Fit.AS_ORIGINAL.fit(spelling, original).orElse(spelling));
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
    boolean one = whenTrue.size() == 1 && whenFalse.size() == 1;
    return Cells.of(
        one ? Grade.Cell.EXACT : Grade.Cell.RULE,
        Grade.Cell.EXACT,
        Grade.Cell.EXACT,
        "true or false");
  }
}
