package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * HubSpot's webhook settings and subscriptions of an app, with a developer's credential. One target
 * URL an app; a PATCH of a subscription takes only {@code active}. Facts: {@code
 * developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3/guide}; deliveries signed by
 * version 3. Ten retries in a day are open, the gaps ours.
 */
final class HubspotAppsProvider extends Provider {
  private static final String SECRET = "hubspot-client-secret";
  private static final String APP = "/webhooks/v3/{app}";
  private static final int FEWEST_AT_ONCE = 6;

  HubspotAppsProvider(Parts parts) {
    super("hubspot-apps", parts);
    router
        .on("GET", APP + "/settings", (request, at) -> answer(200, settings(at)))
        .on("PUT", APP + "/settings", (request, at) -> change(at, body(request)))
        .on("GET", APP + "/subscriptions", (request, at) -> list(app(at)))
        .on("GET", APP + "/subscriptions/{id}", (request, at) -> answer(200, row(at)))
        .on("PATCH", APP + "/subscriptions/{id}", (request, at) -> set(row(at), body(request)));
  }

  @Override
  ObjectNode error(int status, String message) {
    return object().put("status", "error").put("category", "SANDBOX").put("message", message);
  }

  private static String app(Map<String, String> places) {
    return String.valueOf(places.get("app"));
  }

  private ObjectNode settings(Map<String, String> places) {
    return found(shelf("settings"), app(places));
  }

  private ObjectNode row(Map<String, String> places) {
    return found(shelf("subscriptions"), String.valueOf(places.get("id")));
  }

  private Response change(Map<String, String> places, ObjectNode given) {
    int most = given.at("/throttling/maxConcurrentRequests").asInt();
    if (!given.path("targetUrl").isTextual() || most < FEWEST_AT_ONCE) {
      throw refuse(400, "targetUrl and throttling.maxConcurrentRequests above 5 are required");
    }
    ObjectNode row = settings(places);
    row.setAll(given);
    shelf("settings").put(app(places), row.put("updatedAt", now().toString()));
    return answer(200, row);
  }

  private Response list(String app) {
    ObjectNode json = object();
    var rows = json.putArray("results");
    for (ObjectNode row : shelf("subscriptions").all()) {
      if (row.path("app").asText().equals(app)) {
        rows.add(row);
      }
    }
    return answer(200, json);
  }

  private Response set(ObjectNode row, ObjectNode given) {
    if (given.size() != 1 || !given.path("active").isBoolean()) {
      throw refuse(400, "Only active can be changed");
    }
    row.set("active", given.get("active"));
    shelf("subscriptions").put(row.path("id").asText(), row.put("updatedAt", now().toString()));
    return answer(200, row);
  }

  @Override
  void happen(String topic, ObjectNode payload) {
    for (ObjectNode row : shelf("subscriptions").all()) {
      if (row.path("active").asBoolean() && row.path("eventType").asText().equals(topic)) {
        ObjectNode event = payload.deepCopy().put("subscriptionType", topic);
        event.put("eventId", Long.parseLong(fresh(""))).put("occurredAt", now().toEpochMilli());
        deliver(row.path("app").asText(), event);
      }
    }
  }

  @Override
  @Nullable Message message(ObjectNode delivery) {
    ObjectNode row = shelf("settings").find(delivery.path("hook").asText());
    if (row == null) {
      return null;
    }
    ObjectNode event = delivery.withObject("/event").deepCopy();
    String body = "[" + event.put("attemptNumber", delivery.path("attempts").size()) + "]";
    String url = row.path("targetUrl").asText();
    String at = Long.toString(now().toEpochMilli());
    return Message.post(
        url,
        Map.of(
            "Content-Type",
            "application/json",
            "X-HubSpot-Request-Timestamp",
            at,
            "X-HubSpot-Signature-v3",
            Signing.base64(SECRET, "POST" + url + body + at)),
        body);
  }

  @Override
  Retries retries() {
    return Retries.within(5)
        .gaps("1M", "5M", "10M", "30M", "1H", "2H", "4H", "4H", "6H", "6H")
        .last(status -> List.of(400, 401, 404).contains(status));
  }
}
