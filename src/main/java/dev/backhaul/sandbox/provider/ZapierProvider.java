package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Zaps by the partner API. A Zap can be enabled but not disabled; changing its steps publishes and
 * enables it; a hook whose Zap is off is answered 410. Facts: {@code docs.zapier.com/api-reference}
 * (enable-a-zap, edit-a-zap), {@code docs.zapier.com/powered-by-zapier} (known limitations). Each
 * Zap here has one target that it calls when its trigger fires.
 */
final class ZapierProvider extends Provider {
  ZapierProvider(Parts parts) {
    super("zapier", parts);
    router
        .on("GET", "/v2/zaps", (request, at) -> list(request))
        .on("GET", "/v2/zaps/{id}", (request, at) -> shown(zap(at)))
        .on("PATCH", "/v2/zaps/{id}", (request, at) -> edit(zap(at), body(request)))
        .on("POST", "/v2/zaps/{id}/enable", (request, at) -> enable(zap(at)))
        .on("POST", "/hooks/catch/{id}", (request, at) -> caught(zap(at), body(request)));
  }

  @Override
  boolean known(Request request) {
    return super.known(request) || request.path().startsWith("/hooks/catch/");
  }

  @Override
  ObjectNode error(int status, String message) {
    ObjectNode json = object();
    json.putArray("errors").addObject().put("status", status).put("detail", message);
    return json;
  }

  private ObjectNode zap(Map<String, String> places) {
    return found(shelf("zaps"), String.valueOf(places.get("id")));
  }

  private Response list(Request request) {
    List<ObjectNode> rows = shelf("zaps").all();
    int from = Math.min(rows.size(), number(request, "offset", 0));
    int to = Math.min(rows.size(), from + number(request, "limit", 10));
    ObjectNode json = object();
    json.putArray("data").addAll(rows.subList(from, to));
    json.putObject("meta").put("count", rows.size()).put("offset", from);
    json.putObject("links").put("next", to < rows.size() ? "/v2/zaps?offset=" + to : null);
    return answer(200, json);
  }

  private static Response shown(ObjectNode row) {
    ObjectNode json = object();
    json.putArray("data").add(row);
    return answer(200, json);
  }

  private Response edit(ObjectNode row, ObjectNode given) {
    ObjectNode fields = given.path("data") instanceof ObjectNode data ? data : given;
    take(fields, row, List.of("title", "steps"));
    if (fields.has("steps")) {
      row.put("is_enabled", true);
    }
    return stored(row);
  }

  private Response enable(ObjectNode row) {
    return stored(row.put("is_enabled", true));
  }

  private Response stored(ObjectNode row) {
    row.put("updated_at", now().toString());
    shelf("zaps").put(row.path("id").asText(), row);
    return shown(row);
  }

  private Response caught(ObjectNode row, ObjectNode payload) {
    if (!row.path("is_enabled").asBoolean()) {
      throw refuse(410, "This hook has no subscription");
    }
    deliver(row.path("id").asText(), payload);
    return answer(200, object().put("status", "success"));
  }

  /** The topic is the id of the Zap whose trigger fires. */
  @Override
  void happen(String topic, ObjectNode payload) {
    ObjectNode row = shelf("zaps").find(topic);
    if (row != null && row.path("is_enabled").asBoolean()) {
      deliver(topic, payload);
    }
  }

  @Override
  @Nullable Message message(ObjectNode delivery) {
    ObjectNode row = shelf("zaps").find(delivery.path("hook").asText());
    return row == null
        ? null
        : Message.post(
            row.path("target").asText(),
            Map.of("Content-Type", "application/json"),
            delivery.path("event").toString());
  }

  @Override
  Retries retries() {
    return Retries.within(30);
  }
}
