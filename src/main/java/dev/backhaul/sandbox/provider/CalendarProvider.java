package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Google Calendar's push channels: made by {@code watch}, ended by {@code stop}, never listed. A
 * new channel is told by a {@code sync} message; notices carry no data, the events are listed.
 * Facts: {@code developers.google.com/workspace/calendar/api/guides/push} and {@code
 * .../api/v3/reference/channels}; the sync message is open there. Retries: ours.
 */
final class CalendarProvider extends Provider {
  private static final Duration LIFE = Duration.ofDays(7);

  CalendarProvider(Parts parts) {
    super("google-calendar", parts);
    router
        .on(
            "POST",
            "/calendar/v3/calendars/{calendar}/events/watch",
            (request, at) -> watch(String.valueOf(at.get("calendar")), body(request)))
        .on("POST", "/calendar/v3/channels/stop", (request, at) -> stop(body(request)))
        .on(
            "GET",
            "/calendar/v3/calendars/{calendar}/events",
            (request, at) -> events(String.valueOf(at.get("calendar")), request.param("syncToken")))
        .on(
            "GET",
            "/calendar/v3/users/me/calendarList",
            (request, at) -> answer(200, object().put("kind", "calendar#calendarList")));
  }

  @Override
  ObjectNode error(int status, String message) {
    ObjectNode json = object();
    json.putObject("error").put("code", status).put("message", message);
    return json;
  }

  private Response watch(String calendar, ObjectNode given) {
    String id = given.path("id").asText();
    if (id.isEmpty() || id.length() > 64 || !given.path("type").asText().equals("web_hook")) {
      throw refuse(400, "id (at most 64 characters) and type web_hook are required");
    }
    if (shelf("channels").find(id) != null) {
      throw refuse(400, "Channel id " + id + " not unique");
    }
    long until = now().plus(LIFE).toEpochMilli();
    long asked = given.path("expiration").asLong(until);
    ObjectNode row = object().put("kind", "api#channel").put("id", id);
    row.put("resourceId", "resource-" + calendar).put("resourceUri", "calendars/" + calendar);
    row.put("expiration", Long.toString(Math.min(asked, until)));
    ObjectNode kept = row.deepCopy().put("address", given.path("address").asText());
    kept.put("token", given.path("token").asText()).put("number", 0).put("calendar", calendar);
    shelf("channels").put(id, kept);
    deliver(id, object().put("state", "sync"));
    if (given.has("token")) {
      row.put("token", given.path("token").asText());
    }
    return answer(200, row);
  }

  private Response stop(ObjectNode given) {
    ObjectNode row = shelf("channels").find(given.path("id").asText());
    if (row == null || !row.path("resourceId").equals(given.path("resourceId"))) {
      throw refuse(404, "Channel '" + given.path("id").asText() + "' not found for project");
    }
    shelf("channels").delete(row.path("id").asText());
    return Response.empty(204);
  }

  private Response events(String calendar, @Nullable String since) {
    long after = since == null ? 0 : Long.parseLong(since);
    long last = after;
    ObjectNode json = object().put("kind", "calendar#events");
    var items = json.putArray("items");
    for (ObjectNode row : shelf("events").all()) {
      if (row.path("calendar").asText().equals(calendar) && row.path("order").asLong() > after) {
        items.add(row);
        last = Math.max(last, row.path("order").asLong());
      }
    }
    return answer(200, json.put("nextSyncToken", Long.toString(last)));
  }

  /** Somebody changes an event; the payload's {@code calendar} says where. */
  @Override
  void happen(String topic, ObjectNode payload) {
    String order = fresh("");
    shelf("events")
        .keep(order, payload.deepCopy().put("id", "e" + order).put("order", Long.parseLong(order)));
    for (ObjectNode row : shelf("channels").all()) {
      if (row.path("calendar").asText().equals(payload.path("calendar").asText())) {
        deliver(row.path("id").asText(), object().put("state", "exists"));
      }
    }
  }

  @Override
  @Nullable Message message(ObjectNode delivery) {
    ObjectNode row = shelf("channels").find(delivery.path("hook").asText());
    if (row == null || Instant.ofEpochMilli(row.path("expiration").asLong()).isBefore(now())) {
      return null;
    }
    Map<String, String> headers = new HashMap<>();
    headers.put("X-Goog-Channel-ID", row.path("id").asText());
    headers.put("X-Goog-Channel-Token", row.path("token").asText());
    headers.put("X-Goog-Resource-ID", row.path("resourceId").asText());
    headers.put("X-Goog-Resource-State", delivery.at("/event/state").asText());
    headers.put("X-Goog-Message-Number", delivery.path("id").asText().substring(3));
    headers.values().removeIf(String::isEmpty);
    return Message.post(row.path("address").asText(), headers, "");
  }

  @Override
  Retries retries() {
    return Retries.within(10)
        .gaps("10S", "1M", "5M")
        .good(200, 201, 202, 204, 102)
        .last(status -> status != 0 && status < 500);
  }
}
