package dev.backhaul.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.mapping.Choice;
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
    ObjectNode detail = Json.object();
    ObjectNode shown = detail.putObject("choices");
    for (Choice choice : flag.choices()) {
      String name = nameOf(flag, choice, choices.size() + 1);
      shown.put(name, choice.name());
      choices.add(Draft.patch(name, choice.set(), choice.clear()));
    }
    choices.add(Draft.verb("leave", "nothing"));
    String words = flag.code().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    boolean members = ENUMERABLE.contains(flag.code());
    detail.put(
        "cause",
        members
            ? words
                + ": "
                + orNull(flag.wasTarget()).asText()
                + " to "
                + orNull(flag.nowTarget()).asText()
            : words);
    detail.set("source", orNull(flag.wasSource()));
    detail.set("was", orNull(flag.wasTarget()));
    detail.set("now", orNull(flag.nowTarget()));
    detail.put("rule", flag.rule());
    detail.put("line", flag.line());
    String kindOfValue =
        ENUMERABLE.contains(flag.code())
            ? orNull(flag.wasTarget()).asText() + ">" + orNull(flag.nowTarget()).asText()
            : "";
    draft.follow(draft.ask(flag.code().name(), flag.field(), kindOfValue, detail, choices, holds));
  }

  /** A choice is named by its value only where that is a member of a table; else by its number. */
  private static String nameOf(Flag flag, Choice choice, int number) {
    boolean plain = ENUMERABLE.contains(flag.code()) || flag.code() != Code.AMBIGUOUS_SPLIT;
    return plain ? choice.name().replace(' ', '-') : "split-" + number;
  }

  private static JsonNode orNull(JsonNode node) {
    return node instanceof MissingNode ? Json.mapper().nullNode() : node;
  }
}
