package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Microsoft Graph's subscriptions: a validation token to be echoed before anything exists, a short
 * life, renewal by PATCH, no change of address (open in the documentation, refused here). Facts:
 * {@code learn.microsoft.com/graph/change-notifications-delivery-webhooks}, {@code
 * learn.microsoft.com/graph/api/resources/subscription}. Gaps between retries over the four hours:
 * ours.
 */
final class GraphProvider extends Provider {
  private static final Duration LONGEST_OUTLOOK = Duration.ofMinutes(4230);
  private static final Duration LONGEST = Duration.ofDays(29);
  private static final String PATH = "/v1.0/subscriptions";

  GraphProvider(Parts parts) {
    super("graph", parts);
    router
        .on("GET", "/v1.0/me", (request, at) -> answer(200, object().put("id", "sandbox-user")))
        .on("GET", PATH, (request, at) -> list())
        .on("POST", PATH, (request, at) -> create(body(request)))
        .on("GET", PATH + "/{id}", (request, at) -> answer(200, alive(at)))
        .on("PATCH", PATH + "/{id}", (request, at) -> renew(alive(at), body(request)))
        .on("DELETE", PATH + "/{id}", (request, at) -> delete(alive(at)));
  }

  @Override
  ObjectNode error(int status, String message) {
    ObjectNode json = object();
    String code =
        switch (status) {
          case 401 -> "InvalidAuthenticationToken";
          case 404 -> "ResourceNotFound";
          case 400 -> "InvalidRequest";
          default -> "UnknownError";
        };
    json.putObject("error").put("code", code).put("message", message);
    return json;
  }

  /** A subscription whose time is over is gone. */
  private void expire() {
    for (ObjectNode row : shelf("subscriptions").all()) {
      if (!moment(row.path("expirationDateTime").asText()).isAfter(now())) {
        shelf("subscriptions").delete(row.path("id").asText());
      }
    }
  }

  private ObjectNode alive(Map<String, String> places) {
    expire();
    return found(shelf("subscriptions"), String.valueOf(places.get("id")));
  }

  private Response list() {
    expire();
    ObjectNode json = object().put("@odata.context", "sandbox");
    json.putArray("value").addAll(shelf("subscriptions").all());
    return answer(200, json);
  }

  private Response create(ObjectNode given) {
    for (String field :
        List.of("changeType", "notificationUrl", "resource", "expirationDateTime")) {
      if (!given.hasNonNull(field)) {
        throw refuse(400, field + " is required");
      }
    }
    if (given.path("clientState").asText().length() > 128) {
      throw refuse(400, "clientState is longer than 128 characters");
    }
    expiry(given.path("resource").asText(), given.path("expirationDateTime").asText());
    validate(given.path("notificationUrl").asText());
    String id = fresh("subscription-");
    ObjectNode row = object().put("id", id);
    take(
        given,
        row,
        List.of(
            "changeType",
            "notificationUrl",
            "lifecycleNotificationUrl",
            "resource",
            "expirationDateTime",
            "clientState"));
    shelf("subscriptions").put(id, row);
    return answer(201, row);
  }

  private void validate(String url) {
    String token = "Validation: Testing client application reachability " + fresh("#");
    String asked =
        url
            + (url.contains("?") ? "&" : "?")
            + "validationToken="
            + URLEncoder.encode(token, StandardCharsets.UTF_8);
    Courier.Receipt receipt = ask("POST", asked, Map.of("Content-Type", "text/plain"), "", 10);
    boolean plain = receipt.headers().getOrDefault("content-type", "").startsWith("text/plain");
    if (receipt.status() != 200 || !plain || !receipt.body().equals(token)) {
      throw new Refused(
          answer(
              400,
              error(
                  400,
                  "Subscription validation request failed. Notification endpoint must"
                      + " respond with 200 OK to validation request.")));
    }
  }

  private void expiry(String resource, String text) {
    Instant until = moment(text);
    boolean outlook = resource.matches(".*(messages|events|contacts).*");
    if (until.isAfter(now().plus(outlook ? LONGEST_OUTLOOK : LONGEST)) || until.isBefore(now())) {
      throw refuse(400, "Subscription expiration can only be in the future, up to the maximum");
    }
  }

  private Instant moment(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw refuse(400, "expirationDateTime must be an ISO time");
    }
  }

  private Response renew(ObjectNode row, ObjectNode given) {
    if (given.size() != 1 || !given.has("expirationDateTime")) {
      throw refuse(400, "Only expirationDateTime can be changed");
    }
    expiry(row.path("resource").asText(), given.path("expirationDateTime").asText());
    row.set("expirationDateTime", given.get("expirationDateTime"));
    shelf("subscriptions").put(row.path("id").asText(), row);
    return answer(200, row);
  }

  private Response delete(ObjectNode row) {
    shelf("subscriptions").delete(row.path("id").asText());
    return Response.empty(204);
  }

  /** The topic is the resource that changed. */
  @Override
  void happen(String topic, ObjectNode payload) {
    expire();
    for (ObjectNode row : shelf("subscriptions").all()) {
      if (topic.startsWith(row.path("resource").asText())) {
        ObjectNode event = object().put("resource", topic);
        event.set("resourceData", payload);
        deliver(row.path("id").asText(), event);
      }
    }
  }

  @Override
  @Nullable Message message(ObjectNode delivery) {
    expire();
    ObjectNode row = shelf("subscriptions").find(delivery.path("hook").asText());
    if (row == null) {
      return null;
    }
    ObjectNode json = object();
    ObjectNode notice = json.putArray("value").addObject();
    notice.put("subscriptionId", row.path("id").asText());
    notice.put("clientState", row.path("clientState").asText());
    notice.put("changeType", "updated").setAll((ObjectNode) delivery.path("event").deepCopy());
    return Message.post(
        row.path("notificationUrl").asText(),
        Map.of("Content-Type", "application/json"),
        json.toString());
  }

  @Override
  Retries retries() {
    return Retries.within(3).gaps("10S", "1M", "5M", "30M", "1H", "2H");
  }

  @Override
  public String principal(Request request) {
    return "app";
  }
}
