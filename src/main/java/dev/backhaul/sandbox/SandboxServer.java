package dev.backhaul.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.sandbox.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Serves a sandbox over HTTP on the loopback address. */
public final class SandboxServer implements AutoCloseable {
  static {
    // Without this, small answers wait for the client's delayed acknowledgement (40 ms each).
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final Sandbox sandbox;
  private final AdminPath admin;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile Duration latency = Duration.ZERO;

  private SandboxServer(Sandbox sandbox, int port, @Nullable Path state) throws IOException {
    this.sandbox = sandbox;
    this.admin = new AdminPath(sandbox, state);
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
    server.createContext("/", this::serve);
    server.setExecutor(threads);
  }

  /**
   * Starts serving.
   *
   * @param port the port, or 0 for any free one
   */
  public static SandboxServer start(Sandbox sandbox, int port) throws IOException {
    return start(sandbox, port, null);
  }

  /** Starts serving; {@code POST /__sandbox/save} writes to {@code state}. */
  public static SandboxServer start(Sandbox sandbox, int port, @Nullable Path state)
      throws IOException {
    SandboxServer started = new SandboxServer(sandbox, port, state);
    started.server.start();
    return started;
  }

  /** The base URL, without a slash at the end. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The sandbox behind it. */
  public Sandbox sandbox() {
    return sandbox;
  }

  /** Makes every answer wait this long, in real time, after it was worked out. */
  public void latency(Duration perAnswer) {
    latency = perAnswer;
  }

  /**
   * In real time: does what is due by itself, such as a webhook's retry, also while nobody asks.
   *
   * @param every how often to look
   */
  public void look(Duration every) {
    threads.execute(
        () -> {
          while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(every.toNanos());
            sandbox.run(() -> {});
          }
        });
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    Request request = request(exchange);
    if (request.path().startsWith(AdminPath.PREFIX)) {
      deliver(exchange, admin.handle(request), false);
      return;
    }
    Sandbox.Outcome outcome;
    try {
      outcome = sandbox.exchange(request);
    } catch (RuntimeException e) {
      // A fault of the sandbox itself must be seen by the test, not look like a platform's 500.
      String where = e + " at " + e.getStackTrace()[0];
      ObjectNode told = SnapshotFile.JSON.createObjectNode().put("sandbox", where);
      deliver(exchange, Response.json(599, told.toString()), false);
      return;
    }
    try {
      pause(latency.plus(outcome.delay()));
      if (outcome.delivery() == Sandbox.Delivery.NONE) {
        exchange.close();
      } else {
        deliver(exchange, outcome.response(), outcome.delivery() == Sandbox.Delivery.HALF);
      }
    } finally {
      outcome.done().run();
    }
  }

  private static void pause(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  private static void deliver(HttpExchange exchange, Response response, boolean half)
      throws IOException {
    response.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    byte[] body = response.body();
    if (body.length == 0 || exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(response.status(), -1);
      exchange.close();
      return;
    }
    exchange.sendResponseHeaders(response.status(), body.length);
    OutputStream out = exchange.getResponseBody();
    out.write(body, 0, half ? body.length / 2 : body.length);
    if (half) {
      out.flush();
    }
    // Closing with bytes owed makes the server drop the connection: the client sees a short body.
    exchange.close();
  }

  private static Request request(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    String path = exchange.getRequestURI().getPath();
    return new Request(
        exchange.getRequestMethod().toUpperCase(Locale.ROOT),
        path,
        query(exchange.getRequestURI().getRawQuery()),
        headers,
        body,
        Instant.EPOCH);
  }

  private static Map<String, List<String>> query(@Nullable String raw) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    if (raw == null || raw.isEmpty()) {
      return all;
    }
    for (String pair : raw.split("&", -1)) {
      int at = pair.indexOf('=');
      String name = at < 0 ? pair : pair.substring(0, at);
      String value = at < 0 ? "" : pair.substring(at + 1);
      all.computeIfAbsent(decode(name), key -> new ArrayList<>()).add(decode(value));
    }
    return all;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
