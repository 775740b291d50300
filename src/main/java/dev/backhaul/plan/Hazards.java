package dev.backhaul.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Hazard;
import dev.backhaul.manifest.Kind;
import dev.backhaul.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;

/** Asks before a write that the source would refuse, garble or never take back. */
final class Hazards {
  private Hazards() {}

  /**
   * @param before the record (for an append: its parent) as it stands in the source
   */
  static void ask(Manifest source, Flow flow, Draft draft, Kind kind, ObjectNode before) {
    if (draft.nothing() && kind == Kind.UPDATE) {
      return;
    }
    String object = flow.sourceObject();
    for (Hazard hazard : source.hazards(object, kind, facts(draft, kind, before, draft.set()))) {
      List<String> fields = fieldsBehind(hazard, object, draft, kind, before);
      if (fields.isEmpty()) {
        ask(draft, hazard, null, true);
      } else {
        for (String field : fields) {
          draft.leave(field);
          ask(draft, hazard, flow.mapping().targetPathOf(field), false);
        }
      }
    }
  }

  private static void ask(
      Draft draft, Hazard hazard, @org.jspecify.annotations.Nullable String field, boolean holds) {
    List<Question.Choice> choices = new ArrayList<>();
    hazard.choices().forEach(choice -> choices.add(Draft.verb(choice, "nothing")));
    if (choices.isEmpty()) {
      choices.add(Draft.verb("skip", "nothing"));
    }
    var effect =
        draft.ask(
            hazard.code(), field, "", Json.object().put("cause", hazard.say()), choices, holds);
    if (effect != null && holds) {
      draft.drop();
    }
  }

  /** The fields that alone run into it; none if the record itself does. */
  private static List<String> fieldsBehind(
      Hazard hazard, String object, Draft draft, Kind kind, ObjectNode before) {
    if (hazard.concerns(object, kind, facts(draft, kind, before, Json.object()))) {
      return List.of();
    }
    List<String> fields = new ArrayList<>();
    draft
        .set()
        .properties()
        .forEach(
            entry -> {
              ObjectNode alone = Json.object();
              alone.set(entry.getKey(), entry.getValue());
              if (hazard.concerns(object, kind, facts(draft, kind, before, alone))) {
                fields.add(entry.getKey());
              }
            });
    return fields;
  }

  private static ObjectNode facts(Draft draft, Kind kind, ObjectNode before, ObjectNode set) {
    ObjectNode facts = Json.object();
    facts.put("kind", kind.name());
    facts.set("before", before);
    facts.set("set", set);
    facts.set("clear", Json.tree(draft.clear()));
    facts.set("children", Json.tree(draft.children()));
    return facts;
  }
}
