package dev.backhaul.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.backhaul.manifest.GatewayConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's HTTP port: reads a request within bounds, asks, answers. Slow senders are cut off,
 * loud ones told to slow down, long requests refused before they are read.
 */
final class Door implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);
  private static final Pattern PATH = Pattern.compile("/h/([A-Za-z0-9_-]{1,100})");
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH");

  /** A slow sender holds one of them until it is cut off. */
  private static final int THREADS = 256;

  private static final int QUEUE = 1_024;

  private final GatewayConfig config;
  private final InstantSource clock;
  private final Function<Visit, Reply> answering;
  private final Counts counts;
  private final Rates rates;
  private final HttpServer server;
  private final AtomicInteger under = new AtomicInteger();
  private final ThreadPoolExecutor threads;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(task -> thread(task, "gateway-patience"));

  private Door(
      GatewayConfig config,
      InstantSource clock,
      Function<Visit, Reply> answering,
      Counts counts,
      HttpServer server) {
    this.config = config;
    this.clock = clock;
    this.answering = answering;
    this.counts = counts;
    this.server = server;
    rates = new Rates(clock, config.ratePerSource());
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> thread(task, "gateway-door"));
    threads.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Listens.
   *
   * @throws IOException if the port cannot be had
   */
  static Door listen(
      GatewayConfig config, InstantSource clock, Function<Visit, Reply> answering, Counts counts)
      throws IOException {
    InetSocketAddress at =
        new InetSocketAddress(InetAddress.getByName(config.host()), config.port());
    Door door = new Door(config, clock, answering, counts, HttpServer.create(at, QUEUE));
    door.server.setExecutor(door.threads);
    door.server.createContext("/", door::serve);
    door.server.start();
    return door;
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    under.incrementAndGet();
    try {
      timed(exchange);
    } finally {
      under.decrementAndGet();
    }
  }

  private void timed(HttpExchange exchange) throws IOException {
    long began = System.nanoTime();
    Future<?> patience =
        watch.schedule(exchange::close, config.patience().toMillis(), TimeUnit.MILLISECONDS);
    try (exchange) {
      Reply reply = reply(exchange, patience);
      counts.answered(System.nanoTime() - began);
      send(exchange, reply);
    } finally {
      patience.cancel(false);
    }
  }

  private Reply reply(HttpExchange exchange, Future<?> patience) throws IOException {
    Matcher path = PATH.matcher(String.valueOf(exchange.getRequestURI().getRawPath()));
    if (!path.matches()) {
      return refused("path", Reply.UNKNOWN);
    }
    if (!METHODS.contains(exchange.getRequestMethod())) {
      return refused("method", Reply.text(405, "text/plain", "no such method\n"));
    }
    if (!rates.allows(source(exchange))) {
      return refused("rate", Reply.TOO_MANY);
    }
    if (headerBytes(exchange) > config.mostHeaderBytes()) {
      return refused("headers", Reply.HEADERS_TOO_LONG);
    }
    if (told(exchange) > config.mostBytes()) {
      return refused("body", Reply.TOO_LONG);
    }
    byte[] body = exchange.getRequestBody().readNBytes(config.mostBytes() + 1);
    patience.cancel(false);
    if (body.length > config.mostBytes()) {
      return refused("body", Reply.TOO_LONG);
    }
    try {
      return answering.apply(
          Visit.of(
              new Arrival(
                  exchange.getRequestMethod(),
                  url(exchange),
                  exchange.getRequestHeaders(),
                  body,
                  clock.instant()),
              path.group(1)));
    } catch (RuntimeException e) {
      LOG.error("a webhook could not be taken: {}", e.getClass().getSimpleName(), e);
      return Reply.LATER;
    }
  }

  private Reply refused(String why, Reply reply) {
    counts.refused(why);
    return reply;
  }

  /** As the sender wrote it: the public base, and what came of path and query, undecoded. */
  private String url(HttpExchange exchange) {
    String base = config.publicUrl().toString();
    String query = exchange.getRequestURI().getRawQuery();
    return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
        + exchange.getRequestURI().getRawPath()
        + (query == null ? "" : "?" + query);
  }

  /** Who sends: behind a proxy that is trusted, the last address it did not add itself. */
  private String source(HttpExchange exchange) {
    String peer = exchange.getRemoteAddress().getAddress().getHostAddress();
    List<String> forwarded = exchange.getRequestHeaders().get("X-Forwarded-For");
    if (forwarded == null || !config.trustedProxies().contains(peer)) {
      return peer;
    }
    String[] hops = String.join(",", forwarded).split(",", 50);
    for (int i = hops.length - 1; i >= 0; i--) {
      String hop = hops[i].strip();
      if (!hop.isEmpty() && !config.trustedProxies().contains(hop)) {
        return hop;
      }
    }
    return peer;
  }

  private static long headerBytes(HttpExchange exchange) {
    long bytes = 0;
    for (Map.Entry<String, List<String>> each : exchange.getRequestHeaders().entrySet()) {
      for (String value : each.getValue()) {
        bytes += each.getKey().length() + value.length() + 4L;
      }
    }
    return bytes;
  }

  /** How long the body is said to be; -1 if that is not said. */
  private static long told(HttpExchange exchange) {
    @Nullable String length = exchange.getRequestHeaders().getFirst("Content-Length");
    return length == null || !length.matches("[0-9]{1,18}") ? -1 : Long.parseLong(length);
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    boolean none = exchange.getRequestMethod().equals("HEAD") || reply.body().length == 0;
    var headers = exchange.getResponseHeaders();
    reply.headers().forEach(headers::set);
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    if (reply.body().length > 0) {
      headers.set("Content-Type", reply.type());
    }
    exchange.sendResponseHeaders(reply.status(), none ? -1 : reply.body().length);
    if (!none) {
      exchange.getResponseBody().write(reply.body());
    }
  }

  /** Takes no more; requests under way end, for at most two seconds. */
  @Override
  public void close() {
    // It waits all that time even where nothing is under way.
    server.stop(under.get() == 0 ? 0 : 2);
    threads.shutdown();
    watch.shutdownNow();
  }
}
