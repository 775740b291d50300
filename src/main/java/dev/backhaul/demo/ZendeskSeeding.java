package dev.backhaul.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.sandbox.zendesk.ZendeskState;
import java.util.List;

/**
 * Puts the source as it stands at cutover into a sandbox, with the rules that would notify people.
 */
final class ZendeskSeeding {
  private static final String WEBHOOK = "01HELPDESK0000000000WEBHK1";

  private final ZendeskState state;

  ZendeskSeeding(ZendeskState state) {
    this.state = state;
  }

  void seed(Helpdesk source) {
    state.putGroup(Json.object().put("id", 7001L).put("name", "Support"));
    field("ticket", Helpdesk.AMOUNT, "decimal", "order_amount");
    field("ticket", Helpdesk.WARRANTY, "checkbox", "warranty");
    field("user", 360_011, "text", "first_name");
    field("user", 360_012, "text", "last_name");
    field("organization", 360_021, "text", "tier");
    source.organizations().forEach(state::putOrganization);
    source.skippedOrganizations().forEach(state::putOrganization);
    source.agents().forEach(state::putUser);
    source.users().forEach(state::putUser);
    source.skippedUsers().forEach(state::putUser);
    for (ObjectNode ticket : source.tickets()) {
      state.putTicket(ticket, source.comments().getOrDefault(Scene.id(ticket), List.of()));
    }
    rules();
  }

  private void field(String object, long id, String type, String key) {
    ObjectNode field = Json.object().put("id", id).put("type", type).put("key", key);
    state.putField(object, field.put("title", key).put("active", true));
  }

  private void rules() {
    ObjectNode webhook = Json.object().put("id", WEBHOOK).put("name", "Order system");
    webhook.put("status", "active").put("endpoint", "https://orders.example/zendesk");
    webhook.put("http_method", "POST").put("request_format", "json");
    webhook.putArray("subscriptions").add("conditional_ticket_events");
    state.putWebhook(webhook.put("created_at", "2025-11-03T08:00:00Z"));

    state.putTrigger(
        rule(801, "Notify requester of received request", 1, true)
            .with("update_type", "is", "Create")
            .then("notification_user", "requester_and_ccs")
            .json());
    state.putTrigger(
        rule(802, "Notify requester of comment update", 2, true)
            .with("update_type", "is", "Change")
            .with("comment_is_public", "is", "true")
            .then("notification_user", "requester_and_ccs")
            .json());
    state.putTrigger(
        rule(803, "Notify assignee of assignment", 3, true)
            .with("update_type", "is", "Change")
            .with("assignee_id", "changed", "")
            .then("notification_user", "assignee_id")
            .json());
    state.putTrigger(
        rule(804, "Tell the order system", 4, true)
            .with("update_type", "is", "Change")
            .then("notification_webhook", WEBHOOK)
            .json());
    state.putTrigger(
        rule(805, "Notify everybody (retired)", 5, false)
            .with("update_type", "is", "Change")
            .then("notification_user", "all_agents")
            .json());
    state.putAutomation(
        rule(901, "Close ticket 4 days after status is set to solved", 1, true)
            .with("SOLVED", "greater_than", "96")
            .then("status", "closed")
            .json());
    state.putAutomation(
        rule(902, "Pending notification 24 hours", 2, true)
            .with("PENDING", "is", "24")
            .then("notification_user", "requester_id")
            .json());
  }

  private static Rule rule(long id, String title, int position, boolean active) {
    ObjectNode json = Json.object().put("id", id).put("title", title).put("position", position);
    json.put("active", active).put("created_at", "2025-11-03T08:00:00Z");
    json.put("updated_at", "2025-11-03T08:00:00Z");
    ObjectNode conditions = json.putObject("conditions");
    ArrayNode all = conditions.putArray("all");
    conditions.putArray("any");
    return new Rule(json, all, json.putArray("actions"));
  }

  /** A trigger or automation in the making. */
  private record Rule(ObjectNode json, ArrayNode all, ArrayNode actions) {
    Rule with(String field, String operator, String value) {
      all.addObject().put("field", field).put("operator", operator).put("value", value);
      return this;
    }

    Rule then(String field, String value) {
      ObjectNode action = actions.addObject().put("field", field);
      if (field.startsWith("notification")) {
        action.putArray("value").add(value).add("{}");
      } else {
        action.put("value", value);
      }
      return this;
    }
  }
}
