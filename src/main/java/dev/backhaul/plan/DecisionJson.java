package dev.backhaul.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A decision as it stands in the store, and what an approval covers of it. */
final class DecisionJson {
  /** In a child that travels with its parent: the target record it comes from ({@code note:55}). */
  static final String CHILD = "$child";

  /** In such a child: the source object it becomes. */
  static final String CHILD_OBJECT = "$object";

  private DecisionJson() {}

  static ObjectNode write(Decision decision) {
    ObjectNode out = covered(decision);
    out.put("id", decision.id());
    out.put("undo", decision.undo().name());
    out.put("fingerprint", decision.fingerprint());
    return out;
  }

  /**
   * Everything a fingerprint covers: what is written, where, and on which versions it was decided.
   */
  static ObjectNode covered(Decision decision) {
    ObjectNode out = Json.object();
    out.put("object", decision.object());
    out.put("kind", decision.kind().name());
    out.put("targetObject", decision.targetObject());
    out.put("targetId", decision.targetId());
    out.put("sourceId", decision.sourceId());
    out.put("joinKey", decision.joinKey());
    out.put("parent", decision.parent());
    out.set("set", decision.set());
    out.set("clear", Json.tree(decision.clear()));
    out.set("children", Json.tree(decision.children()));
    Instant at = decision.at();
    out.put("at", at == null ? null : at.toEpochMilli());
    out.set("needs", Json.tree(decision.needs()));
    out.put("targetVersion", decision.targetVersion());
    out.put("sourceVersion", decision.sourceVersion());
    return out;
  }

  static Decision read(ObjectNode node, Decision.State state, int wave) {
    List<ObjectNode> children = new ArrayList<>();
    node.path("children").forEach(child -> children.add((ObjectNode) child));
    JsonNode at = node.path("at");
    return new Decision(
        node.path("id").asText(),
        node.path("object").asText(),
        Decision.Kind.valueOf(node.path("kind").asText()),
        state,
        node.path("targetObject").asText(),
        node.path("targetId").asText(),
        text(node, "sourceId"),
        text(node, "joinKey"),
        text(node, "parent"),
        (ObjectNode) node.path("set"),
        texts(node.path("clear")),
        children,
        at.isNumber() ? Instant.ofEpochMilli(at.asLong()) : null,
        texts(node.path("needs")),
        node.path("targetVersion").asText(),
        text(node, "sourceVersion"),
        Decision.UndoClass.valueOf(node.path("undo").asText()),
        node.path("fingerprint").asText(),
        wave);
  }

  private static @Nullable String text(ObjectNode node, String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value.asText();
  }

  private static List<String> texts(JsonNode array) {
    List<String> out = new ArrayList<>();
    array.forEach(value -> out.add(value.asText()));
    return out;
  }
}
