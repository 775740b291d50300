package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * GitHub's repository hooks. The secret is masked when read; a {@code config} sent without it drops
 * it (the documentation leaves this open; the harder reading is played here), the config
 * sub-resource merges. No retries at all: redelivery by API, under the same delivery id. Facts:
 * {@code docs.github.com/rest/repos/webhooks}, {@code docs.github.com/webhooks}.
 */
final class GithubProvider extends Provider {
  private static final String HOOKS = "/repos/{owner}/{repo}/hooks";

  GithubProvider(Parts parts) {
    super("github", parts);
    router
        .on("GET", HOOKS, (request, at) -> list(request, at))
        .on("POST", HOOKS, (request, at) -> create(body(request), repo(at)))
        .on("GET", HOOKS + "/{id}", (request, at) -> answer(200, told(hook(at))))
        .on("PATCH", HOOKS + "/{id}", (request, at) -> update(hook(at), body(request)))
        .on("DELETE", HOOKS + "/{id}", (request, at) -> delete(hook(at)))
        .on("GET", HOOKS + "/{id}/config", (request, at) -> config(hook(at)))
        .on("PATCH", HOOKS + "/{id}/config", (request, at) -> merge(hook(at), body(request)))
        .on("POST", HOOKS + "/{id}/pings", (request, at) -> ping(hook(at)))
        .on("GET", HOOKS + "/{id}/deliveries", (request, at) -> deliveries(hook(at)))
        .on(
            "POST",
            HOOKS + "/{id}/deliveries/{delivery}/attempts",
            (request, at) -> again(String.valueOf(at.get("delivery"))));
    router.on("GET", "/user", (request, at) -> answer(200, object().put("login", "sandbox")));
  }

  @Override
  boolean known(Request request) {
    return super.known(request)
        || ("token " + TOKEN).equals(request.headers().get("authorization"));
  }

  @Override
  ObjectNode error(int status, String message) {
    return object().put("message", message).put("status", Integer.toString(status));
  }

  private static String repo(Map<String, String> places) {
    return places.get("owner") + "/" + places.get("repo");
  }

  private ObjectNode hook(Map<String, String> places) {
    ObjectNode row = found(shelf("hooks"), String.valueOf(places.get("id")));
    if (!row.path("repo").asText().equals(repo(places))) {
      throw refuse(404, "Not Found");
    }
    return row;
  }

  private Response list(Request request, Map<String, String> places) {
    List<ObjectNode> rows = shelf("hooks").all();
    rows.removeIf(row -> !row.path("repo").asText().equals(repo(places)));
    int size = Math.min(100, number(request, "per_page", 30));
    int page = Math.max(1, number(request, "page", 1));
    int from = Math.min(rows.size(), (page - 1) * size);
    int to = Math.min(rows.size(), from + size);
    var json = JSON.createArrayNode();
    rows.subList(from, to).forEach(row -> json.add(told(row)));
    Response plain = answer(200, json);
    if (to == rows.size()) {
      return plain;
    }
    String host = request.headers().getOrDefault("host", "api.github.com");
    String next =
        "<http://%s%s?per_page=%d&page=%d>; rel=\"next\""
            .formatted(host, request.path(), size, page + 1);
    return new Response(
        200, Map.of("Link", next, "Content-Type", "application/json; charset=utf-8"), plain.body());
  }

  private Response create(ObjectNode given, String repo) {
    if (!given.at("/config/url").isTextual()) {
      throw refuse(422, "Validation Failed: config.url");
    }
    String id = fresh("");
    ObjectNode row = object().put("type", "Repository").put("id", Long.parseLong(id));
    row.put("name", "web").put("active", given.path("active").asBoolean(true));
    row.set(
        "events", given.has("events") ? given.get("events") : JSON.createArrayNode().add("push"));
    row.putObject("config").put("content_type", "form").put("insecure_ssl", "0");
    row.withObject("/config").setAll((ObjectNode) given.get("config"));
    row.put("repo", repo).put("created_at", now().toString()).put("updated_at", now().toString());
    shelf("hooks").put(id, row);
    return answer(201, told(row));
  }

