package dev.backhaul.plan;

import dev.backhaul.delta.FieldEvidence;
import dev.backhaul.delta.RecordEvidence;
import dev.backhaul.json.Json;
import java.util.List;

/**
 * A child that the migration loaded and somebody edited since: the source cannot take that back.
 */
final class EditedChild {
  private EditedChild() {}

  static void ask(Flow flow, Draft draft, RecordEvidence evidence) {
    for (String path : flow.mapping().targetPaths()) {
      FieldEvidence field = evidence.field(path);
      if (field != null
          && field.state() == FieldEvidence.State.EDITED
          && !field.loaded().isMissingNode()
          && !field.loaded().equals(field.value())) {
        draft.ask(
            "CHILD_EDITED",
            path,
            "",
            Json.object()
                .put("cause", "edited after the load; the source keeps it as it was written"),
            List.of(Draft.verb("keep", "nothing")),
            true);
      }
    }
  }
}
