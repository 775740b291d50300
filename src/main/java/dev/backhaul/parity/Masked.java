package dev.backhaul.parity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.backhaul.json.Json;

/** Values of records without their content: what kind of value, and how long. */
final class Masked {
  private Masked() {}

  /** The value itself if it may be shown, else its shape. */
  static JsonNode unless(boolean reveal, JsonNode value) {
    return reveal || value.isMissingNode() ? value : of(value);
  }

  /** The value's shape: names of fields and symbols of records stay, values go. */
  static JsonNode of(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> object((ObjectNode) value);
      case ARRAY -> {
        ArrayNode out = Json.mapper().createArrayNode();
        value.forEach(each -> out.add(of(each)));
        yield out;
      }
      case STRING -> {
        String text = value.textValue();
        yield TextNode.valueOf("text of " + text.codePointCount(0, text.length()));
      }
      case NULL, MISSING -> value;
      default -> TextNode.valueOf(value.getNodeType().name().toLowerCase(java.util.Locale.ROOT));
    };
  }

  private static JsonNode object(ObjectNode value) {
    ObjectNode out = Json.object();
    value
        .properties()
        .forEach(
            each -> {
              // A reference names a record by its id, not by anything personal.
              boolean symbol = each.getKey().startsWith("$");
              out.set(each.getKey(), symbol ? each.getValue() : of(each.getValue()));
            });
    return out;
  }
}
