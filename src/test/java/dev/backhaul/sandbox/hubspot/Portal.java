package dev.backhaul.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.sandbox.SandboxServer;
import dev.backhaul.sandbox.SteppedClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An account behind a real port, with a clock in the test's hand. */
final class Portal implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String TOKEN = "pat-test-1";
  static final String APP = "990500";
  static final List<String> SCOPES = HubSpotSandbox.SCOPES;
  static final SourceTag MIGRATION = SourceTag.app("990001", "Migration");
  static final SourceTag ANN = SourceTag.user(501);

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  final SteppedClock clock = new SteppedClock();
  final HubSpotState state = new HubSpotState();
  final Sandbox sandbox;
  final SandboxServer server;

  /** An answer. */
  record Answer(int status, JsonNode json, HttpHeaders headers) {
    List<String> ids() {
      List<String> ids = new ArrayList<>();
      json.path("results").forEach(result -> ids.add(result.path("id").asText()));
      return ids;
    }

    String text(String pointer) {
      return json.at(pointer).asText();
    }

    String next() {
      return text("/paging/next/after");
    }
  }

  Portal() {
    this(HubSpotSettings.professional());
  }

  Portal(HubSpotSettings settings) {
    state.token(TOKEN, APP, SCOPES);
    sandbox = HubSpotSandbox.sandbox(clock, settings, state);
    try {
      server = SandboxServer.start(sandbox, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Instant now() {
    return clock.instant();
  }

  void step(Duration by) {
    clock.step(by);
  }

  Answer get(String path) {
    return send("GET", path, "", TOKEN);
  }

  Answer post(String path, String body) {
    return send("POST", path, body.replace('\'', '"'), TOKEN);
  }

  Answer patch(String path, String body) {
    return send("PATCH", path, body.replace('\'', '"'), TOKEN);
  }

  Answer send(String method, String path, String body, String token) {
    HttpResponse<byte[]> response = raw(method, path, body, token);
    try {
      JsonNode json =
          response.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(response.body());
      return new Answer(response.statusCode(), json, response.headers());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HttpResponse<byte[]> raw(String method, String path, String body, String token) {
    URI uri = path.startsWith("http") ? URI.create(path) : URI.create(server.uri() + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .timeout(Duration.ofSeconds(20));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A search, after a pause that frees the search limit. */
  Answer search(String type, String body) {
    step(Duration.ofSeconds(1));
    return post("/crm/v3/objects/" + type + "/search", body);
  }

  String ticket(String subject) {
    return state.create(
        "tickets",
        null,
        Map.of("subject", subject, "hs_pipeline", "0", "hs_pipeline_stage", "1"),
        now(),
        MIGRATION);
  }

  String contact(String email) {
    return state.create("contacts", null, Map.of("email", email), now(), MIGRATION);
  }

  /** A record that must be there. */
  CrmObject record(String type, String id) {
    return Objects.requireNonNull(state.get(type, id), type + " " + id);
  }

  static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
