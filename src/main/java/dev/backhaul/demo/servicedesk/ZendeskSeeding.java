package dev.backhaul.demo.servicedesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.backhaul.demo.Paths;
import dev.backhaul.json.Json;
import dev.backhaul.sandbox.zendesk.ZendeskState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Plays the target's story into a sandbox: the load, then the weekend. Tickets get the audits that
 * Zendesk would have written; users and organizations leave no trail, as there.
 */
final class ZendeskSeeding {
  private final ZendeskState state;
  private final Map<String, ObjectNode> rows = new LinkedHashMap<>();
  private final Map<Long, List<ObjectNode>> talk = new LinkedHashMap<>();
  private final List<ObjectNode> audits = new ArrayList<>();
  private long next = 9_000_001;

  ZendeskSeeding(ZendeskState state) {
    this.state = state;
  }

  void seed(ServicedeskWorld world) {
    account();
    world.load().forEach(this::play);
    world.weekend().forEach(this::play);
    rows.forEach(
        (name, row) -> {
          switch (name.substring(0, name.indexOf(':'))) {
            case "organization" -> state.putOrganization(row);
            case "user" -> state.putUser(row);
            default -> state.putTicket(row, talk.getOrDefault(row.path("id").asLong(), List.of()));
          }
        });
    audits.forEach(state::putAudit);
  }

  private void account() {
    state.putGroup(Json.object().put("id", 7001L).put("name", "Support"));
    field("ticket", Values.AMOUNT, "decimal", "order_amount");
    field("ticket", Values.WARRANTY, "checkbox", "warranty");
    field("ticket", Values.MOOD, "text", "mood");
    field("user", 360_011, "text", "stage");
    field("organization", 360_021, "text", "tier");
    for (long agent = 9001; agent <= 9013; agent++) {
      staff(agent, agent == 9001 ? "admin" : "agent");
    }
    for (Hand hand : List.of(Hand.MIGRATION, Hand.BILLING, Hand.FIELD_SERVICE, Hand.STRANGER)) {
      staff(hand.user(), "agent");
    }
  }

  private void field(String object, long id, String type, String key) {
    ObjectNode field = Json.object().put("id", id).put("type", type).put("key", key);
    state.putField(object, field.put("title", key).put("active", true));
  }

  private void staff(long id, String role) {
    ObjectNode user = Json.object().put("id", id).put("name", "Staff " + id).put("role", role);
    state.putUser(user.put("email", "staff" + id + "@servicedesk.example"));
  }

  private void play(TargetEvent event) {
    switch (event) {
      case TargetEvent.Created born -> create(born);
      case TargetEvent.Changed changed -> change(changed);
      case TargetEvent.Said said -> say(said);
      case TargetEvent.Deleted gone -> delete(gone);
      case TargetEvent.Merged merged -> merge(merged);
    }
  }

  private void create(TargetEvent.Created born) {
    ObjectNode row = Json.object().put("id", born.id());
    born.values().forEach((path, value) -> put(row, path, value));
    if (!row.has("created_at")) {
      row.put("created_at", time(born.at()));
    }
    rows.put(born.object() + ":" + born.id(), row);
    touch(row, born.object(), born.at());
    if (born.object().equals("ticket")) {
      row.putObject("via").put("channel", born.hand().channel());
      // An import is told at the time the ticket carries, as if its requester had written it then.
      boolean imported = born.values().containsKey("created_at");
      Hand teller = imported ? new Hand("api", row.path("requester_id").asLong()) : born.hand();
      ObjectNode audit =
          audit(born.id(), Instant.parse(row.path("created_at").asText()), teller);
      ArrayNode events = (ArrayNode) audit.path("events");
      born.values()
          .forEach(
              (path, value) -> {
                if (!path.equals("created_at") && !path.equals("description") && !value.isNull()) {
                  event(events, "Create", path).set("value", told(value));
                }
              });
    }
  }

  private void change(TargetEvent.Changed changed) {
    ObjectNode row = row(changed.object(), changed.id());
    if (changed.object().equals("ticket")) {
      ObjectNode audit = audit(changed.id(), changed.at(), changed.hand());
      ArrayNode events = (ArrayNode) audit.path("events");
      changed.values().forEach((path, value) -> changed(events, row, path, value));
    }
    changed.values().forEach((path, value) -> put(row, path, value));
    touch(row, changed.object(), changed.at());
  }

