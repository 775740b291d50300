package dev.backhaul.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.Ledger;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What enabled workflows do when a record of their type is written through the API: each tells
 * somebody (booked as a mail), and sets the property that its action names. New records are always
 * enrolled, changed ones where the workflow re-enrols. Triggers themselves are not evaluated.
 */
final class Enrolment {
  private final HubSpotState state;
  private final Ledger ledger;

  Enrolment(HubSpotState state, Ledger ledger) {
    this.state = state;
    this.ledger = ledger;
  }

  /** A record was made or changed through the API. */
  void written(CrmRecord record, boolean fresh, Instant at) {
    for (ObjectNode flow : List.copyOf(state.directory().flows.values())) {
      boolean concerns =
          flow.path("isEnabled").asBoolean()
              && flow.path("objectTypeId").asText().equals(record.type().typeId());
      boolean again = flow.path("enrollmentCriteria").path("shouldReEnroll").asBoolean();
      if (concerns && (fresh || again)) {
        enrol(record, flow, at);
      }
    }
  }

  private void enrol(CrmRecord record, ObjectNode flow, Instant at) {
    String id = flow.path("id").asText();
    ledger.mail(record.type().singular(), record.key(), "workflow " + id, List.of());
    for (JsonNode action : flow.path("actions")) {
      JsonNode fields = action.path("fields");
      String name = fields.path("property_name").asText();
      String value = fields.path("value").path("staticValue").asText();
      if (state.schema().find(record.type(), name) != null) {
        List<String> changed =
            state.records().put(record, Map.of(name, value), at, SourceTag.workflow(id));
        ledger.write(record.type().plural(), record.key(), "updated", changed);
      }
    }
  }
}
