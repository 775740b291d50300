package dev.backhaul.demo.servicedesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.backhaul.json.Json;
import java.util.TreeSet;

/** Values of both systems, and the paths of the target's own fields. */
final class Values {
  /** Custom field of a ticket: amount of the order, a decimal as text. */
  static final long AMOUNT = 360_001;

  /** Custom field of a ticket: under warranty or not. */
  static final long WARRANTY = 360_002;

  /** Custom field of a ticket that the source has no place for. */
  static final long MOOD = 360_003;

  static final String AMOUNT_PATH = "custom_fields.id=" + AMOUNT + ".value";
  static final String WARRANTY_PATH = "custom_fields.id=" + WARRANTY + ".value";
  static final String MOOD_PATH = "custom_fields.id=" + MOOD + ".value";

  private Values() {}

  /** A text; blank is null. */
  static JsonNode text(String text) {
    return text.isEmpty() ? NullNode.getInstance() : TextNode.valueOf(text);
  }

  static JsonNode number(long number) {
    return LongNode.valueOf(number);
  }

  static JsonNode flag(boolean flag) {
    return BooleanNode.valueOf(flag);
  }

  /** The words of a text with semicolons, as the target sorts its tags. */
  static ArrayNode words(String text) {
    ArrayNode out = Json.mapper().createArrayNode();
    TreeSet<String> words = new TreeSet<>();
    for (String word : text.split(";", -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    words.forEach(out::add);
    return out;
  }
}
