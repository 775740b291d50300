package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.Ledger;
import dev.backhaul.sandbox.Timeline;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What all resources of the account share. */
final class Desk {
  private static final Set<String> NOT_TOLD = Set.of("updated_at", "generated_timestamp");

  final ZendeskState state = new ZendeskState();
  final Timeline timeline;
  final Ledger ledger;
  final ZendeskOptions options;
  String base = "http://127.0.0.1";

  private ObjectNode via = api();
  private @Nullable Instant backdated;

  Desk(Timeline timeline, Ledger ledger, ZendeskOptions options) {
    this.timeline = timeline;
    this.ledger = ledger;
    this.options = options;
  }

  Instant now() {
    Instant at = backdated;
    return at == null ? timeline.instant() : at;
  }

  private static ObjectNode api() {
    return Call.JSON.createObjectNode().put("channel", "api");
  }

  /** The channel that changes come by just now, as audits tell it. */
  ObjectNode via() {
    return via.deepCopy();
  }

  /** Does something as if by another channel and at another time. */
  <T> T as(ObjectNode channel, Instant at, Supplier<T> action) {
    via = channel;
    backdated = at;
    try {
      return action.get();
    } finally {
      via = api();
      backdated = null;
    }
  }

  String stamp() {
    return Shapes.time(now());
  }

  /** The URL of a path of this API, as answers tell it. */
  String url(String path) {
    return base + "/api/v2/" + path + ".json";
  }

  /** Books a change; says nothing when nothing but the time of change differs. */
  void book(String object, String kind, @Nullable ObjectNode before, ObjectNode after) {
    Set<String> fields = changed(before, after);
    if (!fields.isEmpty()) {
      ledger.write(object, after.path("id").asText(), kind, fields);
    }
  }

  /** The names of the fields that differ; fields of one's own as {@code list.key}. */
  static Set<String> changed(@Nullable ObjectNode before, ObjectNode after) {
    Set<String> names = new TreeSet<>();
    for (Map.Entry<String, JsonNode> field : after.properties()) {
      String name = field.getKey();
      JsonNode old = before == null ? null : before.get(name);
      if (NOT_TOLD.contains(name) || field.getValue().equals(old)) {
        continue;
      }
      if (before != null && name.equals("custom_fields")) {
        customChanged(before, field.getValue(), names);
      } else if (before != null && name.endsWith("_fields") && field.getValue().isObject()) {
        for (Iterator<String> keys = field.getValue().fieldNames(); keys.hasNext(); ) {
          String key = keys.next();
          if (!field.getValue().path(key).equals(before.path(name).path(key))) {
            names.add(name + "." + key);
          }
        }
      } else {
        names.add(name);
      }
    }
    return names;
  }

  private static void customChanged(ObjectNode before, JsonNode after, Set<String> names) {
    for (JsonNode entry : after) {
      JsonNode old = custom(before, entry.path("id").asText());
      if (!entry.path("value").equals(old)) {
        names.add("custom_fields." + entry.path("id").asText());
      }
    }
  }

  /** The value of a ticket's custom field; a missing node when it has none. */
  static JsonNode custom(ObjectNode ticket, String id) {
    for (JsonNode entry : ticket.path("custom_fields")) {
      if (entry.path("id").asText().equals(id)) {
        return entry.path("value");
      }
    }
    return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
  }

  /** The record, or 404. */
  static ObjectNode found(Table table, String id) {
    ObjectNode row = table.get(id);
    if (row == null) {
      throw Refusal.notFound();
    }
    return row;
  }

  /** Refuses a reference to a user that is not there. */
  void checkUser(JsonNode given, String field, String label) {
    if (given.hasNonNull(field) && state.users.get(given.path(field).asText()) == null) {
      throw Refusal.invalid(label, label + ": is invalid");
    }
  }

  /** Copies the given fields that are named. */
  static void take(ObjectNode from, ObjectNode into, List<String> names) {
    for (String name : names) {
      JsonNode value = from.get(name);
      if (value != null) {
        into.set(name, value.deepCopy());
      }
    }
  }
}
