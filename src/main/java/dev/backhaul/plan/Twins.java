package dev.backhaul.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks about a record born in the target whose natural key the source already has. */
final class Twins {
  private Twins() {}

  /** The effect of the answer, or null while there is none. */
  static @Nullable JsonNode ask(Draft draft, List<String> twins) {
    ObjectNode detail =
        Json.object().put("cause", "the source already has a record with the same natural key");
    detail.set("source", Json.tree(twins));
    List<Question.Choice> choices =
        twins.size() == 1
            ? List.of(
                Draft.verb("link", "link"),
                Draft.verb("create", "create"),
                Draft.verb("skip", "nothing"))
            : List.of(Draft.verb("create", "create"), Draft.verb("skip", "nothing"));
    return draft.ask("RECORD_DUPLICATE", null, "", detail, choices, true);
  }
}
