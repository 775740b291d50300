package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The trail of a ticket's changes [Z10]. */
final class Audits {
  private static final List<String> SILENT =
      List.of("id", "url", "created_at", "updated_at", "generated_timestamp", "raw_subject", "via");

  private Audits() {}

  /** An audit of now without events; it carries the change's own metadata. */
  static ObjectNode begin(Desk desk, ObjectNode ticket, long author, JsonNode metadata) {
    ObjectNode audit = Call.JSON.createObjectNode().put("id", desk.state.nextId());
    audit.put("ticket_id", ticket.path("id").asLong()).put("created_at", desk.stamp());
    audit.put("author_id", author);
    ObjectNode kept = audit.putObject("metadata");
    kept.putObject("system");
    JsonNode custom = metadata.path("custom");
    kept.set("custom", custom.isObject() ? custom.deepCopy() : Call.JSON.createObjectNode());
    audit.set("via", desk.via());
    audit.putArray("events");
    return audit;
  }

  /** Adds an event for each field that differs. */
  static void changes(Desk desk, @Nullable ObjectNode before, ObjectNode after, ArrayNode events) {
    for (String name : Desk.changed(before, after)) {
      if (SILENT.contains(name)) {
        continue;
      }
      boolean custom = name.startsWith("custom_fields.");
      String field = custom ? name.substring("custom_fields.".length()) : name;
      JsonNode value = custom ? Desk.custom(after, field) : after.path(name);
      if (before == null && (value.isNull() || value.isContainerNode())) {
        continue;
      }
      ObjectNode event = events.addObject().put("id", desk.state.nextId());
      event.put("type", before == null ? "Create" : "Change").put("field_name", field);
      if (before != null) {
        JsonNode old = custom ? Desk.custom(before, field) : before.path(name);
        event.set("previous_value", told(old));
      }
      event.set("value", told(value));
    }
  }

  /** Numbers are told as text in audits, unlike in the record itself. */
  static JsonNode told(JsonNode value) {
    if (value.isMissingNode()) {
      return NullNode.getInstance();
    }
    return value.isNumber() ? TextNode.valueOf(value.asText()) : value.deepCopy();
  }
}
