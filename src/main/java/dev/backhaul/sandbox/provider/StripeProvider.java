package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stripe's webhook endpoints and events. The secret is told at creation only; a disabled endpoint
 * gets nothing of what happens meanwhile, but the list of events keeps it. Facts: {@code
 * docs.stripe.com/api/webhook_endpoints}, {@code docs.stripe.com/workbench/event-destinations}. The
 * gaps between retries are not published; these fill the three days that are.
 */
final class StripeProvider extends Provider {
  private static final List<String> SETTABLE =
      List.of("url", "enabled_events", "disabled", "metadata", "description", "api_version");

  StripeProvider(Parts parts) {
    super("stripe", parts);
    router
        .on("GET", "/v1/webhook_endpoints", (request, at) -> page(request, endpoints()))
        .on("POST", "/v1/webhook_endpoints", (request, at) -> create(Form.of(request)))
        .on("GET", "/v1/webhook_endpoints/{id}", (request, at) -> show(place(at)))
        .on("POST", "/v1/webhook_endpoints/{id}", (request, at) -> update(place(at), request))
        .on("DELETE", "/v1/webhook_endpoints/{id}", (request, at) -> delete(place(at)))
        .on("GET", "/v1/events", (request, at) -> events(request))
        .on("GET", "/v1/account", (request, at) -> answer(200, account()));
  }

  @Override
  boolean known(Request request) {
    return super.known(request) || (TOKEN + ":").equals(basic(request));
  }

  @Override
  ObjectNode error(int status, String message) {
    ObjectNode json = object();
    String type = status == 401 || status < 500 ? "invalid_request_error" : "api_error";
    json.putObject("error").put("type", type).put("message", message);
    return json;
  }

  private static ObjectNode account() {
    return object().put("id", "acct_sandbox").put("object", "account");
  }

  private static String place(Map<String, String> places) {
    return String.valueOf(places.get("id"));
  }

  private Response create(ObjectNode given) {
    check(given);
    if (!given.has("url") || given.withArray("enabled_events").isEmpty()) {
      throw refuse(400, "Missing required param: url and enabled_events");
    }
    String id = fresh("we_");
    String secret = fresh("whsec_sandbox");
    ObjectNode row = object().put("id", id).put("object", "webhook_endpoint");
    row.putNull("api_version").put("created", now().getEpochSecond());
    row.putNull("description").put("livemode", false).put("status", "enabled");
    row.putObject("metadata");
    take(given, row, SETTABLE);
    row.remove("disabled");
    row.put("secret", secret);
    shelf("webhook_endpoints").put(id, row);
    return answer(200, row);
  }

  private Response show(String id) {
    return answer(200, told(found(shelf("webhook_endpoints"), id)));
  }

  private Response update(String id, Request request) {
    ObjectNode row = found(shelf("webhook_endpoints"), id);
    ObjectNode given = Form.of(request);
    check(given);
    if (given.has("disabled")) {
      row.put("status", given.path("disabled").asBoolean() ? "disabled" : "enabled");
    }
    take(given, row, List.of("url", "enabled_events", "description"));
    given
        .path("metadata")
        .properties()
        .forEach(entry -> row.withObject("/metadata").set(entry.getKey(), entry.getValue()));
    row.path("metadata").properties().removeIf(entry -> entry.getValue().asText().isEmpty());
    shelf("webhook_endpoints").put(id, row);
    return answer(200, told(row));
  }

  private Response delete(String id) {
    found(shelf("webhook_endpoints"), id);
    shelf("webhook_endpoints").delete(id);
    return answer(
        200, object().put("id", id).put("object", "webhook_endpoint").put("deleted", true));
  }

  private void check(ObjectNode given) {
    given
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (!SETTABLE.contains(field)) {
                throw refuse(400, "Received unknown parameter: " + field);
              }
            });
  }

  private List<ObjectNode> endpoints() {
    List<ObjectNode> rows = new ArrayList<>();
    shelf("webhook_endpoints").all().forEach(row -> rows.add(told(row)));
    Collections.reverse(rows);
    return rows;
  }

  private static ObjectNode told(ObjectNode row) {
    row.remove("secret");
    return row;
  }

  private Response events(Request request) {
    List<ObjectNode> rows = shelf("events").all();
    Collections.reverse(rows);
    String since = request.param("created[gte]");
    String type = request.param("type");
    rows.removeIf(
        row ->
            (since != null && row.path("created").asLong() < Long.parseLong(since))
                || (type != null && !row.path("type").asText().equals(type)));
    return page(request, rows);
  }

  /** Newest first, from after {@code starting_after}; at most 100, usually 10. */
  private Response page(Request request, List<ObjectNode> rows) {
    int from = 0;
    String after = request.param("starting_after");
    for (int i = 0; after != null && i < rows.size(); i++) {
      if (rows.get(i).path("id").asText().equals(after)) {
        from = i + 1;
      }
    }
    int to = Math.min(rows.size(), from + Math.min(100, number(request, "limit", 10)));
    ObjectNode json = object().put("object", "list").put("url", request.path());
    json.put("has_more", to < rows.size());
    json.putArray("data").addAll(rows.subList(from, to));
    return answer(200, json);
  }

  @Override
  void happen(String topic, ObjectNode payload) {
    String id = fresh("evt_");
    ObjectNode event = object().put("id", id).put("object", "event").put("type", topic);
    event.put("created", now().getEpochSecond()).put("livemode", false);
    event.putObject("data").set("object", payload);
    shelf("events").keep(id, event);
    for (ObjectNode row : shelf("webhook_endpoints").all()) {
      boolean enabled = row.path("status").asText().equals("enabled");
      if (enabled && listed(row.path("enabled_events"), topic)) {
        deliver(row.path("id").asText(), event);
      }
    }
  }

  @Override
  @Nullable Message message(ObjectNode delivery) {
    ObjectNode row = shelf("webhook_endpoints").find(delivery.path("hook").asText());
    if (row == null || !row.path("status").asText().equals("enabled")) {
      return null;
    }
    JsonNode event = delivery.path("event");
    long at = now().getEpochSecond();
    String signature = Signing.hex(row.path("secret").asText(), at + "." + event);
    return Message.post(
        row.path("url").asText(),
        Map.of(
            "Content-Type",
            "application/json; charset=utf-8",
            "Stripe-Signature",
            "t=" + at + ",v1=" + signature),
        event.toString());
  }

  @Override
  Retries retries() {
    return Retries.within(30)
        .gaps("1M", "5M", "30M", "2H", "5H", "10H", "12H", "12H", "12H", "12H");
  }
}
