package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A receiver of webhooks that answers every handshake and tells on GET __got?path= what it got. */
public final class Inbox implements AutoCloseable {
  /** One call that came, without the handshakes. */
  public record Got(
      String method, String path, String query, Map<String, String> headers, String body) {}

  private static final String TOKEN = "validationToken=";

  private final HttpServer server;
  private final java.util.concurrent.ExecutorService threads =
      Executors.newVirtualThreadPerTaskExecutor();
  private final List<Got> got = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile boolean handshakes = true;

  public Inbox() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.createContext("/", this::take);
    server.setExecutor(threads);
    server.start();
  }

  /** Base URL without a slash. */
  public String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What came to paths that start so. */
  public List<Got> got(String path) {
    return got.stream().filter(one -> one.path().startsWith(path)).toList();
  }

  /** From now on answers with this status. */
  public void answer(int code) {
    status = code;
  }

  /** From now on answers no handshake. */
  public void deaf() {
    handshakes = false;
  }

  private void take(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readAllBytes();
    String body = new String(bytes, StandardCharsets.UTF_8);
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    String raw = exchange.getRequestURI().getRawQuery();
    String query = raw == null ? "" : raw;
    String okta = headers.get("x-okta-verification-challenge");
    boolean shaken = handshakes;
    if (shaken && query.contains(TOKEN)) {
      String token = query.substring(query.indexOf(TOKEN) + TOKEN.length());
      send(exchange, 200, "text/plain", URLDecoder.decode(token, StandardCharsets.UTF_8));
    } else if (shaken && body.contains("\"url_verification\"")) {
      String challenge = new ObjectMapper().readTree(body).path("challenge").asText();
      send(exchange, 200, "text/plain", challenge);
    } else if (shaken && okta != null) {
      send(exchange, 200, "application/json", "{\"verification\":\"" + okta + "\"}");
    } else if (headers.containsKey("validation-token") && body.isEmpty()) {
      if (shaken) {
        exchange.getResponseHeaders().set("Validation-Token", headers.get("validation-token"));
      }
      send(exchange, 200, "application/json", "{}");
    } else if (query.startsWith("path=")) {
      byte[] all = new ObjectMapper().writeValueAsBytes(got(query.substring("path=".length())));
      send(exchange, 200, "application/json", new String(all, StandardCharsets.UTF_8));
    } else if (exchange.getRequestMethod().equals("GET")) {
      send(exchange, shaken ? 200 : 404, "text/plain", "");
    } else {
      got.add(
          new Got(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              query,
              headers,
              body));
      send(exchange, status, "text/plain", "ok");
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
