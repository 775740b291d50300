package dev.backhaul.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.backhaul.json.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.BitSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Where a measured gateway delivers: notes what came, how often, and in which order of its key. */
final class GatewaySink implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(32);
  private final BitSet came = new BitSet();
  private final int[] lastOfKey = new int[GatewaySenders.KEYS];
  private long twice;
  private long outOfOrder;

  GatewaySink() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 1_024);
    server.setExecutor(threads);
    server.createContext("/", this::take);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var event = Json.parse(exchange.getRequestBody().readAllBytes());
      note(event.path("n").asInt(), event.path("key").asInt());
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private synchronized void note(int n, int key) {
    if (came.get(n)) {
      twice++;
    }
    if (n < lastOfKey[key]) {
      outOfOrder++;
    }
    lastOfKey[key] = Math.max(n, lastOfKey[key]);
    came.set(n);
  }

  /** How many different events came. */
  synchronized int events() {
    return came.cardinality();
  }

  /** How many deliveries were one too many. */
  synchronized long twice() {
    return twice;
  }

  /** How many came after a later one of their key. */
  synchronized long outOfOrder() {
    return outOfOrder;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
