package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Slack apps by their manifest. An update replaces the whole configuration, the manifest is a
 * string, a new events URL is challenged before it is taken, and every error is a 200. Facts:
 * {@code docs.slack.dev/reference/methods/apps.manifest.update}, {@code
 * docs.slack.dev/reference/app-manifest}; the retries (at once, one minute, five minutes) from
 * third parties.
 */
final class SlackProvider extends Provider {
  private static final String SECRET = "slack-signing-secret";
  private static final String EVENTS = "/settings/event_subscriptions/request_url";

  SlackProvider(Parts parts) {
    super("slack", parts);
    router
        .on("POST", "/api/apps.manifest.export", (request, at) -> export(given(request)))
        .on("POST", "/api/apps.manifest.update", (request, at) -> update(given(request)))
        .on(
            "POST",
            "/api/auth.test",
            (request, at) -> answer(200, object().put("ok", true).put("team_id", "T0SANDBOX")));
  }

  @Override
  boolean known(Request request) {
    return super.known(request) || given(request).path("token").asText().equals(TOKEN);
  }

  private ObjectNode given(Request request) {
    String type = request.headers().getOrDefault("content-type", "");
    return type.startsWith("application/json") ? body(request) : Form.of(request);
  }

  @Override
  ObjectNode error(int status, String message) {
    String code = status == 401 ? "invalid_auth" : status == 429 ? "ratelimited" : "internal_error";
    return object().put("ok", false).put("error", code);
  }

  private static Response no(String code) {
    return answer(200, object().put("ok", false).put("error", code));
  }

  private Response export(ObjectNode given) {
    ObjectNode app = shelf("apps").find(given.path("app_id").asText());
    if (app == null) {
      return no("invalid_app_id");
    }
    ObjectNode json = object().put("ok", true);
    json.set("manifest", app);
    return answer(200, json);
  }

  private Response update(ObjectNode given) {
    String id = given.path("app_id").asText();
    ObjectNode before = shelf("apps").find(id);
    if (before == null) {
      return no("invalid_app_id");
    }
    if (!given.path("manifest").isTextual()) {
      return invalid("must be a string of JSON", "/");
    }
    JsonNode manifest;
    try {
      manifest = JSON.readTree(given.path("manifest").asText());
    } catch (JsonProcessingException e) {
      return invalid("not JSON", "/");
    }
    if (!(manifest instanceof ObjectNode fresh)
        || !manifest.at("/display_information/name").isTextual()) {
      return invalid("display_information.name is required", "/display_information");
    }
    String url = fresh.at(EVENTS).asText();
    if (!url.isEmpty() && !url.equals(before.at(EVENTS).asText()) && !challenged(url)) {
      return invalid("The URL didn't respond with the value of the challenge parameter", EVENTS);
    }
    shelf("apps").put(id, fresh);
    return answer(
        200, object().put("ok", true).put("app_id", id).put("permissions_updated", false));
  }

  private static Response invalid(String message, String pointer) {
    ObjectNode json = object().put("ok", false).put("error", "invalid_manifest");
    json.putArray("errors").addObject().put("message", message).put("pointer", pointer);
    return answer(200, json);
  }

  private boolean challenged(String url) {
    String challenge = fresh("challenge-");
    String body =
        object()
            .put("token", "deprecated")
            .put("challenge", challenge)
            .put("type", "url_verification")
            .toString();
    Courier.Receipt receipt = ask("POST", url, signed(body, "application/json"), body, 3);
    return receipt.status() == 200 && receipt.body().contains(challenge);
  }

  private Map<String, String> signed(String body, String type) {
    long at = now().getEpochSecond();
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", type);
    headers.put("X-Slack-Request-Timestamp", Long.toString(at));
    headers.put("X-Slack-Signature", "v0=" + Signing.hex(SECRET, "v0:" + at + ":" + body));
    return headers;
  }

  /** A topic with a slash is a command, {@code interactivity} a click, all else an event. */
  @Override
  void happen(String topic, ObjectNode payload) {
    for (Map.Entry<String, ObjectNode> app : shelf("apps").rows().entrySet()) {
      ObjectNode event = object().put("topic", topic).put("id", fresh("Ev"));
      event.set("payload", payload);
      ArrayNode subscribed = app.getValue().withArray("/settings/event_subscriptions/bot_events");
      if (topic.startsWith("/") || topic.equals("interactivity") || listed(subscribed, topic)) {
        deliver(app.getKey(), event);
      }
    }
  }

  @Override
  @Nullable Message message(ObjectNode delivery) {
    ObjectNode app = shelf("apps").find(delivery.path("hook").asText());
    String topic = delivery.at("/event/topic").asText();
    JsonNode payload = delivery.at("/event/payload");
    int attempt = delivery.path("attempts").size();
    boolean live = topic.startsWith("/") || topic.equals("interactivity");
    if (app == null || (live && attempt > 0)) {
      return null; // a person waits for these: Slack shows an error instead of trying again
    }
    if (topic.startsWith("/")) {
      Map<String, String> fields = new HashMap<>(Map.of("command", topic));
      payload.properties().forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
      String body = Form.encoded(fields);
      for (JsonNode command : app.at("/features/slash_commands")) {
        if (command.path("command").asText().equals(topic)) {
          String url = command.path("url").asText();
          return Message.post(url, signed(body, "application/x-www-form-urlencoded"), body);
        }
      }
      return null;
    }
    if (topic.equals("interactivity")) {
      String url = app.at("/settings/interactivity/request_url").asText();
      String body = Form.encoded(Map.of("payload", payload.toString()));
      Map<String, String> headers = signed(body, "application/x-www-form-urlencoded");
      return url.isEmpty() ? null : Message.post(url, headers, body);
    }
    ObjectNode json = object().put("type", "event_callback");
    json.put("event_id", delivery.at("/event/id").asText());
    json.putObject("event").put("type", topic).setAll((ObjectNode) payload.deepCopy());
    Map<String, String> headers = signed(json.toString(), "application/json");
    if (attempt > 0) {
      headers.put("X-Slack-Retry-Num", Integer.toString(attempt));
      headers.put("X-Slack-Retry-Reason", "http_error");
    }
    String url = app.at(EVENTS).asText();
    return url.isEmpty() ? null : Message.post(url, headers, json.toString());
  }

  @Override
  Retries retries() {
    return Retries.within(3).gaps("0S", "1M", "5M");
  }
}
