package dev.backhaul.budget;

import dev.backhaul.manifest.Limit;
import dev.backhaul.time.Time;
import dev.backhaul.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Workers behind a budget, a platform far away over a jittery wire, and the business beside them.
 */
final class Wire {
  static final Instant START = Instant.parse("2026-03-07T03:00:00Z");

  final Limit limit;
  final long seed;
  final Duration length;
  ServerModel.Start start = ServerModel.Start.PHASED;
  boolean tells = true;
  long skew;
  int workers = 8;
  int slowest = 400;
  double chanceOfSilence;

  long ours;
  long oursRefused;
  long business;
  long businessRefused;

  Wire(Limit limit, long seed, Duration length) {
    this.limit = limit;
    this.seed = seed;
    this.length = length;
  }

  static Limit limit(Limit.Kind kind, long requests, Duration window, double reserve) {
    return new Limit(
        "limit",
        kind,
        requests,
        kind == Limit.Kind.CONCURRENT ? null : window,
        Limit.Scope.ACCOUNT,
        List.of(),
        List.of(),
        reserve,
        "Europe/Berlin",
        new Limit.Headers("x-limit", "x-remaining", "x-reset", null));
  }

  Wire run() throws Exception {
    Duration span = limit.window() == null ? Duration.ofSeconds(1) : limit.window();
    Random random = new Random(seed);
    long phase = random.nextInt((int) span.toMillis());
    ServerModel server = model(limit.requests(), span, phase);
    long reserved = Math.round(limit.requests() * limit.reserve());
    ServerModel reserve = model(reserved, span, phase);
    try (VirtualTime time = VirtualTime.startingAt(START);
        ExecutorService threads = Executors.newCachedThreadPool();
        Budget budget = new Budget("a", List.of(limit), new MemoryBudgetStore(), time)) {
      long end = START.plus(length).toEpochMilli();
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        Random own = new Random(seed * 31 + i);
        all.add(threads.submit(inScope(time, () -> work(time, budget, server, own, end))));
      }
      if (reserved > 0) {
        all.add(
            threads.submit(
                inScope(time, () -> trade(time, server, reserve, random, reserved, end))));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    return this;
  }

  private ServerModel model(long size, Duration span, long phase) {
    return new ServerModel(
        limit.kind(), size, span.toMillis(), phase, start, java.time.ZoneId.of("Europe/Berlin"));
  }

  private static Callable<Boolean> inScope(Time time, Callable<Boolean> job) {
    return () -> {
      try (Time.Work held = time.work()) {
        return job.call();
      }
    };
  }

  private boolean work(Time time, Budget budget, ServerModel server, Random random, long end)
      throws InterruptedException {
    while (time.millis() < end) {
      try (Permit permit = budget.acquire(Call.of("GET", "/x", Lane.DELTA))) {
        time.sleep(Duration.ofMillis(1 + random.nextInt(slowest / 2)));
        Map<String, String> headers = new HashMap<>();
        boolean taken = arrive(server, time.millis() + skew, headers);
        time.sleep(Duration.ofMillis(1 + random.nextInt(slowest / 2)));
        if (taken && limit.kind() == Limit.Kind.CONCURRENT) {
          synchronized (this) {
            server.done();
          }
        }
        if (random.nextDouble() >= chanceOfSilence) {
          permit.answered(taken ? 200 : 429, headers);
        }
      }
    }
    return true;
  }

  private synchronized boolean arrive(ServerModel server, long now, Map<String, String> headers) {
    boolean taken = server.take(now);
    if (taken && now - skew < START.plus(length).toEpochMilli()) {
      ours++;
    } else if (!taken) {
      oursRefused++;
    }
    headers.put("date", date(now));
    if (tells) {
      headers.put("x-limit", "" + limit.requests());
      headers.put("x-remaining", "" + server.remaining(now));
      headers.put("x-reset", "" + server.resetSeconds(now));
    }
    return taken;
  }

  static String date(long millis) {
    return DateTimeFormatter.RFC_1123_DATE_TIME
        .withLocale(Locale.ENGLISH)
        .format(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
  }

  private boolean trade(
      Time time, ServerModel server, ServerModel reserve, Random random, long reserved, long end)
      throws InterruptedException {
    long span = limit.window() == null ? 1_000 : limit.window().toMillis();
    while (time.millis() < end) {
      time.sleep(Duration.ofMillis(1 + random.nextInt((int) Math.max(1, span / 10))));
      burst(server, reserve, 1 + random.nextInt((int) reserved), time.millis() + skew);
    }
    return true;
  }

  private synchronized void burst(ServerModel server, ServerModel reserve, int calls, long now) {
    for (int i = 0; i < calls && reserve.take(now); i++) {
      business++;
      if (!server.take(now)) {
        businessRefused++;
      } else if (limit.kind() == Limit.Kind.CONCURRENT) {
        server.done();
        reserve.done();
      }
    }
  }
}
