package dev.backhaul.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP port. Reads a request within bounds, asks, answers; nothing is kept between requests.
 */
final class Web implements AutoCloseable {
  /** No request of ours needs more. */
  static final int MOST_BYTES = 65_536;

  private static final Logger LOG = LoggerFactory.getLogger(Web.class);
  private static final String BEARER = "Bearer ";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);

  private Web(HttpServer server) {
    this.server = server;
  }

  /**
   * Listens.
   *
   * @param port 0 for any free one
   * @throws IOException if the port cannot be had
   */
  static Web listen(String host, int port, Function<Asked, Answer> answering) throws IOException {
    Web web =
        new Web(HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), 50));
    web.server.setExecutor(web.threads);
    web.server.createContext("/", exchange -> web.serve(exchange, answering));
    web.server.start();
    return web;
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange, Function<Asked, Answer> answering) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
      send(exchange, body.length > MOST_BYTES ? tooLong() : answer(exchange, body, answering));
    }
  }

  private static Answer answer(
      HttpExchange exchange, byte[] body, Function<Asked, Answer> answering) {
    try {
      return answering.apply(
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              token(exchange.getRequestHeaders().getFirst("Authorization")),
              new String(body, StandardCharsets.UTF_8)));
    } catch (RuntimeException e) {
      LOG.error("a request failed: {}", e.getClass().getSimpleName());
      return Answer.problem(500, "Internal fault", "the log says which; nothing was changed");
    }
  }

  private static Answer tooLong() {
    return Answer.problem(413, "Too long", "a request may hold " + MOST_BYTES + " bytes");
  }

  private static @Nullable String token(@Nullable String header) {
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length()).strip()
        : null;
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", answer.type() + "; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    if (answer.status() == 401) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"backhaul\"");
    }
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
  }

  /** Lets requests under way end, for at most a second. */
  @Override
  public void close() {
    server.stop(1);
    threads.shutdown();
    try {
      threads.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
