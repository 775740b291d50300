package dev.backhaul.bench;

import dev.backhaul.demo.Incident;
import dev.backhaul.sandbox.Fault;
import dev.backhaul.sandbox.Fault.Kind;
import dev.backhaul.sandbox.Sandbox;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What goes wrong with both systems while lives begin and end: by chance, from a seed. */
final class BadWeather {
  private static final List<Kind> SOURCE =
      List.of(
          Kind.THROTTLED,
          Kind.SERVER_ERROR,
          Kind.UNAVAILABLE,
          Kind.RESET_BEFORE,
          Kind.RESET_AFTER,
          Kind.LATE_COMMIT,
          Kind.TRUNCATED,
          Kind.ERROR_IN_200,
          Kind.EXPIRED_TOKEN);

  private static final List<Kind> TARGET =
      List.of(
          Kind.THROTTLED,
          Kind.SERVER_ERROR,
          Kind.UNAVAILABLE,
          Kind.RESET_BEFORE,
          Kind.TRUNCATED,
          Kind.ERROR_IN_200,
          Kind.EXPIRED_TOKEN);

  /**
   * A refused token is told at once, never asked again: it stops whatever goes on, and that is a
   * hundred requests and more before an undo has put the first record back. One in twenty refused
   * is a system in which nothing of that length can come to its end.
   */
  private static final double MOST_EXPIRED = 0.01;

  private BadWeather() {}

  /** Lets three kinds of trouble loose on each system, each hitting a few requests in a hundred. */
  static void over(Incident incident, Random random) {
    over(incident.source(), SOURCE, random);
    over(incident.target(), TARGET, random);
  }

  private static void over(Sandbox sandbox, List<Kind> kinds, Random random) {
    sandbox.faults().seed(random.nextLong());
    for (int i = 0; i < 3; i++) {
      Kind kind = kinds.get(random.nextInt(kinds.size()));
      Duration late = Duration.ofSeconds(5 + random.nextInt(90));
      double chance = 0.01 + random.nextInt(5) / 100.0;
      double often = kind == Kind.EXPIRED_TOKEN ? Math.min(chance, MOST_EXPIRED) : chance;
      sandbox.faults().add(Fault.random(kind, "*", "/**", often).delayed(late));
    }
  }

  /** How often each kind has hit so far, over both systems. */
  static Map<Kind, Long> hits(Incident incident) {
    Map<Kind, Long> hits = new EnumMap<>(Kind.class);
    for (Sandbox sandbox : List.of(incident.source(), incident.target())) {
      sandbox.ledger().calls().stream()
          .filter(call -> call.fault() != null)
          .forEach(call -> hits.merge(Kind.valueOf(String.valueOf(call.fault())), 1L, Long::sum));
    }
    return hits;
  }
}
