package dev.backhaul.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Link;
import dev.backhaul.manifest.ObjectType;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a write into the parts that a platform takes one after the other, each a journal entry of
 * its own. The next part depends on nothing but the record as it stands and what is wanted, so that
 * a run that dies between two parts goes on where it stopped:
 *
 * <ol>
 *   <li>a field that only moves forward and has to go back is cleared;
 *   <li>the plain fields are set and cleared;
 *   <li>an association that must be another is taken away, then made.
 * </ol>
 */
final class Parts {
  private Parts() {}

  /**
   * What to send next.
   *
   * @param wanted the whole write
   * @param now the record as it stands; null if it is still to be made
   * @return the whole itself where one request does it all; null if nothing is left to do
   */
  static @Nullable ObjectNode next(ObjectType type, ObjectNode wanted, @Nullable JsonNode now) {
    if (whole(type)) {
      return wanted;
    }
    if (now != null) {
      for (ObjectType.ForwardOnly field : type.forwardOnly()) {
        JsonNode to = wanted.path(Wanted.SET).path(field.path());
        if (field.backward(Leaves.at(now, field.path()).asText(), to.asText())) {
          return cleared(wanted, field.path(), false);
        }
      }
    }
    ObjectNode plain = plain(type, wanted);
    if (now == null || !Leaves.hold(now, plain)) {
      return marked(wanted, plain, linked(type, wanted, now));
    }
    return link(type, wanted, now);
  }

  /** The next part of a write whose plain fields are home already; null if nothing is left. */
  static @Nullable ObjectNode link(ObjectType type, ObjectNode wanted, JsonNode now) {
    for (Link link : type.links()) {
      String path = link.first();
      if (!link.writes(path) || holds(wanted, path, now)) {
        continue;
      }
      JsonNode to = wanted.path(Wanted.SET).path(path);
      boolean free = Leaves.empty(Leaves.at(now, path));
      if (to.isMissingNode() || !free && link.unlink() != null) {
        return cleared(wanted, path, to.isMissingNode() && linkedBut(type, wanted, now, path));
      }
      ObjectNode part = blank();
      part.withObject("/" + Wanted.SET).set(path, to);
      return marked(wanted, part, linkedBut(type, wanted, now, path));
    }
    return null;
  }

  /** Whether the plain fields of a write are as wanted. */
  static boolean plainHold(ObjectType type, ObjectNode wanted, JsonNode now) {
    return Leaves.hold(now, plain(type, wanted));
  }

  /** Whether this type's writes are never cut. */
  static boolean whole(ObjectType type) {
    return type.forwardOnly().isEmpty()
        && type.links().stream().allMatch(link -> link.link() == null);
  }

  private static ObjectNode plain(ObjectType type, ObjectNode wanted) {
    ObjectNode plain = blank();
    for (var field : wanted.path(Wanted.SET).properties()) {
      if (!ofLink(type, field.getKey())) {
        plain.withObject("/" + Wanted.SET).set(field.getKey(), field.getValue());
      }
    }
    for (JsonNode path : wanted.path(Wanted.CLEAR)) {
      if (!ofLink(type, path.asText())) {
        plain.withArray(Wanted.CLEAR).add(path);
      }
    }
    return plain;
  }

  private static boolean ofLink(ObjectType type, String path) {
    return type.links().stream().anyMatch(link -> link.writes(path));
  }

  /** Whether all associations are as wanted. */
  private static boolean linked(ObjectType type, ObjectNode wanted, @Nullable JsonNode now) {
    return linkedBut(type, wanted, now == null ? Json.object() : now, "");
  }

  private static boolean linkedBut(ObjectType type, ObjectNode wanted, JsonNode now, String but) {
    return type.links().stream()
        .filter(link -> link.writes(link.first()) && !link.first().equals(but))
        .allMatch(link -> holds(wanted, link.first(), now));
  }

  private static boolean holds(ObjectNode wanted, String path, JsonNode now) {
    JsonNode to = wanted.path(Wanted.SET).path(path);
    if (!to.isMissingNode()) {
      return Leaves.same(to, Leaves.at(now, path));
    }
    for (JsonNode cleared : wanted.path(Wanted.CLEAR)) {
      if (cleared.asText().equals(path)) {
        return Leaves.empty(Leaves.at(now, path));
      }
    }
    return true;
  }

  private static ObjectNode cleared(ObjectNode wanted, String path, boolean last) {
    ObjectNode part = blank();
    part.withArray(Wanted.CLEAR).add(path);
    return marked(wanted, part, last);
  }

  private static ObjectNode blank() {
    ObjectNode part = Json.object();
    part.putObject(Wanted.SET);
    part.putArray(Wanted.CLEAR);
    return part;
  }

  /**
   * The whole's other facts with a part's fields; what was taken from the target goes with them.
   */
  private static ObjectNode marked(ObjectNode wanted, ObjectNode part, boolean last) {
    ObjectNode out = wanted.deepCopy();
    out.setAll(part);
    if (wanted.path(Wanted.TAKEN) instanceof ObjectNode taken) {
      ArrayNode clear = part.withArray(Wanted.CLEAR);
      ObjectNode kept = out.putObject(Wanted.TAKEN);
      taken
          .properties()
          .forEach(
              field -> {
                boolean clears = field.getValue().isNull() && contains(clear, field.getKey());
                if (part.path(Wanted.SET).has(field.getKey()) || clears) {
                  kept.set(field.getKey(), field.getValue());
                }
              });
    }
    if (!last) {
      out.put(Wanted.MORE, true);
    }
    return out;
  }

  private static boolean contains(ArrayNode list, String text) {
    for (JsonNode element : list) {
      if (element.asText().equals(text)) {
        return true;
      }
    }
    return false;
  }
}