  private Response update(ObjectNode row, ObjectNode given) {
    take(given, row, List.of("active", "events"));
    if (given.path("config") instanceof ObjectNode config) {
      row.set("config", object().put("content_type", "form").put("insecure_ssl", "0"));
      row.withObject("/config").setAll(config.deepCopy());
    }
    return answer(200, told(stored(row)));
  }

  private ObjectNode stored(ObjectNode row) {
    row.put("updated_at", now().toString());
    shelf("hooks").put(row.path("id").asText(), row);
    return row;
  }

  private Response config(ObjectNode row) {
    return answer(200, told(row).path("config"));
  }

  private Response merge(ObjectNode row, ObjectNode given) {
    row.withObject("/config").setAll(given);
    return config(stored(row));
  }

  private Response delete(ObjectNode row) {
    shelf("hooks").delete(row.path("id").asText());
    return Response.empty(204);
  }

  private Response ping(ObjectNode row) {
    ObjectNode event = object().put("zen", "Keep it logically awesome.");
    event.put("hook_id", row.path("id").asLong());
    send(row, "ping", event);
    return Response.empty(204);
  }

  private Response deliveries(ObjectNode row) {
    var json = JSON.createArrayNode();
    for (ObjectNode delivery : deliveries()) {
      if (delivery.path("hook").asText().equals(row.path("id").asText())) {
        int last = delivery.path("attempts").size() - 1;
        json.addObject()
            .put("id", Long.parseLong(delivery.path("id").asText().substring(3)))
            .put("guid", delivery.at("/event/guid").asText())
            .put("event", delivery.at("/event/topic").asText())
            .put("redelivery", last > 0)
            .put("delivered_at", delivery.path("at").asText())
            .put("status_code", delivery.at("/attempts/" + last + "/status").asInt());
      }
    }
    return answer(200, json);
  }

  private Response again(String delivery) {
    ObjectNode row = deliveryBook().find("dlv" + delivery);
    if (row == null) {
      throw refuse(404, "Not Found");
    }
    redeliver(row);
    return answer(202, object());
  }

  private static ObjectNode told(ObjectNode row) {
    row.remove("repo");
    if (row.path("config").has("secret")) {
      row.withObject("/config").put("secret", "********");
    }
    return row;
  }

  private void send(ObjectNode row, String topic, ObjectNode payload) {
    ObjectNode event = object().put("topic", topic).put("guid", fresh("guid-"));
    event.set("payload", payload);
    deliver(row.path("id").asText(), event);
  }

  @Override
  void happen(String topic, ObjectNode payload) {
    for (ObjectNode row : shelf("hooks").all()) {
      if (row.path("active").asBoolean() && listed(row.path("events"), topic)) {
        send(row, topic, payload);
      }
    }
  }

  @Override
  @Nullable Message message(ObjectNode delivery) {
    ObjectNode row = shelf("hooks").find(delivery.path("hook").asText());
    if (row == null) {
      return null;
    }
    String body = delivery.at("/event/payload").toString();
    boolean json = row.at("/config/content_type").asText().equals("json");
    String sent = json ? body : Form.encoded(Map.of("payload", body));
    Map<String, String> headers = new java.util.HashMap<>();
    headers.put("Content-Type", json ? "application/json" : "application/x-www-form-urlencoded");
    headers.put("User-Agent", "GitHub-Hookshot/sandbox");
    headers.put("X-GitHub-Event", delivery.at("/event/topic").asText());
    headers.put("X-GitHub-Delivery", delivery.at("/event/guid").asText());
    headers.put("X-GitHub-Hook-ID", row.path("id").asText());
    if (row.path("config").has("secret")) {
      headers.put(
          "X-Hub-Signature-256", "sha256=" + Signing.hex(row.at("/config/secret").asText(), sent));
    }
    return Message.post(row.at("/config/url").asText(), headers, sent);
  }

  @Override
  Retries retries() {
    return Retries.within(10);
  }
}
