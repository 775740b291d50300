package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Make's scenarios and hooks. A stopped scenario's hook still collects, and the queue runs when the
 * scenario starts again; a disabled hook takes nothing (its answer is open, 400 here). Facts:
 * {@code developers.make.com/api-documentation} (hooks, scenarios); the queue from third parties.
 * Each scenario here has one target that it calls for every incoming call.
 */
final class MakeProvider extends Provider {
  private static final String HOOK = "/api/v2/hooks/{id}";
  private static final String SCENARIO = "/api/v2/scenarios/{id}";

  MakeProvider(Parts parts) {
    super("make", parts);
    router
        .on("GET", "/api/v2/users/me", (request, at) -> answer(200, object().put("id", 1)))
        .on("GET", "/api/v2/hooks", (request, at) -> list("hooks", request))
        .on("GET", HOOK, (request, at) -> shown("hook", row("hooks", at)))
        .on("POST", HOOK + "/enable", (request, at) -> hook(row("hooks", at), true))
        .on("POST", HOOK + "/disable", (request, at) -> hook(row("hooks", at), false))
        .on("GET", HOOK + "/incomings", (request, at) -> queue(row("hooks", at)))
        .on("DELETE", HOOK + "/incomings", (request, at) -> purge(row("hooks", at)))
        .on("GET", "/api/v2/scenarios", (request, at) -> list("scenarios", request))
        .on("GET", SCENARIO, (request, at) -> shown("scenario", row("scenarios", at)))
        .on("POST", SCENARIO + "/start", (request, at) -> scenario(row("scenarios", at), true))
        .on("POST", SCENARIO + "/stop", (request, at) -> scenario(row("scenarios", at), false))
        .on("POST", "/hook/{id}", (request, at) -> incoming(row("hooks", at), body(request)));
  }

  @Override
  boolean known(Request request) {
    return ("Token " + TOKEN).equals(request.headers().get("authorization"))
        || request.path().startsWith("/hook/");
  }

  @Override
  ObjectNode error(int status, String message) {
    return object().put("message", message).put("code", "IM" + status);
  }

  private ObjectNode row(String shelf, Map<String, String> places) {
    return found(shelf(shelf), String.valueOf(places.get("id")));
  }

  private Response list(String shelf, Request request) {
    List<ObjectNode> rows = shelf(shelf).all();
    String team = request.param("teamId");
    rows.removeIf(row -> team != null && !row.path("teamId").asText().equals(team));
    ObjectNode json = object();
    json.putArray(shelf).addAll(rows);
    return answer(200, json);
  }

  private static Response shown(String name, ObjectNode row) {
    ObjectNode json = object();
    json.set(name, row);
    return answer(200, json);
  }

  private Response hook(ObjectNode row, boolean enabled) {
    shelf("hooks").put(row.path("id").asText(), row.put("enabled", enabled));
    return answer(200, object().put("success", true));
  }

  private List<ObjectNode> waiting(ObjectNode hook) {
    List<ObjectNode> rows = shelf("incomings").all();
    rows.removeIf(row -> !row.path("hook").equals(hook.path("id")));
    return rows;
  }

  private Response queue(ObjectNode hook) {
    ObjectNode json = object();
    json.putArray("incomings").addAll(waiting(hook));
    return answer(200, json);
  }

  private Response purge(ObjectNode hook) {
    waiting(hook).forEach(row -> shelf("incomings").delete(row.path("id").asText()));
    return answer(200, object().put("success", true));
  }

  private Response scenario(ObjectNode row, boolean active) {
    String id = row.path("id").asText();
    shelf("scenarios").put(id, row.put("isActive", active));
    if (active) {
      for (ObjectNode hook : shelf("hooks").all()) {
        if (hook.path("scenarioId").asText().equals(id)) {
          waiting(hook).forEach(one -> deliver(id, one.withObject("/payload")));
          purge(hook);
        }
      }
    }
    ObjectNode json = object();
    json.putObject("scenario").put("id", row.path("id").asLong()).put("isActive", active);
    return answer(200, json);
  }

  private Response incoming(ObjectNode hook, ObjectNode payload) {
    if (!hook.path("enabled").asBoolean()) {
      throw refuse(400, "Hook is disabled");
    }
    ObjectNode scenario = shelf("scenarios").find(hook.path("scenarioId").asText());
    if (scenario != null && scenario.path("isActive").asBoolean()) {
      deliver(scenario.path("id").asText(), payload);
    } else {
      String id = fresh("incoming-");
      ObjectNode row = object().put("id", id);
      row.set("hook", hook.path("id"));
      row.set("payload", payload);
      shelf("incomings").put(id, row);
    }
    return new Response(
        200,
        Map.of("Content-Type", "text/plain"),
        "Accepted".getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** The topic is the id of the hook that somebody calls. */
  @Override
  void happen(String topic, ObjectNode payload) {
    ObjectNode hook = shelf("hooks").find(topic);
    if (hook != null && hook.path("enabled").asBoolean()) {
      incoming(hook, payload);
    }
  }

  @Override
  @Nullable Message message(ObjectNode delivery) {
    ObjectNode row = shelf("scenarios").find(delivery.path("hook").asText());
    return row == null || !row.has("target")
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
