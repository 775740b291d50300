package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Okta: applications with their provisioning connection and features, group rules, event hooks. The
 * trap: deactivating an application removes the assignments that groups made; the connection is the
 * switch. An event hook delivers only while ACTIVE and VERIFIED, and a changed channel must be
 * verified again. Facts: {@code github.com/okta/okta-management-openapi-spec}, {@code
 * developer.okta.com/docs/concepts/event-hooks/}.
 */
final class OktaProvider extends Provider {
  private static final String APP = "/api/v1/apps/{id}";
  private static final String HOOK = "/api/v1/eventHooks/{id}";
  private static final String RULE = "/api/v1/groups/rules/{id}";

  OktaProvider(Parts parts) {
    super("okta", parts);
    router.on("GET", "/api/v1/users/me", (request, at) -> answer(200, object().put("id", "me")));
    apps();
    hooks();
    router
        .on("GET", "/api/v1/groups/rules", (request, at) -> all("rules", request))
        .on("GET", RULE, (request, at) -> answer(200, row("rules", at)))
        .on("POST", RULE + "/lifecycle/activate", (request, at) -> status("rules", at, "ACTIVE"))
        .on(
            "POST",
            RULE + "/lifecycle/deactivate",
            (request, at) -> status("rules", at, "INACTIVE"));
  }

  private void apps() {
    String connection = APP + "/connections/default";
    router
        .on("GET", "/api/v1/apps", (request, at) -> all("apps", request))
        .on("GET", APP, (request, at) -> answer(200, row("apps", at)))
        .on("POST", APP + "/lifecycle/activate", (request, at) -> app(at, "ACTIVE"))
        .on("POST", APP + "/lifecycle/deactivate", (request, at) -> app(at, "INACTIVE"))
        .on("GET", connection, (request, at) -> answer(200, connection(at)))
        .on("POST", connection + "/lifecycle/activate", (request, at) -> connect(at, "ENABLED"))
        .on("POST", connection + "/lifecycle/deactivate", (request, at) -> connect(at, "DISABLED"))
        .on("GET", APP + "/features/{feature}", (request, at) -> answer(200, feature(at)))
        .on("PUT", APP + "/features/{feature}", (request, at) -> change(at, body(request)))
        .on("GET", APP + "/users", (request, at) -> answer(200, assigned(at)));
  }

  private void hooks() {
    router
        .on("GET", "/api/v1/eventHooks", (request, at) -> all("event_hooks", request))
        .on("POST", "/api/v1/eventHooks", (request, at) -> create(body(request)))
        .on("GET", HOOK, (request, at) -> answer(200, row("event_hooks", at)))
        .on("PUT", HOOK, (request, at) -> replace(row("event_hooks", at), body(request)))
        .on("DELETE", HOOK, (request, at) -> delete(row("event_hooks", at)))
        .on(
            "POST",
            HOOK + "/lifecycle/activate",
            (request, at) -> status("event_hooks", at, "ACTIVE"))
        .on(
            "POST",
            HOOK + "/lifecycle/deactivate",
            (request, at) -> status("event_hooks", at, "INACTIVE"))
        .on("POST", HOOK + "/lifecycle/verify", (request, at) -> verify(row("event_hooks", at)));
  }

  @Override
  boolean known(Request request) {
    return ("SSWS " + TOKEN).equals(request.headers().get("authorization"));
  }

  @Override
  ObjectNode error(int status, String message) {
    return object().put("errorCode", "E0000" + status).put("errorSummary", message);
  }

  private ObjectNode row(String shelf, Map<String, String> places) {
    return found(shelf(shelf), String.valueOf(places.get("id")));
  }

  /** Pages by {@code after}, told in the Link header. */
  private Response all(String shelf, Request request) {
    List<ObjectNode> rows = shelf(shelf).all();
    int from = Math.min(rows.size(), number(request, "after", 0));
    int to = Math.min(rows.size(), from + number(request, "limit", 50));
    var json = JSON.createArrayNode();
    rows.subList(from, to).forEach(json::add);
    Response plain = answer(200, json);
    if (to == rows.size()) {
      return plain;
    }
    String host = request.headers().getOrDefault("host", "sandbox.okta.com");
    String next = "<http://%s%s?after=%d>; rel=\"next\"".formatted(host, request.path(), to);
    return new Response(
        200, Map.of("Link", next, "Content-Type", "application/json; charset=utf-8"), plain.body());
  }

  private Response status(String shelf, Map<String, String> places, String status) {
    ObjectNode row = row(shelf, places).put("status", status);
    shelf(shelf).put(row.path("id").asText(), row);
    return shelf.equals("rules") ? Response.empty(204) : answer(200, row);
  }

