package dev.backhaul.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.backhaul.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * The webhook gateway in a process of its own, over a durable store: how long senders wait at 500
 * events a second, how many it takes at most (beside a port that keeps nothing), how fast it
 * replays; then the same with kills: nothing lost, order kept.
 */
final class GatewayBench {
  private static final int PACE = 500;
  private static final int PACED = 5_000;
  private static final long SEED = 20_260_306;

  /** Deliveries that may be on their way at once: each kill may repeat them, under their ids. */
  private static final int ON_THEIR_WAY = 32;

  private GatewayBench() {}

  /** Measures. */
  static Bars measure(Path home, int events) throws IOException, InterruptedException {
    int half = Math.max(200, events / 2);
    int paced = Math.min(PACED, half);
    try (Scratch scratch = new Scratch("gateway");
        GatewaySink sink = new GatewaySink();
        Life life = new Life(home, scratch.folder().resolve("gateway.db"), sink.url())) {
      ObjectNode raw = Json.object().put("events", events).put("kills", kills(half));
      GatewaySenders senders = new GatewaySenders(life::port);
      senders.send(0, 200, 0); // Warm: a service runs for days.
      long[] took = senders.send(200, 200 + paced, PACE);
      raw.put("pacedPerSecond", PACE)
          .put("pacedP50Millis", took[took.length / 2] / 1e6)
          .put("pacedP99Millis", took[(int) (took.length * 0.99)] / 1e6);
      int next = 200 + paced;
      double accepting = seconds(() -> senders.send(200 + paced, 200 + paced + half, 0));
      next += half;
      raw.put("acceptPerSecond", half / accepting).put("plainPerSecond", plain(half));
      int held = next;
      double replaying =
          seconds(
              () -> {
                life.order("source");
                await(sink, held);
              });
      raw.put("replayPerSecond", held / replaying).put("twiceWithoutKills", sink.twice());
      JsonNode memory = Json.parse(life.order("memory"));
      raw.setAll((ObjectNode) memory);
      killed(life, senders, next, next + half);
      await(sink, next + half);
      long twice = sink.twice() - raw.path("twiceWithoutKills").asLong();
      raw.put("twiceAfterKills", twice).put("outOfOrder", sink.outOfOrder());
      raw.put("sent", next + half).put("delivered", sink.events());
      return new Bars("gateway", List.of(SEED), raw, bars(raw));
    }
  }

  private static List<Bar> bars(JsonNode raw) {
    List<Bar> out = new ArrayList<>();
    out.add(
        Bar.atMost(
            "answer at 500 events a second, p99",
            raw.path("pacedP99Millis").asDouble(),
            25,
            "milliseconds"));
    out.add(
        Bar.atLeast(
            "accepted and kept", raw.path("acceptPerSecond").asDouble(), PACE, "events a second"));
    out.add(
        Bar.atMost(
            "lost, with kills",
            raw.path("sent").asDouble() - raw.path("delivered").asDouble(),
            0,
            "events"));
    out.add(
        Bar.atMost(
            "delivered twice without a kill",
            raw.path("twiceWithoutKills").asDouble(),
            0,
            "events"));
    out.add(
        Bar.atMost(
            "repeated under its id after a kill",
            raw.path("twiceAfterKills").asDouble(),
            raw.path("kills").asDouble() * ON_THEIR_WAY,
            "events"));
    out.add(Bar.atMost("out of order", raw.path("outOfOrder").asDouble(), 0, "events"));
    out.add(Bar.atMost("heap after all", raw.path("heapMegabytes").asDouble(), 200, "megabytes"));
    return out;
  }

  /** Enough to be seen in a short run, and not so many that a long one is all starting. */
  private static int kills(int events) {
    return Math.clamp(events / 1_000, 2, 40);
  }

  @FunctionalInterface
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static double seconds(Work work) throws IOException, InterruptedException {
    long began = System.nanoTime();
    work.run();
    return (System.nanoTime() - began) / 1e9;
  }

  /** Until so many events came, or none came for a minute. */
  private static void await(GatewaySink sink, int events) {
    int seen = sink.events();
    long last = System.nanoTime();
    while (seen < events && System.nanoTime() - last < 60_000_000_000L) {
      LockSupport.parkNanos(20_000_000);
      int now = sink.events();
      last = now > seen ? System.nanoTime() : last;
      seen = now;
    }
  }

  /** Sends while the gateway is killed again and again. */
  private static void killed(Life life, GatewaySenders senders, int from, int until)
      throws InterruptedException {
    int before = senders.answered();
    Thread killer =
        new Thread(
            () -> {
              Random random = new Random(SEED);
              int kills = kills(until - from);
              for (int kill = 1; kill <= kills; kill++) {
                int at = before + (int) ((until - from) * (long) kill / (kills + 1));
                while (senders.answered() < at) {
                  LockSupport.parkNanos(1_000_000);
                }
                LockSupport.parkNanos(random.nextInt(200_000_000));
                life.killed();
              }
            },
            "killer");
    killer.start();
    senders.send(from, until, 0);
    killer.join();
  }

  /** The same senders against a port that reads and forgets: the ceiling. */
  private static double plain(int events) throws IOException, InterruptedException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 1_024);
    ExecutorService threads = Executors.newFixedThreadPool(64);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
          }
        });
    server.start();
    try {
      GatewaySenders senders = new GatewaySenders(() -> server.getAddress().getPort());
      return events / seconds(() -> senders.send(0, events, 0));
    } finally {
      server.stop(0);
      threads.shutdownNow();
    }
  }

  /** The measured process; born anew over the same store whenever it was killed. */
  private static final class Life implements AutoCloseable {
    private final Path home;
    private final Path store;
    private final URI to;
    private Process process;
    private BufferedReader said;
    private Writer orders;
    private volatile int port;

    Life(Path home, Path store, URI to) throws IOException {
      this.home = home;
      this.store = store;
      this.to = to;
      process = born();
      said = process.inputReader(StandardCharsets.UTF_8);
      orders = process.outputWriter(StandardCharsets.UTF_8);
      port = Integer.parseInt(Objects.requireNonNull(said.readLine(), "it did not start"));
    }

    private Process born() throws IOException {
      return new ProcessBuilder(
              BulkBench.java(
                  List.of("-Xmx256m", "-Dsun.net.httpserver.nodelay=true"),
                  GatewayLife.class,
                  home.toAbsolutePath().toString(),
                  store.toString(),
                  to.toString()))
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    }

    int port() {
      return port;
    }

    synchronized String order(String what) throws IOException {
      orders.write(what + "\n");
      orders.flush();
      return Objects.requireNonNull(said.readLine(), "it ended");
    }

    /** Killed without a word, and born anew. */
    synchronized void killed() {
      try {
        process.destroyForcibly().waitFor();
        process = born();
        said = process.inputReader(StandardCharsets.UTF_8);
        orders = process.outputWriter(StandardCharsets.UTF_8);
        port = Integer.parseInt(Objects.requireNonNull(said.readLine(), "it did not start"));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
