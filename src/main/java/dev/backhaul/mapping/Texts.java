package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way to hold several values: a JSON list, or one text with a separator.
 *
 * @param separator null for a JSON list
 */
record Texts(@Nullable String separator) {
  /** The members; none for a blank value. */
  List<JsonNode> read(JsonNode value) {
    List<JsonNode> out = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(out::add);
    } else if (separator != null && value.isTextual() && !value.textValue().isEmpty()) {
      String text = value.textValue();
      int from = 0;
      for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
        out.add(TextNode.valueOf(text.substring(from, at)));
        from = at + separator.length();
      }
      out.add(TextNode.valueOf(text.substring(from)));
    } else if (!Same.blank(value)) {
      out.add(value);
    }
    return out;
  }

  /** True if this form could not be read back to the same members. */
  boolean breaks(JsonNode member) {
    if (separator == null) {
      return false;
    }
    String text = member.asText();
    return !member.isValueNode() || text.isEmpty() || text.contains(separator);
  }

  JsonNode write(List<JsonNode> members) {
    if (separator == null) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      members.forEach(list::add);
      return list;
    }
    if (members.isEmpty()) {
      return Same.ABSENT;
    }
    StringBuilder out = new StringBuilder();
    for (JsonNode member : members) {
      out.append(out.isEmpty() ? "" : separator).append(member.asText());
    }
    return TextNode.valueOf(out.toString());
  }
}
