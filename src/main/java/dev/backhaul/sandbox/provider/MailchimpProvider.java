package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Mailchimp's audience webhooks: no flag, unsigned form bodies, a GET on the URL before it is taken
 * (open in the documentation, played the hard way). {@code sources.api=false} keeps the echo of API
 * writes out. Facts: {@code mailchimp.com/developer/marketing/api/list-webhooks/}. Retries: ours.
 */
final class MailchimpProvider extends Provider {
  private static final String HOOKS = "/3.0/lists/{list}/webhooks";
  private static final List<String> EVENTS =
      List.of("subscribe", "unsubscribe", "profile", "cleaned", "upemail", "campaign");

  MailchimpProvider(Parts parts) {
    super("mailchimp", parts);
    router
        .on("GET", "/3.0/ping", (request, at) -> answer(200, object().put("health_status", "ok")))
        .on("GET", HOOKS, (request, at) -> list(list(at)))
        .on("POST", HOOKS, (request, at) -> create(list(at), body(request)))
        .on("GET", HOOKS + "/{id}", (request, at) -> answer(200, hook(at)))
        .on("PATCH", HOOKS + "/{id}", (request, at) -> change(hook(at), body(request)))
        .on("DELETE", HOOKS + "/{id}", (request, at) -> delete(hook(at)));
  }

  @Override
  boolean known(Request request) {
    String given = basic(request);
    return super.known(request) || (given != null && given.endsWith(":" + TOKEN));
  }

  @Override
  ObjectNode error(int status, String message) {
    return object().put("title", message).put("status", status).put("detail", message);
  }

  private static String list(Map<String, String> places) {
    return String.valueOf(places.get("list"));
  }

  private ObjectNode hook(Map<String, String> places) {
    return found(shelf("webhooks"), String.valueOf(places.get("id")));
  }

  private Response list(String list) {
    ObjectNode json = object().put("list_id", list);
    var rows = json.putArray("webhooks");
    for (ObjectNode row : shelf("webhooks").all()) {
      if (row.path("list_id").asText().equals(list)) {
        rows.add(row);
      }
    }
    return answer(200, json.put("total_items", rows.size()));
  }

  private Response create(String list, ObjectNode given) {
    String id = fresh("hook");
    ObjectNode row = object().put("id", id).put("list_id", list).put("url", "");
    ObjectNode events = row.putObject("events");
    EVENTS.forEach(event -> events.put(event, !event.equals("campaign")));
    row.putObject("sources").put("user", true).put("admin", true).put("api", false);
    return stored(row, given);
  }

  private Response change(ObjectNode row, ObjectNode given) {
    return stored(row, given);
  }

  private Response stored(ObjectNode row, ObjectNode given) {
    String url = given.path("url").asText(row.path("url").asText());
    if (!url.equals(row.path("url").asText()) && !ask("GET", url, Map.of(), "", 10).good()) {
      throw refuse(400, "We couldn't verify the webhook URL: it must answer 200 to a GET");
    }
    row.put("url", url);
    for (String part : List.of("events", "sources")) {
      given
          .path(part)
          .properties()
          .forEach(flag -> row.withObject("/" + part).set(flag.getKey(), flag.getValue()));
    }
    shelf("webhooks").put(row.path("id").asText(), row);
    return answer(200, row);
  }

  private Response delete(ObjectNode row) {
    shelf("webhooks").delete(row.path("id").asText());
    return Response.empty(204);
  }

  /** The payload's {@code source} is user, admin or api. */
  @Override
  void happen(String topic, ObjectNode payload) {
    for (ObjectNode row : shelf("webhooks").all()) {
      boolean source = row.path("sources").path(payload.path("source").asText("user")).asBoolean();
      if (source && row.path("events").path(topic).asBoolean()) {
        ObjectNode event = object().put("type", topic).put("fired_at", now().toString());
        event.set("data", payload);
        deliver(row.path("id").asText(), event);
      }
    }
  }

  @Override
  @Nullable Message message(ObjectNode delivery) {
    ObjectNode row = shelf("webhooks").find(delivery.path("hook").asText());
    if (row == null) {
      return null;
    }
    Map<String, String> fields = new TreeMap<>();
    fields.put("type", delivery.at("/event/type").asText());
    fields.put("fired_at", delivery.at("/event/fired_at").asText());
    delivery
        .at("/event/data")
        .properties()
        .forEach(field -> fields.put("data[" + field.getKey() + "]", field.getValue().asText()));
    return Message.post(
        row.path("url").asText(),
        Map.of("Content-Type", "application/x-www-form-urlencoded"),
        Form.encoded(fields));
  }

  @Override
  Retries retries() {
    return Retries.within(10).gaps("1M", "10M", "1H");
  }
}
