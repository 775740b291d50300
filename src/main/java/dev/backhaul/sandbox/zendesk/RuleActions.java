package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Does what matching triggers and automations say: mails, calls to webhooks, field changes. */
final class RuleActions {
  private static final Set<String> PLAIN =
      Set.of("status", "priority", "type", "assignee_id", "group_id");

  private final Desk desk;

  RuleActions(Desk desk) {
    this.desk = desk;
  }

  /**
   * Fires every active trigger whose conditions hold, each at most once, until none is left.
   *
   * @param ticket the ticket after the change; actions change it
   * @param events the audit's events; actions add theirs
   */
  void fire(Moment moment, ObjectNode ticket, ArrayNode events) {
    Set<String> fired = new TreeSet<>();
    boolean again = true;
    while (again) {
      again = false;
      for (ObjectNode trigger : active(desk.state.triggers)) {
        if (!fired.contains(trigger.path("id").asText()) && moment.meets(trigger)) {
          fired.add(trigger.path("id").asText());
          act("trigger", trigger, moment, ticket, events);
          again = true;
        }
      }
    }
  }

  /** The active rules of a table by their position. */
  static List<ObjectNode> active(Table rules) {
    return rules.all().stream()
        .filter(rule -> rule.path("active").asBoolean())
        .sorted((a, b) -> Integer.compare(a.path("position").asInt(), b.path("position").asInt()))
        .toList();
  }

  /** Does one rule's actions. */
  void act(String kind, ObjectNode rule, Moment moment, ObjectNode ticket, ArrayNode events) {
    for (JsonNode action : rule.path("actions")) {
      String field = action.path("field").asText();
      JsonNode value = action.path("value");
      switch (field) {
        case "notification_user", "notification_group" ->
            mail(kind, rule, moment, first(value), events);
        case "notification_webhook", "notification_target" ->
            callWebhook(kind, rule, ticket, first(value), events);
        default -> change(kind, rule, ticket, field, value, events);
      }
    }
  }

  private static String first(JsonNode value) {
    return value.isArray() ? value.path(0).asText() : value.asText();
  }

  private void mail(String kind, ObjectNode rule, Moment moment, String whom, ArrayNode events) {
    List<String> recipients = recipients(moment, whom);
    if (recipients.isEmpty()) {
      return;
    }
    ObjectNode event = events.addObject().put("id", desk.state.nextId());
    event.put("type", "Notification").put("subject", "Ticket update").put("body", "");
    ArrayNode list = event.putArray("recipients");
    recipients.forEach(id -> list.add(Long.parseLong(id)));
    event.set("via", via(kind, rule));
    desk.ledger.mail(
        "ticket",
        moment.after().path("id").asText(),
        kind + " " + rule.path("id").asText(),
        recipients);
  }

  private List<String> recipients(Moment moment, String whom) {
    ObjectNode ticket = moment.after();
    List<String> ids = new ArrayList<>();
    switch (whom) {
      case "requester_id" -> ids.add(ticket.path("requester_id").asText());
      case "requester_and_ccs" -> {
        ids.add(ticket.path("requester_id").asText());
        ticket.path("email_cc_ids").forEach(id -> ids.add(id.asText()));
      }
      case "assignee_id" -> ids.add(ticket.path("assignee_id").asText());
      case "current_user" -> ids.add("" + moment.actor());
      case "all_agents" ->
          desk.state.users.all().stream()
              .filter(user -> !user.path("role").asText().equals("end-user"))
              .forEach(user -> ids.add(user.path("id").asText()));
      default -> ids.add(whom);
    }
    return ids.stream().filter(id -> id.matches("-?\\d+")).distinct().toList();
  }

  private void callWebhook(
      String kind, ObjectNode rule, ObjectNode ticket, String id, ArrayNode events) {
    ObjectNode webhook = desk.state.webhooks.get(id);
    if (webhook == null || !webhook.path("status").asText().equals("active")) {
      return;
    }
    ObjectNode event = events.addObject().put("id", desk.state.nextId());
    event.put("type", "WebhookEvent").put("webhook_id", id);
    event.set("via", via(kind, rule));
    desk.ledger.mail(
        "ticket",
        ticket.path("id").asText(),
        kind + " " + rule.path("id").asText() + " webhook " + id,
        List.of(webhook.path("endpoint").asText()));
  }

  private void change(
      String kind,
      ObjectNode rule,
      ObjectNode ticket,
      String field,
      JsonNode value,
      ArrayNode events) {
    String name = field;
    JsonNode before = ticket.path(field).deepCopy();
    if (PLAIN.contains(field)) {
      boolean number = field.endsWith("_id") && value.asText().matches("\\d+");
      ticket.set(
          field, number ? Call.JSON.getNodeFactory().numberNode(value.asLong()) : value.deepCopy());
    } else if (field.equals("set_tags")
        || field.equals("current_tags")
        || field.equals("remove_tags")) {
      name = "tags";
      before = ticket.path("tags").deepCopy();
      ticket.set("tags", tags(ticket, field, value.asText()));
    } else {
      throw new IllegalArgumentException(
          kind + " " + rule.path("id").asText() + ": action " + field + " is not simulated");
    }
    if (!ticket.path(name).equals(before)) {
      ObjectNode event = events.addObject().put("id", desk.state.nextId());
      event.put("type", "Change").put("field_name", name);
      event.set("previous_value", Audits.told(before));
      event.set("value", Audits.told(ticket.path(name)));
      event.set("via", via(kind, rule));
    }
  }

  private static ArrayNode tags(ObjectNode ticket, String field, String given) {
    ArrayNode all = Call.JSON.createArrayNode();
    List<String> named = List.of(given.toLowerCase(Locale.ROOT).split(" "));
    if (!field.equals("set_tags")) {
      ticket
          .path("tags")
          .forEach(
              tag -> {
                if (field.equals("current_tags") || !named.contains(tag.asText())) {
                  all.add(tag);
                }
              });
    }
    if (!field.equals("remove_tags")) {
      named.forEach(all::add);
    }
    return Shapes.tags(all);
  }

  private static ObjectNode via(String kind, ObjectNode rule) {
    ObjectNode via = Call.JSON.createObjectNode().put("channel", "rule");
    ObjectNode source = via.putObject("source").put("rel", kind);
    ObjectNode from = source.putObject("from");
    from.set("id", rule.path("id"));
    from.set("title", rule.path("title"));
    from.put("revision_id", 1);
    source.putObject("to");
    return via;
  }
}
