package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Response;
import java.util.List;

/** What the account consists of besides records: fields, groups, settings, counts. */
final class Fields {
  private final Desk desk;

  Fields(Desk desk) {
    this.desk = desk;
  }

  /** True when a field of this key is defined. */
  static boolean known(Table fields, String key) {
    return fields.all().stream().anyMatch(field -> field.path("key").asText().equals(key));
  }

  /** {@code GET /ticket_fields}. */
  Response ticketFields(Call call) {
    return Paging.page(desk, call, "ticket_fields", List.copyOf(desk.state.ticketFields.all()));
  }

  /** {@code GET /user_fields}. */
  Response userFields(Call call) {
    return Paging.page(desk, call, "user_fields", List.copyOf(desk.state.userFields.all()));
  }

  /** {@code GET /organization_fields}. */
  Response organizationFields(Call call) {
    return Paging.page(
        desk, call, "organization_fields", List.copyOf(desk.state.organizationFields.all()));
  }

  /** {@code GET /groups}. */
  Response groups(Call call) {
    return Paging.page(desk, call, "groups", List.copyOf(desk.state.groups.all()));
  }

  /** {@code GET /account/settings}, as far as a probe looks. */
  Response settings(Call call) {
    ObjectNode answer = Call.JSON.createObjectNode();
    ObjectNode settings = answer.putObject("settings");
    settings.putObject("active_features").put("user_org_fields", true).put("ticket_tagging", true);
    settings.putObject("api").put("api_token_access", "true").put("accepted_api_agreement", true);
    settings.putObject("tickets").put("tagging", true).put("comments_public_by_default", true);
    settings.putObject("limits").put("attachment_size", 52_428_800);
    return Response.json(200, answer.toString());
  }

  /** The answer of the count endpoints. */
  static Response count(Desk desk, long count) {
    ObjectNode answer = Call.JSON.createObjectNode();
    answer.putObject("count").put("value", count).put("refreshed_at", desk.stamp());
    return Response.json(200, answer.toString());
  }
}
