package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Response;
import java.util.ArrayList;
import java.util.List;

/** {@code /triggers}, {@code /automations} and {@code /webhooks}: listed, shown, switched. */
final class Rules {
  private static final List<String> EDITABLE =
      List.of("title", "description", "active", "position", "category_id", "conditions", "actions");

  /** All that update_many heeds; it passes over the rest [Z1]. */
  private static final List<String> EDITABLE_IN_BATCH =
      List.of("active", "position", "category_id");

  private static final List<String> WEBHOOK =
      List.of(
          "name",
          "description",
          "status",
          "endpoint",
          "http_method",
          "request_format",
          "custom_headers");

  private final Desk desk;
  private final Table table;
  private final String one;
  private final String many;

  /** The endpoints of one kind: {@code trigger} or {@code automation}. */
  Rules(Desk desk, Table table, String one, String many) {
    this.desk = desk;
    this.table = table;
    this.one = one;
    this.many = many;
  }

  /** {@code GET /triggers[?active=]}: by position. */
  Response list(Call call) {
    String active = call.param("active");
    List<ObjectNode> rows =
        table.all().stream()
            .filter(row -> active == null || row.path("active").asText().equals(active))
            .sorted(
                (a, b) -> Integer.compare(a.path("position").asInt(), b.path("position").asInt()))
            .toList();
    return Paging.page(desk, call, many, rows);
  }

  private Response answer(ObjectNode row) {
    ObjectNode answer = Call.JSON.createObjectNode();
    answer.set(one, row);
    return Response.json(200, answer.toString());
  }

  /** {@code GET /triggers/{id}}. */
  Response show(Call call) {
    return answer(Desk.found(table, call.id()));
  }

  /** {@code PUT /triggers/{id}}. */
  Response update(Call call) {
    return answer(change(Desk.found(table, call.id()), call.object(one), EDITABLE));
  }

  /** {@code PUT /triggers/update_many}: at once, without a job. */
  Response updateMany(Call call) {
    ArrayNode given = call.rows(many);
    List<ObjectNode> rows = new ArrayList<>();
    for (JsonNode row : given) {
      rows.add(Desk.found(table, row.path("id").asText()));
    }
    for (int i = 0; i < rows.size(); i++) {
      rows.set(i, change(rows.get(i), (ObjectNode) given.get(i), EDITABLE_IN_BATCH));
    }
    return Paging.page(desk, call, many, rows);
  }

  private ObjectNode change(ObjectNode before, ObjectNode given, List<String> fields) {
    ObjectNode after = before.deepCopy();
    Desk.take(given, after, fields);
    if (!after.equals(before)) {
      after.put("updated_at", desk.stamp());
      table.put(after);
      desk.book(one, "updated", before, after);
    }
    return after;
  }

  /** {@code GET /webhooks}: always by cursor, without secrets. */
  static Response webhooks(Desk desk, Call call) {
    List<ObjectNode> rows = desk.state.webhooks.all().stream().map(Rules::told).toList();
    ObjectNode answer = Call.JSON.createObjectNode();
    answer.putArray("webhooks").addAll(rows);
    answer.putObject("meta").put("has_more", false).putNull("after_cursor");
    answer.putObject("links").putNull("next").putNull("prev");
    return Response.json(200, answer.toString());
  }

  /** {@code GET /webhooks/{id}}. */
  static Response webhook(Desk desk, Call call) {
    ObjectNode answer = Call.JSON.createObjectNode();
    answer.set("webhook", told(Desk.found(desk.state.webhooks, call.id())));
    return Response.json(200, answer.toString());
  }

  /** {@code PATCH /webhooks/{id}} and {@code PUT}, which needs the whole webhook: 204 [Z10]. */
  static Response changeWebhook(Desk desk, Call call) {
    ObjectNode before = Desk.found(desk.state.webhooks, call.id());
    ObjectNode given = call.object("webhook");
    if (call.request().method().equals("PUT")) {
      for (String name : List.of("endpoint", "http_method", "name", "request_format", "status")) {
        if (!given.hasNonNull(name)) {
          throw Refusal.of(400, "InvalidRequest", "Parameter " + name + " is required");
        }
      }
    }
    if (given.has("status") && !given.path("status").asText().matches("active|inactive")) {
      throw Refusal.of(400, "InvalidRequest", "status must be active or inactive");
    }
    ObjectNode after = before.deepCopy();
    Desk.take(given, after, WEBHOOK);
    if (!after.equals(before)) {
      after.put("updated_at", desk.stamp());
      desk.state.webhooks.put(after);
      desk.book("webhook", "updated", before, after);
    }
    return Response.empty(204);
  }

  private static ObjectNode told(ObjectNode webhook) {
    ObjectNode copy = webhook.deepCopy();
    if (copy.at("/authentication/data") instanceof ObjectNode data) {
      data.remove(List.of("password", "token", "value"));
    }
    return copy;
  }
}
