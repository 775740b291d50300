package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.LimitRule;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Klaviyo's webhooks and flows. The trap: the endpoint URL is read back truncated (how exactly is
 * not published; here everything after the host and four characters), the key not at all. A flow's
 * status is set for the flow and all its actions. Facts: {@code github.com/klaviyo/openapi}, {@code
 * developers.klaviyo.com/en/docs/webhooks_api_overview}. Retries: open, ours.
 */
final class KlaviyoProvider extends Provider {
  private static final int SHOWN = 5;

  KlaviyoProvider(Parts parts) {
    super("klaviyo", parts);
    router
        .on("GET", "/api/accounts", (request, at) -> list("accounts", false))
        .on("GET", "/api/webhooks", (request, at) -> list("webhooks", true))
        .on("POST", "/api/webhooks", (request, at) -> create(body(request)))
        .on("GET", "/api/webhooks/{id}", (request, at) -> one(200, row("webhooks", at)))
        .on(
            "PATCH",
            "/api/webhooks/{id}",
            (request, at) -> change(row("webhooks", at), body(request)))
        .on("DELETE", "/api/webhooks/{id}", (request, at) -> delete(row("webhooks", at)))
        .on("GET", "/api/flows", (request, at) -> list("flows", false))
        .on("GET", "/api/flows/{id}", (request, at) -> whole(row("flows", at)))
        .on(
            "GET",
            "/api/flows/{id}/flow-actions",
            (request, at) -> actions(String.valueOf(at.get("id"))))
        .on("PATCH", "/api/flows/{id}", (request, at) -> flow(row("flows", at), body(request)));
    parts
        .limits()
        .put(
            LimitRule.sliding(
                "steady",
                LimitRule.on("*", "/api/webhooks/**", LimitRule.Scope.ACCOUNT),
                15,
                Duration.ofMinutes(1)));
  }

  @Override
  boolean known(Request request) {
    return ("Klaviyo-API-Key " + TOKEN).equals(request.headers().get("authorization"))
        && request.headers().containsKey("revision");
  }

  @Override
  ObjectNode error(int status, String message) {
    ObjectNode json = object();
    json.putArray("errors").addObject().put("status", status).put("detail", message);
    return json;
  }

  private ObjectNode row(String shelf, Map<String, String> places) {
    return found(shelf(shelf), String.valueOf(places.get("id")));
  }

  private Response list(String shelf, boolean hooks) {
    ObjectNode json = object();
    var data = json.putArray("data");
    shelf(shelf).all().forEach(row -> data.add(hooks ? told(row) : row));
    json.putObject("links").putNull("next");
    return answer(200, json);
  }

  private static Response one(int status, ObjectNode row) {
    ObjectNode json = object();
    json.set("data", told(row));
    return answer(status, json);
  }

  private Response create(ObjectNode given) {
    JsonNode attributes = given.at("/data/attributes");
    if (attributes.path("secret_key").asText().length() < 16) {
      throw refuse(400, "secret_key must have at least 16 characters");
    }
    String id = fresh("0wh");
    ObjectNode row = object().put("type", "webhook").put("id", id);
    row.set("attributes", attributes.deepCopy());
    row.withObject("/attributes").put("enabled", true).put("created_at", now().toString());
    row.set("relationships", given.at("/data/relationships").deepCopy());
    shelf("webhooks").put(id, row);
    return one(201, row);
  }

  private Response change(ObjectNode row, ObjectNode given) {
    if (!given.at("/data/id").equals(row.path("id"))) {
      throw refuse(400, "data.id must be the id of the path");
    }
    given
        .at("/data/attributes")
        .properties()
        .forEach(field -> row.withObject("/attributes").set(field.getKey(), field.getValue()));
    if (given.at("/data/relationships").isObject()) {
      row.set("relationships", given.at("/data/relationships"));
    }
    shelf("webhooks").put(row.path("id").asText(), row);
    return one(200, row);
  }

  private Response delete(ObjectNode row) {
    shelf("webhooks").delete(row.path("id").asText());
    return Response.empty(204);
  }

  private static ObjectNode told(ObjectNode row) {
    ObjectNode copy = row.deepCopy();
    if (copy.path("attributes") instanceof ObjectNode attributes
        && attributes.has("endpoint_url")) {
      attributes.remove("secret_key");
      URI uri = URI.create(attributes.path("endpoint_url").asText());
      String path = String.valueOf(uri.getRawPath());
      String shown = path.substring(0, Math.min(SHOWN, path.length()));
      attributes.put(
          "endpoint_url", uri.getScheme() + "://" + uri.getRawAuthority() + shown + "...");
    }
    return copy;
  }

  private Response whole(ObjectNode flow) {
    ObjectNode json = object();
    json.set("data", flow);
    var included = json.putArray("included");
    for (ObjectNode row : shelf("flow_actions").all()) {
      if (row.path("flow").equals(flow.path("id"))) {
        included.add(row);
      }
    }
    return answer(200, json);
  }

  private Response actions(String flow) {
    ObjectNode json = object();
    var data = json.putArray("data");
    for (ObjectNode row : shelf("flow_actions").all()) {
      if (row.path("flow").asText().equals(flow)) {
        data.add(row);
      }
    }
    return answer(200, json);
  }

  private Response flow(ObjectNode row, ObjectNode given) {
    String status = given.at("/data/attributes/status").asText();
    if (!status.matches("draft|manual|live")) {
      throw refuse(400, "status must be draft, manual or live");
    }
    String id = row.path("id").asText();
    row.withObject("/attributes").put("status", status);
    shelf("flows").put(id, row);
    for (ObjectNode action : shelf("flow_actions").all()) {
      if (action.path("flow").asText().equals(id)) {
        action.withObject("/attributes").put("status", status);
        shelf("flow_actions").put(action.path("id").asText(), action);
      }
    }
    return one(200, row);
  }

  @Override
  void happen(String topic, ObjectNode payload) {
    for (ObjectNode row : shelf("webhooks").all()) {
      boolean wanted = false;
      for (JsonNode one : row.at("/relationships/webhook-topics/data")) {
        wanted |= one.path("id").asText().equals(topic);
      }
      if (wanted && row.at("/attributes/enabled").asBoolean()) {
        ObjectNode event = object();
        event.putArray("data").addObject().put("topic", topic).set("payload", payload);
        event.putObject("meta").put("webhook_id", row.path("id").asText());
        deliver(row.path("id").asText(), event);
      }
    }
  }

  @Override
  @Nullable Message message(ObjectNode delivery) {
    ObjectNode row = shelf("webhooks").find(delivery.path("hook").asText());
    if (row == null || !row.at("/attributes/enabled").asBoolean()) {
      return null;
    }
    String body = delivery.path("event").toString();
    String at = Long.toString(now().getEpochSecond());
    return Message.post(
        row.at("/attributes/endpoint_url").asText(),
        Map.of(
            "Content-Type",
            "application/json",
            "Klaviyo-Timestamp",
            at,
            "Klaviyo-Webhook-Id",
            row.path("id").asText(),
            "Klaviyo-Signature",
            Signing.hex(row.at("/attributes/secret_key").asText(), body + at)),
        body);
  }

  @Override
  Retries retries() {
    return Retries.within(10).gaps("1M", "10M", "1H");
  }
}
