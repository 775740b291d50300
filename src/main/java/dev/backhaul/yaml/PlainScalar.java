package dev.backhaul.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.backhaul.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * Types an unquoted value by the JSON schema of YAML 1.2 (section 10.2), with text for all the
 * rest. That is narrower than the core schema on purpose: a product code {@code 010} or {@code
 * 0x1F} is text.
 */
final class PlainScalar {
  /**
   * A whole number as JSON writes it; no leading zeros. At most 64 digits: longer is an id, not a
   * number.
   */
  static final Pattern WHOLE = Pattern.compile("-?(?:0|[1-9][0-9]{0,63})");

  /** A number as JSON writes it. */
  static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]{0,63})(?:\\.[0-9]{1,64})?(?:[eE][-+]?[0-9]{1,2})?");

  private static final JsonNodeFactory NODES = Json.mapper().getNodeFactory();

  private PlainScalar() {}

  static JsonNode json(Node.Scalar scalar) {
    if (scalar.isNull()) {
      return NullNode.getInstance();
    }
    String text = scalar.text();
    if (!scalar.plain()) {
      return TextNode.valueOf(text);
    }
    if (text.equals("true") || text.equals("false")) {
      return BooleanNode.valueOf(text.equals("true"));
    }
    if (WHOLE.matcher(text).matches()) {
      return whole(text);
    }
    if (NUMBER.matcher(text).matches()) {
      return NODES.numberNode(new BigDecimal(text));
    }
    return TextNode.valueOf(text);
  }

  private static JsonNode whole(String text) {
    BigInteger value = new BigInteger(text);
    if (value.bitLength() < Integer.SIZE) {
      return NODES.numberNode(value.intValue());
    }
    return value.bitLength() < Long.SIZE
        ? NODES.numberNode(value.longValue())
        : NODES.numberNode(value);
  }
}
