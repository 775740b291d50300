package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An audit as {@code /incremental/ticket_events} tells it [Z1][Z20]. */
final class TicketEvents {
  private TicketEvents() {}

  /**
   * One row.
   *
   * @param comments whether comments come whole, as {@code include=comment_events} asks
   */
  static ObjectNode of(ObjectNode audit, boolean comments) {
    ObjectNode row = Call.JSON.createObjectNode();
    row.set("id", audit.path("id"));
    row.set("ticket_id", audit.path("ticket_id"));
    String created = audit.path("created_at").asText();
    row.put("timestamp", Shapes.instant(created).getEpochSecond()).put("created_at", created);
    row.set("updater_id", audit.path("author_id"));
    row.set("via", audit.at("/via/channel"));
    row.putNull("via_reference_id");
    row.set("system", audit.at("/metadata/system"));
    row.put("event_type", "Audit");
    ArrayNode children = row.putArray("child_events");
    for (JsonNode event : audit.path("events")) {
      children.add(child(event, audit, comments));
    }
    return row;
  }

  private static ObjectNode child(JsonNode event, ObjectNode audit, boolean comments) {
    ObjectNode row = Call.JSON.createObjectNode();
    row.set("id", event.path("id"));
    String type = event.path("type").asText();
    row.put("event_type", type);
    switch (type) {
      case "Comment" -> comment(event, audit, comments, row);
      case "Change", "Create" -> {
        row.set(event.path("field_name").asText(), event.path("value"));
        if (event.has("previous_value")) {
          row.set("previous_value", event.path("previous_value"));
        }
      }
      default -> row.setAll((ObjectNode) event.deepCopy());
    }
    if (event.at("/via/channel").isTextual()) {
      row.set("via", event.at("/via/channel"));
    }
    return row;
  }

  private static void comment(JsonNode event, ObjectNode audit, boolean whole, ObjectNode row) {
    if (!whole) {
      row.put("comment_present", true).set("comment_public", event.path("public"));
      return;
    }
    row.setAll((ObjectNode) event.deepCopy());
    row.put("event_type", "Comment");
    row.set("audit_id", audit.path("id"));
    row.set("created_at", audit.path("created_at"));
  }
}
