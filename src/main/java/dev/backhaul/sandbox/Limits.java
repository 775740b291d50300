package dev.backhaul.sandbox;

import dev.backhaul.sandbox.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one account with the ground truth of who took what. A request takes from every
 * limit that applies, or from none; a refused request takes nothing. Guarded by the sandbox's lock.
 */
public final class Limits {
  /**
   * Where one limit stands after a request.
   *
   * @param limit the limit's size
   * @param remaining units still free
   * @param pause until one unit is free; zero when one is
   * @param reset until all units are free, or the window ends
   */
  public record Standing(
      LimitRule rule, long limit, long remaining, Duration pause, Duration reset) {
    /** The pause in whole seconds, rounded up, at least one. */
    public long retryAfterSeconds() {
      return Math.max(1, ceilSeconds(pause));
    }

    /** The reset in whole seconds, rounded up. */
    public long resetSeconds() {
      return ceilSeconds(reset);
    }

    private static long ceilSeconds(Duration duration) {
      return duration.plusNanos(999_999_999).toSeconds();
    }
  }

  /**
   * What the limits say to one request.
   *
   * @param standings of all limits that apply
   * @param refusedBy the limit with the longest wait, or null when the request is let in
   * @param done to be run once, when the request has been answered
   */
  public record Verdict(List<Standing> standings, @Nullable Standing refusedBy, Runnable done) {}

  /** How many requests a limit has let in and refused. */
  public record Tally(long accepted, long refused) {}

  private record Taken(LimitRule rule, Counter counter) {}

  private final Map<String, LimitRule> rules = new LinkedHashMap<>();
  private final Map<String, Map<String, Counter>> counters = new HashMap<>();
  private final Map<String, Map<Caller, Tally>> tallies = new LinkedHashMap<>();

  /** Adds a limit, or replaces the one of the same name (its count starts anew). */
  public void put(LimitRule rule) {
    rules.put(rule.name(), rule);
    counters.remove(rule.name());
  }

  /** Removes all limits; the tallies stay. */
  public void clear() {
    rules.clear();
    counters.clear();
  }

  /** The limits in force. */
  public List<LimitRule> rules() {
    return List.copyOf(rules.values());
  }

  /** Lets a request in or refuses it, and counts it either way. */
  public Verdict admit(Caller caller, String principal, Request request, Instant now) {
    List<Taken> wanted = new ArrayList<>();
    Map<Counter, Long> units = new HashMap<>();
    for (LimitRule rule : rules.values()) {
      for (String key : rule.keys().of(request, principal)) {
        Counter counter = counter(rule, key);
        wanted.add(new Taken(rule, counter));
        units.merge(counter, 1L, Long::sum);
      }
    }
    Standing worst = null;
    for (Taken taken : wanted) {
      if (taken.counter().free(now) < units.getOrDefault(taken.counter(), 1L)) {
        tally(taken.rule(), caller, false);
        Standing standing = standing(taken, now);
        if (worst == null || standing.pause().compareTo(worst.pause()) > 0) {
          worst = standing;
        }
      }
    }
    if (worst == null) {
      wanted.forEach(
          taken -> {
            taken.counter().take(now);
            tally(taken.rule(), caller, true);
          });
    }
    List<Standing> standings = wanted.stream().map(taken -> standing(taken, now)).toList();
    Runnable done =
        worst == null ? () -> wanted.forEach(taken -> taken.counter().release()) : () -> {};
    return new Verdict(standings, worst, done);
  }

  /** What one limit has let in and refused for a caller. */
  public Tally tally(String rule, Caller caller) {
    return tallies.getOrDefault(rule, Map.of()).getOrDefault(caller, new Tally(0, 0));
  }

  /** All tallies by limit name. */
  public Map<String, Map<Caller, Tally>> tallies() {
    Map<String, Map<Caller, Tally>> copy = new LinkedHashMap<>();
    tallies.forEach((name, byCaller) -> copy.put(name, Map.copyOf(byCaller)));
    return copy;
  }

  /**
   * Where one counter of a limit stands, without taking from it; null when there is no such limit.
   */
  public @Nullable Standing standing(String rule, String key, Instant now) {
    LimitRule known = rules.get(rule);
    return known == null ? null : standing(new Taken(known, counter(known, key)), now);
  }

  private Counter counter(LimitRule rule, String key) {
    return counters
        .computeIfAbsent(rule.name(), name -> new HashMap<>())
        .computeIfAbsent(key, name -> Counter.of(rule));
  }

  private void tally(LimitRule rule, Caller caller, boolean accepted) {
    tallies
        .computeIfAbsent(rule.name(), name -> new EnumMap<>(Caller.class))
        .merge(
            caller,
            accepted ? new Tally(1, 0) : new Tally(0, 1),
            (a, b) -> new Tally(a.accepted() + b.accepted(), a.refused() + b.refused()));
  }

  private static Standing standing(Taken taken, Instant now) {
    return new Standing(
        taken.rule(),
        taken.rule().limit(),
        Math.max(0, taken.counter().free(now)),
        taken.counter().pause(now),
        taken.counter().reset(now));
  }
}
