package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * n8n's workflows. New servers publish and unpublish, old ones only activate and deactivate (seed
 * {@code settings/server} with {@code old: true}); a webhook to an inactive workflow is answered
 * 404 and kept nowhere (open in the documentation). Facts: {@code github.com/n8n-io/n8n}, public
 * API v1 (workflows.id.unpublish, workflows.id.deactivate).
 */
final class N8nProvider extends Provider {
  private static final String PATH = "/api/v1/workflows";

  N8nProvider(Parts parts) {
    super("n8n", parts);
    router
        .on("GET", PATH, (request, at) -> list(request))
        .on("GET", PATH + "/{id}", (request, at) -> answer(200, workflow(at)))
        .on("POST", PATH + "/{id}/activate", (request, at) -> set(at, true))
        .on("POST", PATH + "/{id}/deactivate", (request, at) -> set(at, false))
        .on("POST", PATH + "/{id}/publish", (request, at) -> setNew(at, true))
        .on("POST", PATH + "/{id}/unpublish", (request, at) -> setNew(at, false))
        .on("POST", "/webhook/{path}", (request, at) -> hook(String.valueOf(at.get("path"))));
  }

  @Override
  boolean known(Request request) {
    return TOKEN.equals(request.headers().get("x-n8n-api-key"))
        || request.path().startsWith("/webhook/");
  }

  @Override
  ObjectNode error(int status, String message) {
    return object().put("message", message);
  }

  private ObjectNode workflow(Map<String, String> places) {
    return found(shelf("workflows"), String.valueOf(places.get("id")));
  }

  private Response list(Request request) {
    List<ObjectNode> rows = shelf("workflows").all();
    String active = request.param("active");
    rows.removeIf(row -> active != null && !row.path("active").asText().equals(active));
    int from = Math.min(rows.size(), number(request, "cursor", 0));
    int to = Math.min(rows.size(), from + number(request, "limit", 100));
    ObjectNode json = object();
    json.putArray("data").addAll(rows.subList(from, to));
    json.put("nextCursor", to < rows.size() ? Integer.toString(to) : null);
    return answer(200, json);
  }

  private Response set(Map<String, String> places, boolean active) {
    ObjectNode row = workflow(places).put("active", active).put("updatedAt", now().toString());
    shelf("workflows").put(row.path("id").asText(), row);
    return answer(200, row);
  }

  private Response setNew(Map<String, String> places, boolean active) {
    ObjectNode server = shelf("settings").find("server");
    if (server != null && server.path("old").asBoolean()) {
      throw refuse(404, "not found");
    }
    return set(places, active);
  }

  private Response hook(String path) {
    for (ObjectNode row : shelf("workflows").all()) {
      if (row.path("webhookPath").asText().equals(path) && row.path("active").asBoolean()) {
        String run = fresh("");
        shelf("executions")
            .put(run, object().put("id", run).put("workflowId", row.path("id").asText()));
        return answer(200, object().put("message", "Workflow was started"));
      }
    }
    throw refuse(404, "The requested webhook \"" + path + "\" is not registered.");
  }

  /** A schedule fires: each active workflow with a {@code target} calls it. */
  @Override
  void happen(String topic, ObjectNode payload) {
    for (ObjectNode row : shelf("workflows").all()) {
      if (row.path("active").asBoolean() && row.has("target")) {
        deliver(row.path("id").asText(), payload);
      }
    }
  }

  @Override
  @Nullable Message message(ObjectNode delivery) {
    ObjectNode row = shelf("workflows").find(delivery.path("hook").asText());
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
