package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Typeform's webhooks, by form and tag. PUT is an upsert: what is not sent again (secret, {@code
 * verify_ssl}) is reset; the secret is never read back; responses stay and can be listed. Facts:
 * {@code developer.typeform.com/webhooks}; the reset is open and played the hard way. Retries:
 * open, ours.
 */
final class TypeformProvider extends Provider {
  private static final String HOOKS = "/forms/{form}/webhooks";

  TypeformProvider(Parts parts) {
    super("typeform", parts);
    router
        .on("GET", HOOKS, (request, at) -> list(form(at)))
        .on("GET", HOOKS + "/{tag}", (request, at) -> answer(200, told(hook(at))))
        .on("PUT", HOOKS + "/{tag}", (request, at) -> put(at, body(request)))
        .on("DELETE", HOOKS + "/{tag}", (request, at) -> delete(hook(at)))
        .on("GET", "/forms/{form}/responses", (request, at) -> responses(form(at)))
        .on("GET", "/me", (request, at) -> answer(200, object().put("alias", "sandbox")));
  }

  @Override
  ObjectNode error(int status, String message) {
    return object().put("code", "ERROR_" + status).put("description", message);
  }

  private static String form(Map<String, String> places) {
    return String.valueOf(places.get("form"));
  }

  private static String key(Map<String, String> places) {
    return form(places) + "/" + places.get("tag");
  }

  private ObjectNode hook(Map<String, String> places) {
    return found(shelf("webhooks"), key(places));
  }

  private Response list(String form) {
    ObjectNode json = object();
    var items = json.putArray("items");
    for (ObjectNode row : shelf("webhooks").all()) {
      if (row.path("form_id").asText().equals(form)) {
        items.add(told(row));
      }
    }
    return answer(200, json);
  }

  private Response put(Map<String, String> places, ObjectNode given) {
    if (!given.has("url")) {
      throw refuse(400, "url is required");
    }
    ObjectNode before = shelf("webhooks").find(key(places));
    ObjectNode row = object();
    row.put("id", before == null ? fresh("wh") : before.path("id").asText());
    row.put("form_id", form(places)).put("tag", places.get("tag"));
    row.put("created_at", before == null ? now().toString() : before.path("created_at").asText());
    row.put("updated_at", now().toString()).put("enabled", false).put("verify_ssl", true);
    row.putObject("event_types").put("form_response", true);
    take(given, row, List.of("url", "enabled", "verify_ssl", "secret", "event_types"));
    shelf("webhooks").put(key(places), row);
    return answer(200, told(row));
  }

  private Response delete(ObjectNode row) {
    shelf("webhooks").delete(row.path("form_id").asText() + "/" + row.path("tag").asText());
    return Response.empty(204);
  }

  private Response responses(String form) {
    ObjectNode json = object();
    var items = json.putArray("items");
    for (ObjectNode row : shelf("responses").all()) {
      if (row.path("form_id").asText().equals(form)) {
        items.add(row);
      }
    }
    json.put("total_items", items.size()).put("page_count", 1);
    return answer(200, json);
  }

  private static ObjectNode told(ObjectNode row) {
    row.remove("secret");
    return row;
  }

  /** A person submits the form {@code payload.form_id}. */
  @Override
  void happen(String topic, ObjectNode payload) {
    String token = fresh("response");
    ObjectNode kept = payload.deepCopy().put("token", token);
    shelf("responses").keep(token, kept.put("submitted_at", now().toString()));
    for (ObjectNode row : shelf("webhooks").all()) {
      boolean mine = row.path("form_id").asText().equals(payload.path("form_id").asText());
      if (mine && row.path("enabled").asBoolean()) {
        ObjectNode event = object().put("event_id", fresh("01H")).put("event_type", topic);
        event.set("form_response", kept);
        deliver(row.path("form_id").asText() + "/" + row.path("tag").asText(), event);
      }
    }
  }

  @Override
  @Nullable Message message(ObjectNode delivery) {
    ObjectNode row = shelf("webhooks").find(delivery.path("hook").asText());
    if (row == null || !row.path("enabled").asBoolean()) {
      return null;
    }
    String body = delivery.path("event").toString();
    Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/json"));
    if (row.has("secret")) {
      headers.put(
          "Typeform-Signature", "sha256=" + Signing.base64(row.path("secret").asText(), body));
    }
    return Message.post(row.path("url").asText(), headers, body);
  }

  @Override
  Retries retries() {
    return Retries.within(30).gaps("5M", "10M", "20M", "1H");
  }
}
