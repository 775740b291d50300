package dev.backhaul.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads and compares single values of a record. Paths as mappings write them: {@code a.b}, {@code
 * list.0.id}, {@code list.key=value.field}, or a JSON Pointer for keys that hold a dot.
 */
public final class Leaves {
  private Leaves() {}

  /** The value at a path; a missing node where there is none. */
  public static JsonNode at(JsonNode record, String path) {
    boolean pointer = path.startsWith("/");
    JsonNode at = record;
    for (String raw : (pointer ? path.substring(1) : path).split(pointer ? "/" : "\\.", -1)) {
      at = step(at, pointer ? raw.replace("~1", "/").replace("~0", "~") : raw);
    }
    return at;
  }

  private static JsonNode step(JsonNode at, String segment) {
    if (!at.isArray()) {
      return at.path(segment);
    }
    int equals = segment.indexOf('=');
    if (equals > 0) {
      for (JsonNode element : at) {
        if (element
            .path(segment.substring(0, equals))
            .asText()
            .equals(segment.substring(equals + 1))) {
          return element;
        }
      }
      return MissingNode.getInstance();
    }
    return segment.matches("\\d{1,6}")
        ? at.path(Integer.parseInt(segment))
        : MissingNode.getInstance();
  }

  /** The values at some paths; null where there is none. */
  static ObjectNode of(JsonNode record, Iterable<String> paths) {
    ObjectNode out = Json.object();
    for (String path : paths) {
      JsonNode value = at(record, path);
      out.set(path, value.isMissingNode() ? NullNode.instance : value.deepCopy());
    }
    return out;
  }

  /** The paths a write touches: those it sets, then those it clears. */
  public static List<String> touched(ObjectNode wanted) {
    List<String> paths = new ArrayList<>();
    wanted.path(Wanted.SET).fieldNames().forEachRemaining(paths::add);
    wanted.path(Wanted.CLEAR).forEach(path -> paths.add(path.asText()));
    return paths;
  }

  /** Whether a record holds all that a write wants. */
  static boolean hold(JsonNode record, ObjectNode wanted) {
    for (var leaf : wanted.path(Wanted.SET).properties()) {
      if (!same(leaf.getValue(), at(record, leaf.getKey()))) {
        return false;
      }
    }
    for (JsonNode path : wanted.path(Wanted.CLEAR)) {
      if (!empty(at(record, path.asText()))) {
        return false;
      }
    }
    return true;
  }

  /** Whether two records agree on some paths. */
  static boolean agree(JsonNode one, JsonNode other, Iterable<String> paths) {
    for (String path : paths) {
      if (!same(at(one, path), at(other, path))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a platform that was sent {@code a} and answers {@code b} kept it: nothing equals null
   * and blank, numbers compare by value and to the text of an id, lists of plain values in any
   * order.
   */
  public static boolean same(JsonNode a, JsonNode b) {
    if (empty(a) || empty(b)) {
      return empty(a) && empty(b);
    }
    if (a.isNumber() && b.isNumber()) {
      return a.decimalValue().compareTo(b.decimalValue()) == 0;
    }
    if (a.isIntegralNumber() != b.isIntegralNumber() && a.isValueNode() && b.isValueNode()) {
      return a.asText().equals(b.asText());
    }
    if (a instanceof ArrayNode x && b instanceof ArrayNode y) {
      return x.size() == y.size()
          && (ordered(x, y) || plain(x) && plain(y) && sorted(x).equals(sorted(y)));
    }
    if (a instanceof ObjectNode x && b instanceof ObjectNode y) {
      // A platform may add fields of its own to a nested object; what we sent must be there.
      return x.properties().stream()
          .allMatch(field -> same(field.getValue(), y.path(field.getKey())));
    }
    return a.equals(b);
  }

  private static boolean ordered(ArrayNode x, ArrayNode y) {
    for (int i = 0; i < x.size(); i++) {
      if (!same(x.get(i), y.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean plain(ArrayNode list) {
    for (JsonNode element : list) {
      if (!element.isValueNode()) {
        return false;
      }
    }
    return true;
  }

  private static List<String> sorted(ArrayNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(element -> texts.add(element.asText()));
    texts.sort(null);
    return texts;
  }

  /** Whether there is nothing. */
  static boolean empty(JsonNode node) {
    return node.isMissingNode()
        || node.isNull()
        || node.isTextual() && node.textValue().isEmpty()
        || node.isArray() && node.isEmpty();
  }
}
