package dev.backhaul.sandbox.provider;

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
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** One provider's sandbox behind its server, and a plain client with its credential. */
final class Account implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** An answer. */
  record Answer(int status, JsonNode body) {}

  final SteppedClock clock = new SteppedClock();
  final Sandbox sandbox;
  private final SandboxServer server;
  private final List<String> headers;

  Account(String name, String... headers) throws IOException {
    sandbox = Providers.sandbox(name, clock);
    server = SandboxServer.start(sandbox, 0);
    this.headers = List.of(headers);
  }

  static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes());
  }

  String uri() {
    return server.uri().toString();
  }

  Answer send(String method, String path, String type, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.uri() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", type)
            .timeout(Duration.ofSeconds(20));
    for (int i = 0; i + 1 < headers.size(); i += 2) {
      request.header(headers.get(i), headers.get(i + 1));
    }
    try {
      HttpResponse<String> answer =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      boolean json = answer.body().startsWith("{") || answer.body().startsWith("[");
      return new Answer(
          answer.statusCode(), json ? JSON.readTree(answer.body()) : JSON.createObjectNode());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  Answer get(String path) {
    return send("GET", path, "application/json", "");
  }

  Answer json(String method, String path, String body) {
    return send(method, path, "application/json", body.replace('\'', '"'));
  }

  Answer form(String path, String body) {
    return send("POST", path, "application/x-www-form-urlencoded", body);
  }

  void seed(String shelf, String id, String row) {
    sandbox.run(() -> Providers.of(sandbox).shelf(shelf).put(id, tree(row)));
  }

  void fire(String topic, String payload) {
    sandbox.run(() -> Providers.of(sandbox).fire(topic, tree(payload)));
  }

  /** Lets time pass and does what is due. */
  void pass(String duration) {
    clock.step(Duration.parse(duration));
    sandbox.run(() -> {});
  }

  List<ObjectNode> deliveries() {
    return sandbox.look(() -> Providers.of(sandbox).deliveries());
  }

  private static ObjectNode tree(String text) {
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
