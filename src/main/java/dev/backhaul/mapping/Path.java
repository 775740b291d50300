package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A place in a record: {@code a.b}, {@code list.0.id}, {@code list.key=value.field}, or a JSON
 * Pointer for keys that hold a dot. The text is kept as written.
 */
record Path(String text, List<Step> steps) {

  /** One segment: a name or list index, or the list element whose {@code name} is {@code value}. */
  record Step(String name, String value, boolean keyed, int index) {}

  static Path of(String text) {
    List<Step> steps = new ArrayList<>();
    boolean pointer = text.startsWith("/");
    String[] segments = (pointer ? text.substring(1) : text).split(pointer ? "/" : "\\.", -1);
    for (String raw : segments) {
      String segment = pointer ? raw.replace("~1", "/").replace("~0", "~") : raw;
      if (segment.isEmpty()) {
        throw new IllegalArgumentException("the path '" + text + "' has an empty segment");
      }
      int equals = segment.indexOf('=');
      if (equals > 0) {
        steps.add(new Step(segment.substring(0, equals), segment.substring(equals + 1), true, -1));
      } else {
        steps.add(new Step(segment, "", false, index(segment)));
      }
    }
    return new Path(text, List.copyOf(steps));
  }

  private static int index(String segment) {
    return !segment.isEmpty()
            && segment.length() < 6
            && segment.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Integer.parseInt(segment)
        : -1;
  }

  /** The path of a list element by key, as a pointer if the key value holds a dot or slash. */
  Path element(String key, String value) {
    return child(key + "=" + value);
  }

  Path child(String segment) {
    boolean dotted = segment.indexOf('.') < 0 && segment.indexOf('/') < 0 && !text.startsWith("/");
    if (dotted) {
      return of(text + "." + segment);
    }
    StringBuilder pointer = new StringBuilder();
    for (Step step : steps) {
      pointer
          .append('/')
          .append(escape(step.keyed() ? step.name() + "=" + step.value() : step.name()));
    }
    return of(pointer.append('/').append(escape(segment)).toString());
  }

  /** This path below another. */
  Path under(Path parent) {
    Path out = parent;
    for (Step step : steps) {
      out = out.child(step.keyed() ? step.name() + "=" + step.value() : step.name());
    }
    return out;
  }

  private static String escape(String segment) {
    return segment.replace("~", "~0").replace("/", "~1");
  }

  /** The value there; a missing node if there is none. */
  JsonNode read(JsonNode root) {
    JsonNode at = root;
    for (int i = 0; i < steps.size(); i++) {
      at = step(at, steps.get(i));
      if (at.isMissingNode()) {
        return at;
      }
    }
    return at;
  }

  private static JsonNode step(JsonNode at, Step step) {
    if (step.keyed()) {
      int found = find(at, step);
      return found < 0 ? Same.ABSENT : at.get(found);
    }
    return at.isArray()
        ? (step.index() < 0 ? Same.ABSENT : at.path(step.index()))
        : at.path(step.name());
  }

  private static int find(JsonNode list, Step step) {
    for (int i = 0; i < list.size(); i++) {
      JsonNode key = list.path(i).path(step.name());
      if (key.isValueNode() && key.asText().equals(step.value())) {
        return i;
      }
    }
    return -1;
  }

  /** True if the list holds two elements under one key of this path. */
  boolean ambiguous(JsonNode root) {
    JsonNode at = root;
    for (Step step : steps) {
      if (step.keyed()) {
        int matches = 0;
        for (JsonNode element : at) {
          JsonNode key = element.path(step.name());
          matches += key.isValueNode() && key.asText().equals(step.value()) ? 1 : 0;
        }
        if (matches > 1) {
          return true;
        }
      }
      at = step(at, step);
    }
    return false;
  }

  /** Writes a value, making parents as needed; a missing node removes the leaf. */
  void write(ObjectNode root, JsonNode value) {
    JsonNode at = root;
    for (int i = 0; i < steps.size() - 1; i++) {
      Step step = steps.get(i);
      JsonNode next = step(at, step);
      if (!next.isContainerNode()) {
        if (value.isMissingNode()) {
          return;
        }
        next = make(at, step, steps.get(i + 1));
      }
      at = next;
    }
    place(at, steps.get(steps.size() - 1), value);
  }

  /** As {@link #write}, for what a write left: a null list element is one that was removed. */
  void leave(ObjectNode root, JsonNode value) {
    write(root, value.isNull() && steps.get(steps.size() - 1).keyed() ? Same.ABSENT : value);
  }

  private static JsonNode make(JsonNode at, Step step, Step after) {
    JsonNode fresh =
        after.keyed() || after.index() >= 0
            ? JsonNodeFactory.instance.arrayNode()
            : JsonNodeFactory.instance.objectNode();
    place(at, step, fresh);
    return fresh;
  }

  private static void place(JsonNode at, Step step, JsonNode value) {
    if (at instanceof ObjectNode object && !step.keyed()) {
      if (value.isMissingNode()) {
        object.remove(step.name());
      } else {
        object.set(step.name(), value);
      }
    } else if (at instanceof ArrayNode array) {
      int where = step.keyed() ? find(array, step) : step.index();
      if (step.keyed() && value instanceof ObjectNode element && !element.has(step.name())) {
        element.set(step.name(), key(step.value()));
      }
      if (value.isMissingNode()) {
        if (where >= 0 && where < array.size()) {
          array.remove(where);
        }
      } else if (where >= 0 && where < array.size()) {
        array.set(where, value);
      } else {
        array.add(value);
      }
    }
  }

  private static JsonNode key(String value) {
    return !value.isEmpty()
            && value.length() < 19
            && value.chars().allMatch(c -> c >= '0' && c <= '9')
        ? JsonNodeFactory.instance.numberNode(Long.parseLong(value))
        : JsonNodeFactory.instance.textNode(value);
  }

  /** True if one path is the other, or lies inside it. */
  boolean overlaps(Path other) {
    int shorter = Math.min(steps.size(), other.steps.size());
    return steps.subList(0, shorter).equals(other.steps.subList(0, shorter));
  }

  @Override
  public String toString() {
    return text;
  }
}
