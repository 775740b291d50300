package dev.backhaul.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.delta.RecordEvidence;
import dev.backhaul.delta.WriterClass;
import dev.backhaul.json.Json;
import java.util.List;

/** Whether a record born in the target comes home, by who made it. */
final class Creators {
  private Creators() {}

  /** True if it does; asks when nobody can say who made it. */
  static boolean comesHome(Draft draft, RecordEvidence evidence) {
    if (evidence.creator() == WriterClass.UNKNOWN) {
      JsonNode effect =
          draft.ask(
              "UNKNOWN_WRITER",
              null,
              "",
              Json.object().put("cause", "nobody can say who created this record"),
              List.of(Draft.verb("create", "create"), Draft.verb("skip", "nothing")),
              true);
      return effect != null && effect.path("do").asText().equals("create");
    }
    return evidence.creator().comesHome();
  }
}
