package dev.backhaul.bench;

import dev.backhaul.gateway.Desk;
import dev.backhaul.gateway.Gate;
import dev.backhaul.gateway.Gates;
import dev.backhaul.gateway.Gateway;
import dev.backhaul.gateway.Steer;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.GatewayConfig;
import dev.backhaul.manifest.Ingress;
import dev.backhaul.manifest.IngressPoint;
import dev.backhaul.manifest.Jq;
import dev.backhaul.manifest.Pick;
import dev.backhaul.manifest.SignatureScheme;
import dev.backhaul.store.Actor;
import dev.backhaul.store.Audit;
import dev.backhaul.store.Store;
import dev.backhaul.store.StoreSettings;
import dev.backhaul.time.SystemTime;
import dev.backhaul.time.Time;
import dev.backhaul.yaml.Environment;
import dev.backhaul.yaml.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A gateway in a process of its own, to be measured and killed. Arguments: home, file of the store,
 * URL that events are delivered to. Says its port; then obeys {@code source}, {@code hold}, {@code
 * memory} and {@code end}.
 */
public final class GatewayLife {
  static final String PATH = "bench-path-of-nobody-else";
  static final String SECRET = "the bench's secret";
  private static final String POINT = "bench";

  private GatewayLife() {}

  /** Lives. */
  public static void main(String[] args) throws IOException {
    Time time = new SystemTime();
    Environment environment = Map.of("SECRET", SECRET)::get;
    Gates gates = new Gates(List.of(gate(URI.create(args[2]))));
    try (Store store = Store.open(StoreSettings.file(Path.of(args[1])));
        Gateway gateway =
            Gateway.open(
                new Gateway.Surroundings(
                    Path.of(args[0]), config(), store, environment, time, new Random(1)),
                gates)) {
      gateway.lead(() -> true, tx -> {});
      gateway.watch();
      Desk desk = new Desk(store, new Audit(time), time, gates, environment);
      System.out.println(gateway.port());
      BufferedReader orders =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String order = orders.readLine();
          order != null && !order.equals("end");
          order = orders.readLine()) {
        System.out.println(order.equals("memory") ? memory(gateway) : steered(desk, order));
      }
    }
    System.exit(0);
  }

  private static String steered(Desk desk, String way) {
    desk.steer(
        POINT,
        Steer.Way.of(way),
        false,
        10_000,
        new Actor("bench", Set.of(Actor.Role.OPERATOR)),
        "measured");
    return way;
  }

  private static String memory(Gateway gateway) {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return Json.text(
        Json.object()
            .put("heapMegabytes", (runtime.totalMemory() - runtime.freeMemory()) / 1_048_576.0)
            .put("acceptP50Millis", gateway.counts().quantile(0.5).toNanos() / 1e6)
            .put("acceptP99Millis", gateway.counts().quantile(0.99).toNanos() / 1e6));
  }

  private static GatewayConfig config() {
    return new GatewayConfig(
        "127.0.0.1",
        0,
        URI.create("https://hooks.example.com"),
        1_000_000,
        32_768,
        Duration.ofSeconds(10),
        1_000_000,
        Set.of(),
        List.of(),
        List.of("127.0.0.1"),
        Duration.ofDays(14),
        new GatewayConfig.Quarantine(1_000, 10));
  }

  private static Gate gate(URI to) {
    return new Gate(
        POINT,
        new Ingress(
            SignatureScheme.GITHUB,
            null,
            null,
            Duration.ofMinutes(5),
            new Ingress.Reply(200, "", "text/plain"),
            Ingress.Handshake.NONE,
            new Pick(null, Jq.of(".id")),
            new Pick(null, Jq.of(".key")),
            null),
        new IngressPoint(
            PATH,
            List.of(),
            List.of(Secret.of("${env:SECRET}")),
            null,
            new IngressPoint.Downstream(to, SignatureScheme.GITHUB, Secret.of("${env:SECRET}")),
            null,
            10_000),
        Duration.ofHours(1),
        null);
  }
}
