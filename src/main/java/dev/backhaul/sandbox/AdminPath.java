package dev.backhaul.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The path by which a sandbox of another process is watched and disturbed; no platform has it.
 *
 * <ul>
 *   <li>{@code GET /__sandbox/ledger[?since=seq]} and {@code GET /__sandbox/limits}
 *   <li>{@code POST /__sandbox/faults} {@code {"seed":1,"faults":[{"kind":"RESET_AFTER","method":
 *       "PUT","path":"/api/v2/tickets/*","first":2,"times":1,"probability":1,"delayMillis":0}]}}
 *   <li>{@code DELETE /__sandbox/faults} and {@code POST /__sandbox/save}
 * </ul>
 */
final class AdminPath {
  static final String PREFIX = "/__sandbox/";

  private final Sandbox sandbox;
  private final @Nullable Path state;

  AdminPath(Sandbox sandbox, @Nullable Path state) {
    this.sandbox = sandbox;
    this.state = state;
  }

  Response handle(Request request) {
    try {
      return switch (request.method() + " " + request.path().substring(PREFIX.length())) {
        case "GET ledger" -> ledger(request);
        case "GET limits" -> sandbox.look(this::limits);
        case "POST faults" -> faults(SnapshotFile.JSON.readTree(request.body()));
        case "DELETE faults" -> {
          sandbox.faults().clear();
          yield Response.empty(204);
        }
        case "POST save" -> save();
        default -> {
          Response own = sandbox.look(() -> sandbox.platform().admin(request));
          yield own == null
              ? error(404, "unknown admin path " + request.method() + " " + request.path())
              : own;
        }
      };
    } catch (IllegalArgumentException | JsonProcessingException e) {
      return error(400, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return error(500, String.valueOf(e.getMessage()));
    }
  }

  private Response ledger(Request request) {
    String since = request.param("since");
    long from = since == null ? 0 : Long.parseLong(since);
    return sandbox.look(
        () -> Response.json(200, SnapshotFile.ledger(sandbox.ledger(), from).toString()));
  }

  private Response limits() {
    ObjectNode json = SnapshotFile.JSON.createObjectNode();
    sandbox
        .limits()
        .tallies()
        .forEach(
            (name, byCaller) -> {
              ObjectNode row = json.putObject(name);
              byCaller.forEach(
                  (caller, tally) ->
                      row.putObject(caller.name())
                          .put("accepted", tally.accepted())
                          .put("refused", tally.refused()));
            });
    return Response.json(200, json.toString());
  }

  private Response faults(JsonNode json) {
    if (json.has("seed")) {
      sandbox.faults().seed(json.path("seed").asLong());
    }
    for (JsonNode row : json.path("faults")) {
      sandbox
          .faults()
          .add(
              new Fault(
                  Fault.Kind.valueOf(row.path("kind").asText()),
                  row.path("method").asText("*"),
                  row.path("path").asText("/**"),
                  row.path("first").asInt(1),
                  row.path("times").asInt(1),
                  row.path("probability").asDouble(1),
                  Duration.ofMillis(row.path("delayMillis").asLong(0))));
    }
    return Response.empty(204);
  }

  private Response save() throws IOException {
    if (state == null) {
      return error(409, "this sandbox was started without a state file");
    }
    sandbox.save(state);
    return Response.empty(204);
  }

  private static Response error(int status, String message) {
    return Response.json(
        status, SnapshotFile.JSON.createObjectNode().put("error", message).toString());
  }
}
