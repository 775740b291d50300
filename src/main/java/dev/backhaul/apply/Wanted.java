package dev.backhaul.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.journal.Entry;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Decision;
import dev.backhaul.platform.Item;
import dev.backhaul.platform.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code wanted} column of the journal: a write with its native ids bound, and where it comes
 * from.
 */
final class Wanted {
  static final String SET = "set";
  static final String CLEAR = "clear";
  private static final String CHILDREN = "children";
  private static final String AT = "at";
  private static final String PRECONDITION = "precondition";
  private static final String TARGET = "target";
  static final String TAKEN = "taken";

  /** In a part of a write: other parts of it follow. */
  static final String MORE = "more";

  private static final String FILES = "files";

  /** In an after-image: values of another writer that ours replaced unseen. */
  static final String LOST = "lost";

  private Wanted() {}

  /** What a decision wants, with references bound. */
  static ObjectNode of(
      Decision decision, Map<String, References.Source> sources, @Nullable String precondition) {
    ObjectNode wanted = Json.object();
    ObjectNode set = (ObjectNode) References.bound(decision.set(), sources);
    wanted.set(FILES, Attach.takeNames(set));
    wanted.set(SET, set);
    decision.clear().forEach(wanted.putArray(CLEAR)::add);
    ArrayNode children = wanted.putArray(CHILDREN);
    for (ObjectNode child : decision.children()) {
      ObjectNode bare = child.deepCopy();
      // $child and the like tell the plan where a child comes from; a platform must not see them.
      bare.properties().removeIf(field -> field.getKey().startsWith("$"));
      children.add(References.bound(bare, sources));
    }
    Instant at = decision.at();
    wanted.put(AT, at == null ? null : at.toEpochMilli());
    wanted.put(PRECONDITION, precondition);
    wanted.put(TARGET, decision.targetObject() + ":" + decision.targetId());
    wanted.set(TAKEN, taken(decision));
    return wanted;
  }

  /** What puts values back: sets those that were there, clears those that were not. */
  static ObjectNode restoring(ObjectNode leaves, String precondition) {
    ObjectNode wanted = Json.object();
    ObjectNode set = wanted.putObject(SET);
    ArrayNode clear = wanted.putArray(CLEAR);
    leaves
        .properties()
        .forEach(
            leaf -> {
              if (Leaves.empty(leaf.getValue())) {
                clear.add(leaf.getKey());
              } else {
                set.set(leaf.getKey(), leaf.getValue());
              }
            });
    wanted.put(PRECONDITION, precondition);
    return wanted;
  }

  /** The values a plan took from the target, references still symbolic; null where it clears. */
  static ObjectNode taken(Decision decision) {
    ObjectNode taken = decision.set().deepCopy();
    Attach.takeNames(taken);
    decision.clear().forEach(path -> taken.set(path, NullNode.instance));
    return taken;
  }

  /** The same, from a journal entry. */
  static ObjectNode taken(Entry entry) {
    return entry.intent().wanted().path(TAKEN) instanceof ObjectNode taken ? taken : Json.object();
  }

  /** The target record an entry brings home, as {@code {object, id}}; null where there is none. */
  static @Nullable String target(Entry entry) {
    return entry.intent().wanted().path(TARGET).textValue();
  }

  /** The names of the files that travel with an entry. */
  static List<String> files(Entry entry) {
    List<String> names = new ArrayList<>();
    entry.intent().wanted().path(FILES).forEach(name -> names.add(name.asText()));
    return names;
  }

  /** Whether other parts of the same write follow this one. */
  static boolean more(Entry entry) {
    return entry.intent().wanted().path(MORE).asBoolean();
  }

  /** The write to send. */
  static Write write(Entry entry) {
    ObjectNode wanted = entry.intent().wanted();
    List<String> clear = new ArrayList<>();
    wanted.path(CLEAR).forEach(path -> clear.add(path.asText()));
    List<ObjectNode> children = new ArrayList<>();
    wanted.path(CHILDREN).forEach(child -> children.add((ObjectNode) child));
    JsonNode at = wanted.path(AT);
    return new Write(
        entry.id(),
        Write.Kind.valueOf(entry.op().name()),
        entry.intent().recordId(),
        entry.intent().joinKey(),
        wanted.path(SET) instanceof ObjectNode set ? set : Json.object(),
        clear,
        wanted.path(PRECONDITION).textValue(),
        children,
        at.isNumber() ? Instant.ofEpochMilli(at.asLong()) : null);
  }

  /** A record as before- or after-image. */
  static ObjectNode image(Item item) {
    ObjectNode image = Json.object();
    image.put("id", item.id()).put("joinKey", item.joinKey()).put("version", item.version());
    image.set("fields", item.fields());
    return image;
  }

  /** The fields of an image; an empty object where there is none. */
  static JsonNode fields(@Nullable ObjectNode image) {
    return image == null ? Json.object() : image.path("fields");
  }
}
