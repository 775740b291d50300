package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A dotted path in a record, as mappings write it: {@code properties.subject}, {@code
 * associations.company.0.id}, and for an array of keyed objects {@code
 * custom_fields.id=360001.value}.
 */
public record FieldPath(List<String> segments) {
  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");
  private static final Pattern DIGITS = Pattern.compile("0|[1-9][0-9]{0,17}");

  /** Splits a path at its dots. */
  public static FieldPath of(String path) {
    if (path.isEmpty()) {
      throw new IllegalArgumentException("an empty field path");
    }
    return new FieldPath(List.of(path.split("\\.", -1)));
  }

  /** The last segment: {@code subject} of {@code properties.subject}. */
  public String last() {
    return segments.getLast();
  }

  /** The value there; a missing node if there is none. */
  public JsonNode in(JsonNode record) {
    JsonNode at = record;
    for (String segment : segments) {
      at = step(at, segment);
    }
    return at;
  }

  /** The value there as text; empty if there is none. */
  public String textIn(JsonNode record) {
    JsonNode value = in(record);
    return value.isNull() ? "" : value.asText();
  }

  private static JsonNode step(JsonNode at, String segment) {
    if (!(at instanceof ArrayNode array)) {
      return at.path(segment);
    }
    int equals = segment.indexOf('=');
    if (equals < 0) {
      return INDEX.matcher(segment).matches()
          ? array.path(Integer.parseInt(segment))
          : MissingNode.getInstance();
    }
    for (JsonNode element : array) {
      if (element
          .path(segment.substring(0, equals))
          .asText()
          .equals(segment.substring(equals + 1))) {
        return element;
      }
    }
    return MissingNode.getInstance();
  }

  /** Puts a value there, making the objects and keyed array elements on the way. */
  public void put(ObjectNode record, JsonNode value) {
    ObjectNode at = record;
    for (int i = 0; i < segments.size() - 1; i++) {
      String segment = segments.get(i);
      at = keyed(segments.get(i + 1)) ? at : isKeyed(i) ? element(at, i) : child(at, segment);
    }
    if (isKeyed(segments.size() - 1)) {
      throw new IllegalArgumentException(
          "the path " + this + " ends at an array element, not at its value");
    }
    at.set(last(), value);
  }

  private boolean isKeyed(int i) {
    return i > 0 && keyed(segments.get(i));
  }

  private static boolean keyed(String segment) {
    return segment.indexOf('=') > 0;
  }

  private static ObjectNode child(ObjectNode at, String name) {
    return at.get(name) instanceof ObjectNode child ? child : at.putObject(name);
  }

  private ObjectNode element(ObjectNode at, int i) {
    String array = segments.get(i - 1);
    String segment = segments.get(i);
    String key = segment.substring(0, segment.indexOf('='));
    String value = segment.substring(segment.indexOf('=') + 1);
    ArrayNode list = at.get(array) instanceof ArrayNode found ? found : at.putArray(array);
    for (JsonNode element : list) {
      if (element instanceof ObjectNode object && object.path(key).asText().equals(value)) {
        return object;
      }
    }
    ObjectNode element = list.addObject();
    // Numeric ids are numbers on the wire; a text id of digits does not occur on the platforms we
    // know.
    element.set(key, DIGITS.matcher(value).matches() ? Json.parse(value) : Json.tree(value));
    return element;
  }

  @Override
  public String toString() {
    return String.join(".", segments);
  }
}
