package dev.backhaul.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Hazard;
import dev.backhaul.manifest.Kind;
import dev.backhaul.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks before a write that the source would refuse, garble or never take back. */
final class Hazards {
  /** The choice that writes it all the same. */
  private static final String AS_IS = "as-is";

  /** Begins a choice that writes another value. */
  private static final String SET = "set:";

  private Hazards() {}

  /**
   * @param object the source object written to; for an append its parent's
   * @param before the record (for an append: its parent) as it stands in the source
   * @return false if somebody chose to write nothing at all
   */
  static boolean ask(
      Manifest source, String object, Flow flow, Draft draft, Kind kind, ObjectNode before) {
    if (draft.nothing() && kind == Kind.UPDATE) {
      return true;
    }
    boolean goes = true;
    for (Hazard hazard : source.hazards(object, kind, facts(draft, kind, before, draft.set()))) {
      List<String> fields = fieldsBehind(hazard, object, draft, kind, before);
      if (fields.isEmpty()) {
        String choice = ask(draft, hazard, null, true);
        if (choice != null && !choice.equals(AS_IS)) {
          draft.drop();
          goes = false;
        }
      } else {
        for (String field : fields) {
          JsonNode wanted = draft.set().get(field);
          draft.leave(field);
          follow(
              draft, field, wanted, ask(draft, hazard, flow.mapping().targetPathOf(field), false));
        }
      }
    }
    return goes;
  }

  /** The choice taken, null while there is none. */
  private static @Nullable String ask(
      Draft draft, Hazard hazard, @Nullable String field, boolean holds) {
    List<Question.Choice> choices = new ArrayList<>();
    hazard.choices().forEach(choice -> choices.add(Draft.verb(choice, choice)));
    if (choices.isEmpty()) {
      choices.add(Draft.verb("skip", "skip"));
    }
    JsonNode effect =
        draft.ask(
            hazard.code(), field, "", Json.object().put("cause", hazard.say()), choices, holds);
    return effect == null ? null : effect.path("do").asText();
  }

  private static void follow(Draft draft, String field, JsonNode wanted, @Nullable String choice) {
    if (AS_IS.equals(choice)) {
      draft.set(field, wanted);
    } else if (choice != null && choice.startsWith(SET)) {
      draft.set(field, TextNode.valueOf(choice.substring(SET.length())));
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
