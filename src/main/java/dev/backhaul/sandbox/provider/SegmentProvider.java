package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Segment's destinations. What happens while one is disabled never reaches it. Facts: {@code
 * docs.segmentapis.com}, {@code github.com/segmentio/segment-docs} (connections/destinations). Gaps
 * between retries over the four hours: ours.
 */
final class SegmentProvider extends Provider {
  SegmentProvider(Parts parts) {
    super("segment", parts);
    router
        .on("GET", "/", (request, at) -> answer(200, data("workspace", object().put("id", "w1"))))
        .on("GET", "/destinations", (request, at) -> list(request))
        .on("GET", "/destinations/{id}", (request, at) -> shown(destination(at)))
        .on("PATCH", "/destinations/{id}", (request, at) -> change(destination(at), body(request)));
  }

  @Override
  ObjectNode error(int status, String message) {
    ObjectNode json = object();
    json.putArray("errors").addObject().put("type", "error-" + status).put("message", message);
    return json;
  }

  private static ObjectNode data(String name, ObjectNode value) {
    ObjectNode json = object();
    json.putObject("data").set(name, value);
    return json;
  }

  private ObjectNode destination(Map<String, String> places) {
    return found(shelf("destinations"), String.valueOf(places.get("id")));
  }

  private static Response shown(ObjectNode row) {
    return answer(200, data("destination", row));
  }

  private Response list(Request request) {
    List<ObjectNode> rows = shelf("destinations").all();
    int from = Math.min(rows.size(), number(request, "pagination.cursor", 0));
    int to = Math.min(rows.size(), from + number(request, "pagination.count", 200));
    ObjectNode json = object();
    ObjectNode data = json.putObject("data");
    data.putArray("destinations").addAll(rows.subList(from, to));
    ObjectNode paging = data.putObject("pagination").put("current", Integer.toString(from));
    if (to < rows.size()) {
      paging.put("next", Integer.toString(to));
    }
    return answer(200, json);
  }

  private Response change(ObjectNode row, ObjectNode given) {
    take(given, row, List.of("enabled", "name"));
    given
        .path("settings")
        .properties()
        .forEach(one -> row.withObject("/settings").set(one.getKey(), one.getValue()));
    shelf("destinations").put(row.path("id").asText(), row);
    return shown(row);
  }

  @Override
  void happen(String topic, ObjectNode payload) {
    for (ObjectNode row : shelf("destinations").all()) {
      if (row.path("enabled").asBoolean()) {
        ObjectNode event = payload.deepCopy().put("type", topic);
        deliver(row.path("id").asText(), event.put("messageId", fresh("msg-")));
      }
    }
  }

  @Override
  @Nullable Message message(ObjectNode delivery) {
    ObjectNode row = shelf("destinations").find(delivery.path("hook").asText());
    return row == null || !row.path("enabled").asBoolean()
        ? null
        : Message.post(
            row.at("/settings/url").asText(),
            Map.of("Content-Type", "application/json"),
            delivery.path("event").toString());
  }

  @Override
  Retries retries() {
    return Retries.within(5)
        .gaps("10S", "1M", "10M", "30M", "1H", "2H")
        .last(status -> status != 0 && status < 500);
  }
}
