package dev.backhaul.integration;

import dev.backhaul.manifest.Integration;
import dev.backhaul.manifest.IntegrationKind;
import dev.backhaul.manifest.Integrations;
import dev.backhaul.platform.Destinations;
import dev.backhaul.platform.Requests;
import dev.backhaul.store.Actor;
import dev.backhaul.store.Audit;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.Ids;
import dev.backhaul.store.Leases;
import dev.backhaul.store.Store;
import dev.backhaul.store.Stores;
import dev.backhaul.yaml.Binder;
import dev.backhaul.yaml.YamlFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** One process with a switchboard over a store file and providers that outlive it. */
final class Board implements AutoCloseable {
  static final Actor MIA = new Actor("mia", java.util.Set.of(Actor.Role.OPERATOR));
  static final Actor KAI = new Actor("kai", java.util.Set.of(Actor.Role.OPERATOR));
  static final String TOGGLE =
      """
      integration: 1
      kind: hooks
      title: Hooks
      class: toggle
      direction: into-target
      connect: {hosts: [api.example.com], base: "https://api.example.com", auth: {kind: bearer}, commitTime: 5s}
      list: {request: {get: /hooks}, items: .}
      capture: {request: {get: "/hooks/{id}"}, as: '.answer | {name, url, on, seen}', moving: [seen]}
      pause: {request: {patch: "/hooks/{id}", body: '{on: false}'}, evidence: vendor, source: here}
      resume: {request: {patch: "/hooks/{id}", body: '{on: true}'}, evidence: vendor, source: here}
      repoint: {request: {patch: "/hooks/{id}", body: '{url}'}, evidence: vendor, source: here}
      verify:
        paused: '.now.on == false'
        live: '.now.on == .captured.on and .now.url == .captured.url'
        repointed: '.now.url == .url and .now.on'
      """;
  static final String RECREATE =
      """
      integration: 1
      kind: channels
      title: Channels
      class: recreate
      direction: into-target
      connect: {hosts: [api.example.com], base: "https://api.example.com", auth: {kind: bearer}, commitTime: 5s}
      list: {request: {get: /hooks}, items: .}
      capture: {request: {get: "/hooks/{id}"}, as: '.answer | {name, url, on}'}
      pause: {request: {delete: "/hooks/{id}"}, evidence: vendor, source: here}
      resume: {request: {post: /hooks, body: '{url: .captured.url}'}, evidence: vendor, source: here, changes: [id], id: .id}
      repoint: {request: {post: /hooks, body: '{url}'}, evidence: vendor, source: here, changes: [id], id: .id}
      verify:
        paused: '.now == null'
        live: '.now.url == .captured.url'
        repointed: '.now.url == .url and .now.on'
      """;

  private static final java.util.concurrent.atomic.AtomicLong SEEDS =
      new java.util.concurrent.atomic.AtomicLong(11);

  final StillClock time;
  final Store store;
  final Switchboard switchboard;
  final Ground ground;

  Board(Path file, StillClock time, CrashPoint crash, String owner, List<Wired> wired) {
    this(file, time, crash, owner, wired, Arrivals.NONE);
  }

  Board(
      Path file,
      StillClock time,
      CrashPoint crash,
      String owner,
      List<Wired> wired,
      Arrivals arrivals) {
    this(Store.open(Stores.chosen().at(file), crash), time, crash, owner, wired, arrivals);
  }

  /** Another process over the same store. */
  Board(
      Store store,
      StillClock time,
      CrashPoint crash,
      String owner,
      List<Wired> wired,
      Arrivals arrivals) {
    this.time = time;
    this.store = store;
    ground =
        new Ground(
            store,
            new Leases(store, time),
            owner,
            time,
            new Ids(time, new Random(SEEDS.incrementAndGet())),
            new Audit(time),
            crash,
            arrivals);
    switchboard =
        new Switchboard(ground, wired, new Destinations(List.of("*.example.com"), List.of()));
  }

  static Wired wired(String name, String kind, String spec, Requests requests) {
    String text = "integrations: 1\nwired:\n  " + name + ": " + spec + "\n";
    Integrations all =
        Binder.bind(
            YamlFile.read("integrations.yaml", text),
            Integrations.class,
            variable -> "secret-" + variable);
    Integration one = Optional.ofNullable(all.wired().get(name)).orElseThrow();
    return new Wired(
        name, one, IntegrationKind.parse("kind.yaml", kind), requests, key -> "s3cret", null);
  }

  static Wired hooks(FakeProvider provider) {
    return wired(
        "shop",
        TOGGLE,
        "{kind: hooks, owner: Ada, credentials: {token: \"${env:T}\"}, to: \"https://hold.example.com/x\"}",
        provider);
  }

  /** What became of each item, in order. */
  static List<Result.Outcome> outcomes(List<Result> results) {
    List<Result.Outcome> out = new ArrayList<>();
    results.forEach(result -> out.add(result.outcome()));
    return out;
  }

  Map<String, Long> journal() {
    Map<String, Long> out = new java.util.TreeMap<>();
    store.read(
        handle ->
            handle
                .createQuery("SELECT state, COUNT(*) AS n FROM journal GROUP BY state")
                .map((row, context) -> out.put(row.getString("state"), row.getLong("n")))
                .list());
    return out;
  }

  Instant now() {
    return time.instant();
  }

  @Override
  public void close() {
    store.close();
  }
}
