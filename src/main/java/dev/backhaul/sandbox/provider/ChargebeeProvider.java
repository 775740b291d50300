package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chargebee's webhook endpoints. The trap: {@code disabled} in an update is answered 200 and does
 * nothing. Facts: {@code apidocs.chargebee.com/docs/api/webhook_endpoints}, {@code
 * github.com/chargebee/chargebee-ruby/issues/106}; seven retries from two minutes to two days.
 */
final class ChargebeeProvider extends Provider {
  private static final String PATH = "/api/v2/webhook_endpoints";
  private static final List<String> SETTABLE =
      List.of(
          "name",
          "url",
          "api_version",
          "enabled_events",
          "primary_url",
          "send_card_resource",
          "basic_auth_username",
          "basic_auth_password");

  ChargebeeProvider(Parts parts) {
    super("chargebee", parts);
    router
        .on("GET", PATH, (request, at) -> list(request))
        .on("POST", PATH, (request, at) -> create(Form.of(request)))
        .on("GET", PATH + "/{id}", (request, at) -> answer(200, told(endpoint(at))))
        .on("POST", PATH + "/{id}", (request, at) -> update(endpoint(at), Form.of(request)))
        .on("POST", PATH + "/{id}/delete", (request, at) -> delete(endpoint(at)));
  }

  @Override
  boolean known(Request request) {
    return (TOKEN + ":").equals(basic(request));
  }

  @Override
  ObjectNode error(int status, String message) {
    return object()
        .put("message", message)
        .put("api_error_code", "sandbox")
        .put("http_status_code", status);
  }

  private ObjectNode endpoint(Map<String, String> places) {
    return found(shelf("webhook_endpoints"), String.valueOf(places.get("id")));
  }

  private Response list(Request request) {
    List<ObjectNode> rows = shelf("webhook_endpoints").all();
    int from = Math.min(rows.size(), number(request, "offset", 0));
    int to = Math.min(rows.size(), from + number(request, "limit", 10));
    ObjectNode json = object();
    var items = json.putArray("list");
    rows.subList(from, to).forEach(row -> items.add(told(row)));
    if (to < rows.size()) {
      json.put("next_offset", Integer.toString(to));
    }
    return answer(200, json);
  }

  private Response create(ObjectNode given) {
    String id = fresh("whe_");
    ObjectNode row = object().put("id", id).put("object", "webhook_endpoint");
    row.put("api_version", "v2").put("primary_url", false).put("send_card_resource", false);
    row.put("disabled", given.path("disabled").asBoolean());
    take(given, row, SETTABLE);
    shelf("webhook_endpoints").put(id, row);
    return answer(200, told(row));
  }

  private Response update(ObjectNode row, ObjectNode given) {
    take(given, row, SETTABLE);
    shelf("webhook_endpoints").put(row.path("id").asText(), row);
    return answer(200, told(row));
  }

  private Response delete(ObjectNode row) {
    shelf("webhook_endpoints").delete(row.path("id").asText());
    return answer(200, told(row));
  }

  private static ObjectNode told(ObjectNode row) {
    ObjectNode copy = row.deepCopy();
    copy.remove("basic_auth_password");
    ObjectNode json = object();
    json.set("webhook_endpoint", copy);
    return json;
  }

  @Override
  void happen(String topic, ObjectNode payload) {
    for (ObjectNode row : shelf("webhook_endpoints").all()) {
      boolean wanted = !row.has("enabled_events") || listed(row.path("enabled_events"), topic);
      if (!row.path("disabled").asBoolean() && wanted) {
        ObjectNode event = object().put("id", fresh("ev_")).put("event_type", topic);
        event.set("content", payload);
        deliver(row.path("id").asText(), event);
      }
    }
  }

  @Override
  @Nullable Message message(ObjectNode delivery) {
    ObjectNode row = shelf("webhook_endpoints").find(delivery.path("hook").asText());
    if (row == null || row.path("disabled").asBoolean()) {
      return null;
    }
    Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/json"));
    if (row.has("basic_auth_username")) {
      String pair =
          row.path("basic_auth_username").asText() + ":" + row.path("basic_auth_password").asText();
      byte[] bytes = pair.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      headers.put("Authorization", "Basic " + java.util.Base64.getEncoder().encodeToString(bytes));
    }
    return Message.post(row.path("url").asText(), headers, delivery.path("event").toString());
  }

  @Override
  Retries retries() {
    return Retries.within(20).gaps("2M", "6M", "30M", "1H", "5H", "24H", "48H");
  }
}
