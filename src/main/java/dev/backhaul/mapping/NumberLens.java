package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * A decimal number, perhaps rounded.
 *
 * @param scale digits after the point in the target; -1 for all
 * @param asText the target holds the number as text
 */
record NumberLens(int scale, RoundingMode rounding, boolean asText, Fit fit) implements Lens {
  private static final int LARGEST_EXPONENT = 400;

  @Override
  public JsonNode get(JsonNode source, References refs) {
    Optional<BigDecimal> number = number(source);
    if (number.isEmpty()) {
      return source;
    }
    BigDecimal value = scale < 0 ? number.get() : number.get().setScale(scale, rounding);
    return asText ? TextNode.valueOf(value.toPlainString()) : Fit.node(value);
  }

  private static Optional<BigDecimal> number(JsonNode value) {
    return Same.decimal(value)
        .filter(
            n ->
                Math.abs((long) n.precision() - n.scale()) <= LARGEST_EXPONENT
                    && Math.abs((long) n.scale()) <= LARGEST_EXPONENT);
  }

  @Override
  public JsonNode canon(JsonNode view) {
    return number(view).<JsonNode>map(Fit::node).orElse(view);
  }

  @Override
  public Put put(JsonNode view, JsonNode original, References refs) {
    Optional<BigDecimal> number = number(view);
    if (number.isEmpty()) {
      return Put.stop(Code.NOT_A_NUMBER, "correct the value in the target");
    }
    boolean text = fit == Fit.TEXT || (fit == Fit.AS_ORIGINAL && original.isTextual());
    if (!text) {
      return Put.ok(view.isNumber() ? view : Fit.node(number.get()));
    }
    String plain = view.isTextual() ? view.textValue() : number.get().toPlainString();
    return Put.ok(TextNode.valueOf(plain));
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
        Grade.Cell.RULE,
        Grade.Cell.EXACT,
        Grade.Cell.EXACT,
        scale < 0 ? "the spelling of a number is lost" : "digits after the point are lost");
  }
}
