package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * RingCentral's subscriptions. Any PUT renews, even an empty one; there is no pause; a subscription
 * whose address fails is blacklisted for good and must be made anew; the address is checked by a
 * header to be echoed. Facts: {@code github.com/ringcentral/ringcentral-api-docs}
 * (notifications/webhooks: creating, receiving, troubleshooting). How many failures blacklist is
 * not published; one here.
 */
final class RingcentralProvider extends Provider {
  private static final String PATH = "/restapi/v1.0/subscription";
  private static final int MOST_BYTES = 1024;
  private static final long LIFE = Duration.ofDays(7).toSeconds();

  RingcentralProvider(Parts parts) {
    super("ringcentral", parts);
    router
        .on("GET", "/restapi/v1.0/account/~", (request, at) -> answer(200, object().put("id", 1)))
        .on("GET", PATH, (request, at) -> list())
        .on("POST", PATH, (request, at) -> create(body(request)))
        .on("GET", PATH + "/{id}", (request, at) -> answer(200, told(row(at))))
        .on("PUT", PATH + "/{id}", (request, at) -> change(row(at), request))
        .on("POST", PATH + "/{id}/renew", (request, at) -> renewed(row(at)))
        .on("DELETE", PATH + "/{id}", (request, at) -> delete(row(at)));
  }

  @Override
  ObjectNode error(int status, String message) {
    return object().put("errorCode", "CMN-" + status).put("message", message);
  }

  private ObjectNode row(Map<String, String> places) {
    expire();
    return found(shelf("subscriptions"), String.valueOf(places.get("id")));
  }

  private void expire() {
    for (ObjectNode row : shelf("subscriptions").all()) {
      if (!Instant.parse(row.path("expirationTime").asText()).isAfter(now())) {
        shelf("subscriptions").delete(row.path("id").asText());
      }
    }
  }

  private Response list() {
    expire();
    ObjectNode json = object().put("uri", PATH);
    var records = json.putArray("records");
    shelf("subscriptions").all().forEach(row -> records.add(told(row)));
    return answer(200, json);
  }

  private Response create(ObjectNode given) {
    if (given.withArray("/eventFilters").isEmpty()) {
      throw refuse(400, "Parameter [eventFilters] is not specified");
    }
    check(given.at("/deliveryMode/address").asText());
    String id = fresh("subscription-");
    ObjectNode row = object().put("id", id).put("status", "Active");
    take(given, row, List.of("eventFilters", "deliveryMode"));
    row.put("expiresIn", given.path("expiresIn").asLong(LIFE));
    row.put("creationTime", now().toString());
    return answer(200, told(renew(row)));
  }

  private void check(String address) {
    String token = fresh("validation-");
    Courier.Receipt receipt = ask("POST", address, Map.of("Validation-Token", token), "", 3);
    boolean json =
        receipt.headers().getOrDefault("content-type", "").startsWith("application/json");
    boolean small = receipt.body().length() + receipt.headers().toString().length() <= MOST_BYTES;
    if (receipt.status() != 200
        || !json
        || !small
        || !token.equals(receipt.headers().get("validation-token"))) {
      ObjectNode error = object().put("errorCode", "SUB-525");
      throw new Refused(
          answer(
              400, error.put("message", "WebHook responds with incorrect HTTP status or headers")));
    }
  }

  private Response change(ObjectNode row, Request request) {
    ObjectNode given = request.body().length == 0 ? object() : body(request);
    if (row.path("status").asText().equals("Blacklisted")) {
      throw refuse(403, "Subscription is blacklisted; delete and create it again");
    }
    String address = given.at("/deliveryMode/address").asText();
    if (!address.isEmpty() && !address.equals(row.at("/deliveryMode/address").asText())) {
      check(address);
    }
    take(given, row, List.of("eventFilters"));
    given
        .path("deliveryMode")
        .properties()
        .forEach(field -> row.withObject("/deliveryMode").set(field.getKey(), field.getValue()));
    return answer(200, told(renew(row)));
  }

  private Response renewed(ObjectNode row) {
    return answer(200, told(renew(row)));
  }

  private ObjectNode renew(ObjectNode row) {
    row.put("expirationTime", now().plusSeconds(row.path("expiresIn").asLong()).toString());
    shelf("subscriptions").put(row.path("id").asText(), row);
    return row;
  }

  private static ObjectNode told(ObjectNode row) {
    ObjectNode copy = row.deepCopy();
    copy.withObject("/deliveryMode").remove("validationToken");
    return copy;
  }

  private Response delete(ObjectNode row) {
    shelf("subscriptions").delete(row.path("id").asText());
    return Response.empty(204);
  }

  @Override
  void happen(String topic, ObjectNode payload) {
    expire();
    for (ObjectNode row : shelf("subscriptions").all()) {
      boolean active = row.path("status").asText().equals("Active");
      if (active && listed(row.path("eventFilters"), topic)) {
        ObjectNode event = object().put("uuid", fresh("uuid-")).put("event", topic);
        event.put("subscriptionId", row.path("id").asText()).put("timestamp", now().toString());
        event.set("body", payload);
        deliver(row.path("id").asText(), event);
      }
    }
  }

  @Override
  @Nullable Message message(ObjectNode delivery) {
    ObjectNode row = shelf("subscriptions").find(delivery.path("hook").asText());
    if (row == null || !row.path("status").asText().equals("Active")) {
      return null;
    }
    Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/json"));
    if (row.path("deliveryMode").has("validationToken")) {
      headers.put("Validation-Token", row.at("/deliveryMode/validationToken").asText());
    }
    return Message.post(
        row.at("/deliveryMode/address").asText(), headers, delivery.path("event").toString());
  }

  @Override
  void exhausted(ObjectNode delivery) {
    ObjectNode row = shelf("subscriptions").find(delivery.path("hook").asText());
    if (row != null) {
      row.put("status", "Blacklisted");
      row.putObject("blacklistedData")
          .put("blacklistedAt", now().toString())
          .put("reason", "Bad answer");
      shelf("subscriptions").put(row.path("id").asText(), row);
    }
  }

  @Override
  Retries retries() {
    return Retries.within(3).good(200);
  }
}