  /** Deactivation reconciles: who was assigned through a group is not assigned any more. */
  private Response app(Map<String, String> places, String status) {
    ObjectNode row = row("apps", places).put("status", status);
    String id = row.path("id").asText();
    shelf("apps").put(id, row);
    if (status.equals("INACTIVE")) {
      for (ObjectNode user : shelf("assignments").all()) {
        boolean mine = user.path("app").asText().equals(id);
        if (mine && user.path("scope").asText().equals("GROUP")) {
          shelf("assignments").delete(user.path("id").asText());
        }
      }
    }
    return answer(200, object());
  }

  private com.fasterxml.jackson.databind.node.ArrayNode assigned(Map<String, String> places) {
    var json = JSON.createArrayNode();
    shelf("assignments").all().stream()
        .filter(user -> user.path("app").asText().equals(places.get("id")))
        .forEach(json::add);
    return json;
  }

  private ObjectNode connection(Map<String, String> places) {
    row("apps", places);
    ObjectNode row = shelf("connections").find(String.valueOf(places.get("id")));
    return row == null ? object().put("authScheme", "TOKEN").put("status", "UNKNOWN") : row;
  }

  private Response connect(Map<String, String> places, String status) {
    ObjectNode row = connection(places);
    if (row.path("status").asText().equals("UNKNOWN")) {
      throw refuse(400, "Provisioning is not set up for this app");
    }
    shelf("connections").put(String.valueOf(places.get("id")), row.put("status", status));
    return Response.empty(204);
  }

  private ObjectNode feature(Map<String, String> places) {
    return found(shelf("features"), places.get("id") + "/" + places.get("feature"));
  }

  private Response change(Map<String, String> places, ObjectNode given) {
    ObjectNode row = feature(places);
    merge(row.withObject("/capabilities"), given);
    shelf("features").put(places.get("id") + "/" + places.get("feature"), row);
    return answer(200, row);
  }

  private static void merge(ObjectNode into, ObjectNode given) {
    given
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue() instanceof ObjectNode inner) {
                merge(into.withObject("/" + entry.getKey()), inner);
              } else {
                into.set(entry.getKey(), entry.getValue());
              }
            });
  }

  private Response create(ObjectNode given) {
    String id = fresh("who");
    ObjectNode row = object().put("id", id).put("status", "ACTIVE");
    row.put("verificationStatus", "UNVERIFIED");
    take(given, row, List.of("name", "events", "channel"));
    shelf("event_hooks").put(id, row);
    return answer(200, told(row));
  }

  private Response replace(ObjectNode row, ObjectNode given) {
    if (!given.path("channel").equals(row.path("channel"))) {
      row.put("verificationStatus", "UNVERIFIED");
    }
    take(given, row, List.of("name", "events", "channel"));
    shelf("event_hooks").put(row.path("id").asText(), row);
    return answer(200, told(row));
  }

  private static ObjectNode told(ObjectNode row) {
    return row;
  }

  private Response delete(ObjectNode row) {
    if (!row.path("status").asText().equals("INACTIVE")) {
      throw refuse(403, "Cannot delete an active event hook");
    }
    shelf("event_hooks").delete(row.path("id").asText());
    return Response.empty(204);
  }

  private Response verify(ObjectNode row) {
    String challenge = fresh("challenge");
    Courier.Receipt receipt =
        ask(
            "GET",
            row.at("/channel/config/uri").asText(),
            Map.of("x-okta-verification-challenge", challenge),
            "",
            3);
    if (receipt.status() != 200 || !receipt.body().contains("\"" + challenge + "\"")) {
      throw refuse(400, "The event hook endpoint did not return the verification value");
    }
    row.put("verificationStatus", "VERIFIED");
    shelf("event_hooks").put(row.path("id").asText(), row);
    return answer(200, told(row));
  }

  @Override
  void happen(String topic, ObjectNode payload) {
    for (ObjectNode row : shelf("event_hooks").all()) {
      if (delivers(row) && listed(row.at("/events/items"), topic)) {
        ObjectNode event = object().put("eventType", "com.okta.event_hook");
        event.put("eventId", fresh("event-")).put("source", row.path("id").asText());
        event.putObject("data").putArray("events").add(payload.deepCopy().put("eventType", topic));
        deliver(row.path("id").asText(), event);
      }
    }
  }

  private static boolean delivers(ObjectNode row) {
    return row.path("status").asText().equals("ACTIVE")
        && row.path("verificationStatus").asText().equals("VERIFIED");
  }

  @Override
  @Nullable Message message(ObjectNode delivery) {
    ObjectNode row = shelf("event_hooks").find(delivery.path("hook").asText());
    if (row == null || !delivers(row)) {
      return null;
    }
    return Message.post(
        row.at("/channel/config/uri").asText(),
        Map.of(
            "Content-Type",
            "application/json",
            "Authorization",
            row.at("/channel/config/authScheme/value").asText("none")),
        delivery.path("event").toString());
  }

  @Override
  Retries retries() {
    return Retries.within(3).gaps("10S").good(200, 204).last(status -> status > 0 && status < 500);
  }
}
