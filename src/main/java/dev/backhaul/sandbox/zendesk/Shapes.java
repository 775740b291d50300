package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeSet;

/** The API's record shapes: defaults for what was not given. */
final class Shapes {
  private static final JsonNodeFactory NEW = JsonNodeFactory.instance;

  private Shapes() {}

  /** Times of the API have whole seconds. */
  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Reads a time of the API, with any offset. */
  static Instant instant(String text) {
    return text.length() == 20 && text.charAt(19) == 'Z'
        ? whole(text)
        : OffsetDateTime.parse(text).toInstant();
  }

  /** The usual form, {@code 2026-03-09T09:00:00Z}: exports compare a great many of them. */
  private static Instant whole(String text) {
    long day =
        LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10)).toEpochDay();
    long second = number(text, 11, 13) * 3600L + number(text, 14, 16) * 60L + number(text, 17, 19);
    return Instant.ofEpochSecond(day * 86_400 + second);
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  private static void defaults(ObjectNode row, List<String> nulls) {
    for (String name : nulls) {
      if (!row.has(name)) {
        row.putNull(name);
      }
    }
  }

  private static void text(ObjectNode row, String name, String value) {
    if (!row.has(name)) {
      row.put(name, value);
    }
  }

  private static void flag(ObjectNode row, String name, boolean value) {
    if (!row.has(name)) {
      row.put(name, value);
    }
  }

  private static void array(ObjectNode row, String name) {
    if (!row.has(name)) {
      row.putArray(name);
    }
  }

  static ObjectNode user(ObjectNode given) {
    ObjectNode row = given.deepCopy();
    defaults(
        row,
        List.of(
            "email",
            "phone",
            "organization_id",
            "external_id",
            "alias",
            "details",
            "notes",
            "signature",
            "custom_role_id",
            "default_group_id",
            "ticket_restriction",
            "last_login_at"));
    text(row, "role", "end-user");
    text(row, "time_zone", "UTC");
    text(row, "locale", "en-US");
    text(row, "created_at", "2020-01-01T00:00:00Z");
    text(row, "updated_at", row.path("created_at").asText());
    flag(row, "active", true);
    flag(row, "verified", true);
    flag(row, "suspended", false);
    flag(row, "shared", false);
    array(row, "tags");
    if (!row.has("user_fields")) {
      row.putObject("user_fields");
    }
    return row;
  }

  static ObjectNode identity(long id, long user, String value, boolean primary, String at) {
    ObjectNode row = NEW.objectNode().put("id", id).put("user_id", user);
    row.put("type", "email").put("value", value).put("verified", true).put("primary", primary);
    return row.put("created_at", at).put("updated_at", at);
  }

  static ObjectNode organization(ObjectNode given) {
    ObjectNode row = given.deepCopy();
    defaults(row, List.of("external_id", "details", "notes", "group_id"));
    text(row, "created_at", "2020-01-01T00:00:00Z");
    text(row, "updated_at", row.path("created_at").asText());
    flag(row, "shared_tickets", false);
    flag(row, "shared_comments", false);
    array(row, "domain_names");
    array(row, "tags");
    if (!row.has("organization_fields")) {
      row.putObject("organization_fields");
    }
    return row;
  }

  static ObjectNode ticket(ObjectNode given) {
    ObjectNode row = given.deepCopy();
    defaults(
        row,
        List.of(
            "external_id",
            "type",
            "subject",
            "description",
            "priority",
            "recipient",
            "requester_id",
            "submitter_id",
            "assignee_id",
            "organization_id",
            "group_id",
            "problem_id",
            "due_at",
            "custom_status_id"));
    text(row, "raw_subject", row.path("subject").asText(""));
    text(row, "status", "new");
    text(row, "created_at", "2020-01-01T00:00:00Z");
    text(row, "updated_at", row.path("created_at").asText());
    if (!row.has("generated_timestamp")) {
      row.put("generated_timestamp", instant(row.path("updated_at").asText()).getEpochSecond());
    }
    flag(row, "has_incidents", false);
    flag(row, "is_public", true);
    array(row, "collaborator_ids");
    array(row, "follower_ids");
    array(row, "email_cc_ids");
    array(row, "tags");
    array(row, "custom_fields");
    if (!row.has("via")) {
      row.putObject("via").put("channel", "api");
    }
    return row;
  }

  static ObjectNode comment(ObjectNode given, long ticket) {
    ObjectNode row = given.deepCopy();
    text(row, "type", "Comment");
    String body = row.path("body").asText(row.path("plain_body").asText(""));
    text(row, "body", body);
    text(row, "html_body", html(body));
    text(row, "plain_body", body);
    flag(row, "public", true);
    array(row, "attachments");
    if (!row.has("metadata")) {
      ObjectNode metadata = row.putObject("metadata");
      metadata.putObject("system");
      metadata.putObject("custom");
    }
    if (!row.has("via")) {
      row.putObject("via").put("channel", "api");
    }
    return row.put("ticket_id", ticket);
  }

  /** The audit that a seeded or imported comment has. */
  static ObjectNode auditOf(ObjectNode comment) {
    ObjectNode audit = NEW.objectNode();
    audit.set("id", comment.path("audit_id"));
    audit.set("ticket_id", comment.path("ticket_id"));
    audit.set("created_at", comment.path("created_at"));
    audit.set("author_id", comment.path("author_id"));
    audit.set("metadata", comment.path("metadata").deepCopy());
    audit.set("via", comment.path("via").deepCopy());
    audit.putArray("events").add(event(comment));
    return audit;
  }

  /** A comment as an audit's event. */
  static ObjectNode event(ObjectNode comment) {
    ObjectNode event = comment.deepCopy();
    event.remove(List.of("ticket_id", "metadata", "via", "created_at"));
    return event;
  }

  /** Plain text as the API would show it in HTML. */
  static String html(String text) {
    String safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return "<div class=\"zd-comment\" dir=\"auto\"><p dir=\"auto\">"
        + safe.replace("\n", "<br>")
        + "</p></div>";
  }

  /** Tags in lower case, without blanks, sorted, each once. */
  static ArrayNode tags(Iterable<JsonNode> given) {
    TreeSet<String> all = new TreeSet<>();
    for (JsonNode tag : given) {
      String text = ZendeskState.fold(tag.asText()).strip().replace(' ', '_');
      if (!text.isEmpty()) {
        all.add(text);
      }
    }
    ArrayNode row = NEW.arrayNode();
    all.forEach(row::add);
    return row;
  }
}
