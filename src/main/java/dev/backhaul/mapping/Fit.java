package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.Optional;

/** The JSON type a source leaf wants: as declared, else as its original, else as the view came. */
enum Fit {
  AS_ORIGINAL,
  TEXT,
  NUMBER,
  BOOLEAN;

  /** The view in the wanted type; empty if it cannot be. */
  Optional<JsonNode> fit(JsonNode view, JsonNode original) {
    return switch (this) {
      case TEXT ->
          view.isValueNode() ? Optional.of(TextNode.valueOf(view.asText())) : Optional.empty();
      case NUMBER -> number(view);
      case BOOLEAN -> bool(view);
      case AS_ORIGINAL -> {
        if (original.isTextual() && (view.isNumber() || view.isBoolean())) {
          yield Optional.of(TextNode.valueOf(plain(view)));
        }
        if (original.isNumber()) {
          yield number(view);
        }
        if (original.isBoolean()) {
          yield bool(view);
        }
        boolean shapes =
            Same.nothing(original) || original.isContainerNode() == view.isContainerNode();
        yield shapes ? Optional.of(view) : Optional.empty();
      }
    };
  }

  private static String plain(JsonNode view) {
    return view.isNumber() ? view.decimalValue().toPlainString() : view.asText();
  }

  private static Optional<JsonNode> bool(JsonNode view) {
    return switch (view.isValueNode() ? view.asText() : "") {
      case "true" -> Optional.of(BooleanNode.TRUE);
      case "false" -> Optional.of(BooleanNode.FALSE);
      default -> Optional.empty();
    };
  }

  private static Optional<JsonNode> number(JsonNode view) {
    return view.isNumber() ? Optional.of(view) : Same.decimal(view).map(Fit::node);
  }

  /** Whole numbers as integers, so that ids print as ids. */
  static JsonNode node(BigDecimal number) {
    if (number.scale() != 0 || number.precision() > 18) {
      return DecimalNode.valueOf(number);
    }
    long whole = number.longValueExact();
    // The same node type that a parser makes, so that equal numbers are equal nodes.
    return whole == (int) whole
        ? JsonNodeFactory.instance.numberNode((int) whole)
        : JsonNodeFactory.instance.numberNode(whole);
  }
}