  private void changed(ArrayNode events, ObjectNode row, String path, JsonNode value) {
    ObjectNode event = event(events, "Change", path);
    event.set("previous_value", told(Paths.get(row, plain(path))));
    event.set("value", told(value));
  }

  private void say(TargetEvent.Said said) {
    ObjectNode comment = Json.object().put("id", said.id()).put("type", "Comment");
    String body = said.html().replaceAll("<[^>]*>", "");
    comment.put("body", body).put("plain_body", body).put("html_body", said.html());
    comment.put("author_id", said.author()).put("public", said.open());
    comment.put("created_at", time(said.written()));
    comment.putObject("via").put("channel", said.hand().channel());
    ArrayNode files = comment.putArray("attachments");
    said.files().forEach(name -> files.addObject().put("id", next++).put("file_name", name));
    talk.computeIfAbsent(said.ticket(), id -> new ArrayList<>()).add(comment);
    touch(row("ticket", said.ticket()), "ticket", said.at());
  }

  private void delete(TargetEvent.Deleted gone) {
    ObjectNode row = row(gone.object(), gone.id());
    if (gone.object().equals("ticket")) {
      row.put("status", "deleted");
    } else {
      row.put("active", false);
    }
    touch(row, gone.object(), gone.at());
  }

  private void merge(TargetEvent.Merged merged) {
    ObjectNode lost = row(merged.object(), merged.loser());
    if (merged.object().equals("ticket")) {
      ObjectNode audit = audit(merged.loser(), merged.at(), merged.hand());
      ObjectNode source = ((ObjectNode) audit.path("via")).putObject("source").put("rel", "merge");
      source.putObject("to").put("ticket_id", merged.winner());
      ArrayNode events = (ArrayNode) audit.path("events");
      changed(events, lost, "status", TextNode.valueOf("closed"));
      lost.put("status", "closed");
      lost.withArray("tags").add("closed_by_merge");
    } else {
      lost.put("active", false);
    }
    touch(lost, merged.object(), merged.at());
    touch(row(merged.object(), merged.winner()), merged.object(), merged.at());
  }

  private ObjectNode audit(long ticket, Instant at, Hand hand) {
    ObjectNode audit = Json.object().put("id", next++).put("ticket_id", ticket);
    audit.put("created_at", time(at)).put("author_id", hand.user());
    ObjectNode metadata = audit.putObject("metadata");
    metadata.putObject("system");
    metadata.putObject("custom");
    ObjectNode via = audit.putObject("via").put("channel", hand.channel());
    if (hand.equals(Hand.TRIGGER)) {
      via.putObject("source").put("rel", "trigger").putObject("from").put("id", 801);
    }
    audit.putArray("events");
    audits.add(audit);
    return audit;
  }

  private ObjectNode event(ArrayNode events, String type, String path) {
    String plain = plain(path);
    String name =
        plain.startsWith("custom_fields.") ? plain.substring("custom_fields.".length()) : plain;
    return events.addObject().put("id", next++).put("type", type).put("field_name", name);
  }

  /** Numbers are told as text in audits, unlike in the record itself. */
  private static JsonNode told(JsonNode value) {
    if (value.isMissingNode()) {
      return NullNode.getInstance();
    }
    return value.isNumber() ? TextNode.valueOf(value.asText()) : value.deepCopy();
  }

  private static void put(ObjectNode row, String path, JsonNode value) {
    Paths.set(row, plain(path), value.deepCopy());
  }

  /** As {@link Paths} names custom fields. */
  private static String plain(String path) {
    return path.replace("custom_fields.id=", "custom_fields.").replace(".value", "");
  }

  private void touch(ObjectNode row, String object, Instant at) {
    row.put("updated_at", time(at));
    if (object.equals("ticket")) {
      row.put("generated_timestamp", at.getEpochSecond());
    }
  }

  private ObjectNode row(String object, long id) {
    return Objects.requireNonNull(rows.get(object + ":" + id), object + " " + id);
  }

  /** Times of the API have whole seconds. */
  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
