package dev.backhaul.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.mapping.Code;
import dev.backhaul.mapping.Flag;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Turns what the mapping could not decide into a question. */
final class FlagQuestions {
  /** Codes whose values are members of a table: one answer decides all records alike. */
  private static final Set<Code> ENUMERABLE =
      EnumSet.of(
          Code.AMBIGUOUS_COLLAPSED_VALUE,
          Code.UNMAPPED_TARGET_VALUE,
          Code.MAP_DEFAULT_EDITED,
          Code.SHARED_OWNER,
          Code.UNKNOWN_ID,
          Code.CONSTANT_EDITED,
          Code.NOT_BOOLEAN);

  private FlagQuestions() {}

  static void ask(Draft draft, Flag flag, boolean holds) {
    List<Question.Choice> choices = new ArrayList<>();
    flag.choices().forEach(choice -> choices.add(Draft.patch(choice.name(), choice.set(), choice.clear())));
    choices.add(Draft.verb("leave", "nothing"));
    ObjectNode detail = Json.object();
    detail.put("cause", flag.code().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    detail.set("source", orNull(flag.wasSource()));
    detail.set("was", orNull(flag.wasTarget()));
    detail.set("now", orNull(flag.nowTarget()));
    detail.put("rule", flag.rule());
    detail.put("line", flag.line());
    String kindOfValue =
        ENUMERABLE.contains(flag.code())
            ? orNull(flag.wasTarget()).asText() + ">" + orNull(flag.nowTarget()).asText()
            : "";
    draft.follow(
        draft.ask(flag.code().name(), flag.field(), kindOfValue, detail, choices, holds));
  }

  private static JsonNode orNull(JsonNode node) {
    return node instanceof MissingNode ? Json.mapper().nullNode() : node;
  }
}
