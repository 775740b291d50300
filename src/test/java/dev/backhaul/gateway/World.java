package dev.backhaul.gateway;

import com.sun.net.httpserver.HttpServer;
import dev.backhaul.manifest.GatewayConfig;
import dev.backhaul.manifest.Ingress;
import dev.backhaul.manifest.IngressPoint;
import dev.backhaul.manifest.Jq;
import dev.backhaul.manifest.Pick;
import dev.backhaul.manifest.SignatureScheme;
import dev.backhaul.store.Actor;
import dev.backhaul.store.Audit;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.Store;
import dev.backhaul.store.StoreSettings;
import dev.backhaul.time.Time;
import dev.backhaul.yaml.Environment;
import dev.backhaul.yaml.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A gateway over a store of its own, with endpoints that remember what they were sent. */
final class World implements AutoCloseable {
  static final String PATH = "a-path-nobody-can-guess";
  static final String SECRET = "the sender's secret";
  static final Actor ADA = new Actor("ada", Set.of(Actor.Role.OPERATOR));
  private static final Environment ENVIRONMENT =
      Map.of("SECRET", SECRET, "OLD", "the secret before", "OURS", "whsec_b3VycyBhbG9uZQ==")::get;

  final Clock clock = new Clock();
  final Endpoint target = new Endpoint();
  final Endpoint source = new Endpoint();
  final Store store;
  private final HttpClient http = HttpClient.newHttpClient();
  private Gateway gateway;
  private Gates gates;

  /** Time that moves when it is told to. */
  static final class Clock implements Time {
    private final AtomicLong millis =
        new AtomicLong(Instant.parse("2026-03-06T18:00:00Z").toEpochMilli());

    void pass(Duration span) {
      millis.addAndGet(span.toMillis());
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis.get());
    }

    @Override
    public void sleepUntil(Instant due) {
      throw new UnsupportedOperationException("nothing sleeps here");
    }

    @Override
    public Work work() {
      return () -> {};
    }
  }

  /** What an endpoint was sent. */
  record Received(Map<String, List<String>> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }
  }

  /** An endpoint; answers 200 unless told otherwise. */
  static final class Endpoint implements AutoCloseable {
    final List<Received> received = new CopyOnWriteArrayList<>();
    volatile Function<Received, Integer> answering = request -> 200;
    volatile String says = "";
    private final HttpServer server;

    Endpoint() {
      try {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      server.setExecutor(
          Executors.newFixedThreadPool(
              8,
              task -> {
                Thread thread = new Thread(task);
                thread.setDaemon(true);
                return thread;
              }));
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              Received request =
                  new Received(
                      exchange.getRequestHeaders(),
                      new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
              int status = answering.apply(request);
              if (status < 0) {
                return; // The connection breaks without an answer.
              }
              received.add(request);
              byte[] body = says.getBytes(StandardCharsets.UTF_8);
              exchange.getResponseHeaders().set("Content-Type", "text/xml");
              exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
              if (body.length > 0) {
                exchange.getResponseBody().write(body);
              }
            }
          });
      server.start();
    }

    URI url() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    List<String> bodies() {
      return received.stream().map(Received::body).toList();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  World(Path folder) {
    this(folder, CrashPoint.NONE);
  }

  World(Path folder, CrashPoint crash) {
    store = Store.open(StoreSettings.file(folder.resolve("gateway.db")), crash);
    gates = new Gates(List.of(gate("hooks", PATH, how(SignatureScheme.GITHUB))));
    gateway = opened();
  }

  static Ingress how(SignatureScheme scheme) {
    return new Ingress(
        scheme,
        null,
        null,
        Duration.ofMinutes(5),
        new Ingress.Reply(200, "", "text/plain"),
        Ingress.Handshake.NONE,
        new Pick("X-Id", null),
        new Pick(null, Jq.of(".key")),
        null);
  }

  Gate gate(String name, String path, Ingress how) {
    return new Gate(
        name,
        how,
        new IngressPoint(
            path,
            List.of(),
            List.of(Secret.of("${env:SECRET}"), Secret.of("${env:OLD}")),
            new IngressPoint.Downstream(target.url(), SignatureScheme.STANDARD, null),
            new IngressPoint.Downstream(
                source.url(), SignatureScheme.STANDARD, Secret.of("${env:OURS}")),
            null,
            10),
        Duration.ofHours(1),
        null);
  }

  static GatewayConfig config() {
    return new GatewayConfig(
        "127.0.0.1",
        0,
        URI.create("https://hooks.example.com"),
        100_000,
        8_000,
        Duration.ofSeconds(1),
        1_000,
        Set.of(),
        List.of(),
        List.of("127.0.0.1"),
        Duration.ofDays(14),
        new GatewayConfig.Quarantine(50, 1));
  }

  private Gateway opened() {
    try {
      Gateway opened =
          Gateway.open(
              new Gateway.Surroundings(
                  Path.of("."), config(), store, ENVIRONMENT, clock, new Random(7)),
              gates);
      opened.lead(() -> true, tx -> {});
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Gateway gateway() {
    return gateway;
  }

  void use(Gate... now) {
    gates = new Gates(List.of(now));
    gateway.swap(gates);
  }

  void steer(String way) {
    steer("hooks", way, false);
  }

  void steer(String point, String way, boolean keepHeld) {
    store.useTransaction(
        tx ->
            new Steering(new Audit(clock), clock)
                .steer(tx, point, Steer.Way.of(way), keepHeld, null, ADA, "the test says so"));
  }

  /** A second at a time, as the service's clock would. */
  void deliver(int seconds) {
    for (int i = 0; i < seconds; i++) {
      for (Gate gate : gates.all()) {
        gateway.deliver(gate.name(), Receiver.TARGET);
        gateway.deliver(gate.name(), Receiver.SOURCE);
      }
      clock.pass(Duration.ofSeconds(1));
    }
  }

  HttpResponse<String> send(String id, String body) {
    return send(PATH, body, signed(id, body));
  }

  static Map<String, String> signed(String id, String body) {
    Arrival request =
        new Arrival("POST", "", Map.of(), body.getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
    Map<String, String> headers =
        new java.util.HashMap<>(Signing.headers(SignatureScheme.GITHUB, SECRET, "", request));
    headers.put("X-Id", id);
    return headers;
  }

  HttpResponse<String> send(String path, @Nullable String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/h/" + path));
    headers.forEach(request::header);
    if (body != null) {
      request.POST(HttpRequest.BodyPublishers.ofString(body));
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** State and number of events. */
  List<String> states() {
    List<String> out = new ArrayList<>();
    store.useTransaction(
        tx -> {
          out.addAll(
              tx.createQuery("SELECT state || ' ' || count(*) FROM inbox GROUP BY state ORDER BY 1")
                  .mapTo(String.class)
                  .list());
          out.addAll(
              tx.createQuery(
                      "SELECT role || ' ' || state || ' ' || count(*) FROM delivery GROUP BY role, state ORDER BY 1")
                  .mapTo(String.class)
                  .list());
        });
    return out;
  }

  @Override
  public void close() {
    gateway.close();
    store.close();
    target.close();
    source.close();
  }
}
