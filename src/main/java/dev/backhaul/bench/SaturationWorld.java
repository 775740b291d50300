package dev.backhaul.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.budget.Budget;
import dev.backhaul.budget.Call;
import dev.backhaul.budget.Lane;
import dev.backhaul.budget.MemoryBudgetStore;
import dev.backhaul.budget.Permit;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Limit;
import dev.backhaul.sandbox.Caller;
import dev.backhaul.sandbox.LimitRule;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.sandbox.Traffic;
import dev.backhaul.sandbox.http.Request;
import dev.backhaul.time.Time;
import dev.backhaul.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One platform limit, the business using its reserve of it, and the service using the rest, in
 * virtual time over a wire with latency and jitter. The platform's clock is 37 seconds ahead.
 *
 * @param kind how the platform counts
 * @param window its window; a day for {@link Limit.Kind#DAILY}
 * @param requests the limit
 * @param business the share of the limit that is reserved, and used, by the business
 * @param windows how many windows are measured
 */
record SaturationWorld(
    Limit.Kind kind, Duration window, int requests, double business, int windows, long seed) {
  private static final ZoneId ZONE = ZoneId.of("America/New_York");
  private static final Instant START = Instant.parse("2026-03-06T20:00:17.123Z");
  private static final Duration AHEAD = Duration.ofSeconds(37);
  private static final int WORKERS = 8;

  /**
   * What was seen.
   *
   * @param used our accepted requests in the measured span over our fair share of it
   * @param refusedOurs 429s we got, in the whole run
   * @param refusedBusiness 429s the business got, in the whole run
   * @param p99Millis the 99th percentile of our requests' time from sending to answer
   */
  record Seen(
      double used, long refusedOurs, long refusedBusiness, long p99Millis, ObjectNode raw) {}

  String name() {
    return String.format(
        Locale.ROOT,
        "%s %d/%ds business %d%%",
        kind.name().toLowerCase(Locale.ROOT),
        requests,
        window.toSeconds(),
        Math.round(business * 100));
  }

  /** The least share that must be used; latency eats into short windows. */
  double goal(Seen seen) {
    double millis = window.toMillis();
    return window.toSeconds() >= 60 ? 0.97 : 0.97 * millis / (millis + seen.p99Millis());
  }

  Seen run() throws InterruptedException {
    List<Long> latencies = Collections.synchronizedList(new ArrayList<>());
    try (VirtualTime time = VirtualTime.startingAt(START)) {
      InstantSource serverClock = () -> time.instant().plus(AHEAD);
      Sandbox sandbox =
          new Sandbox(
              serverClock,
              (timeline, ledger, limits) -> {
                limits.put(rule());
                return new MeteredPlatform(timeline);
              });
      Instant from = measuredFrom(serverClock.instant());
      Instant until = measuredUntil(from);
      trade(sandbox, serverClock.instant());
      try (Budget budget = new Budget("bench", List.of(limit()), new MemoryBudgetStore(), time);
          ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
        List<Future<?>> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
          Random random = new Random(seed * 1_000 + i);
          workers.add(
              threads.submit(
                  () -> {
                    try (Time.Work held = time.work()) {
                      while (serverClock.instant().isBefore(until)) {
                        latencies.add(send(budget, sandbox, time, random));
                      }
                    }
                    return null;
                  }));
        }
        for (Future<?> worker : workers) {
          worker.get();
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("a worker of " + name() + " failed", e.getCause());
      }
      return seen(sandbox, from, until, latencies);
    }
  }

  private LimitRule rule() {
    LimitRule.Keys all = LimitRule.on("*", "/**", LimitRule.Scope.ACCOUNT);
    return switch (kind) {
      case FIXED -> LimitRule.fixed("limit", all, requests, window);
      case SLIDING -> LimitRule.sliding("limit", all, requests, window);
      case BUCKET -> LimitRule.bucket("limit", all, requests, window);
      case DAILY -> LimitRule.daily("limit", all, requests, ZONE);
      case CONCURRENT -> LimitRule.concurrent("limit", all, requests);
    };
  }

  private Limit limit() {
    return new Limit(
        "limit",
        kind,
        requests,
        window,
        Limit.Scope.ACCOUNT,
        List.of(),
        List.of(),
        business,
        ZONE.getId(),
        new Limit.Headers("X-Rate-Limit", "X-Rate-Limit-Remaining", "X-Rate-Limit-Reset", null));
  }

  /**
   * Past the first window: a fresh one would flatter us. Windows with borders are measured whole.
   */
  private Instant measuredFrom(Instant now) {
    return switch (kind) {
      case DAILY -> now.atZone(ZONE).with(LocalTime.MIN).plusDays(1).toInstant();
      case FIXED -> {
        long length = window.toMillis();
        yield Instant.ofEpochMilli((now.toEpochMilli() / length + 2) * length);
      }
      case SLIDING, BUCKET, CONCURRENT -> now.plus(window);
    };
  }

  /** Days are counted by the calendar: one of those measured has only 23 hours. */
  private Instant measuredUntil(Instant from) {
    return kind == Limit.Kind.DAILY
        ? from.atZone(ZONE).plusDays(windows).toInstant()
        : from.plus(window.multipliedBy(windows));
  }

  /** Whether whole windows are measured, so that more than the fair share would be too much. */
  boolean bounded() {
    return kind != Limit.Kind.BUCKET;
  }

  /** As much as surely fits into the reserve, wherever a window is laid over the jittered calls. */
  private void trade(Sandbox sandbox, Instant from) {
    double perWindow = Math.round(requests * business) - 2.0;
    if (perWindow > 0) {
      sandbox.run(
          () ->
              sandbox
                  .traffic()
                  .start(
                      new Traffic.Load(
                          "GET",
                          "/things",
                          "people",
                          perWindow * 1_000 / window.toMillis(),
                          1,
                          from,
                          null,
                          seed)));
    }
  }

  private static long send(Budget budget, Sandbox sandbox, Time time, Random random)
      throws InterruptedException {
    try (Permit permit = budget.acquire(Call.of("GET", "/things", Lane.DELTA))) {
      Instant sent = time.instant();
      time.sleep(wire(random));
      Sandbox.Outcome outcome =
          sandbox.exchange(
              new Request("GET", "/things", Map.of(), Map.of(), new byte[0], Instant.EPOCH));
      time.sleep(wire(random));
      permit.answered(outcome.response().status(), outcome.response().headers());
      outcome.done().run();
      return Duration.between(sent, time.instant()).toMillis();
    }
  }

  /** One way: mostly a few dozen milliseconds, with a long tail up to 400. */
  private static Duration wire(Random random) {
    return Duration.ofMillis(15 + (long) Math.min(385, -40 * Math.log(1 - random.nextDouble())));
  }

  private Seen seen(Sandbox sandbox, Instant from, Instant until, List<Long> latencies) {
    long accepted =
        sandbox.ledger().calls().stream()
            .filter(call -> call.caller() == Caller.OURS && call.status() == 200)
            .filter(call -> !call.at().isBefore(from) && call.at().isBefore(until))
            .count();
    double fair = (requests - Math.round(requests * business)) * (double) windows;
    List<Long> sorted = latencies.stream().sorted().toList();
    long p99 = sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1);
    long ours = sandbox.ledger().throttled(Caller.OURS);
    long others = sandbox.ledger().throttled(Caller.BUSINESS);
    ObjectNode raw =
        Json.object()
            .put("world", name())
            .put("windowsMeasured", windows)
            .put("fairShare", fair)
            .put("accepted", accepted)
            .put("acceptedBusinessWholeRun", sandbox.ledger().accepted(Caller.BUSINESS))
            .put("refusedOurs", ours)
            .put("refusedBusiness", others)
            .put("p99Millis", p99)
            .put("seed", seed);
    return new Seen(accepted / fair, ours, others, p99, raw);
  }
}
