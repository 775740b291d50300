package dev.backhaul.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.demo.Finding;
import dev.backhaul.json.Json;
import dev.backhaul.sandbox.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What a torture has done so far, and what came of it. Safe for threads. */
final class Toll {
  /** How a life was ended. */
  enum Kind {
    /** In this process, at a step that was drawn: a clock reading, a transaction, a crash point. */
    STEP,
    /** In this process, at an instant of the wall clock. */
    INSTANT,
    /** In this process: it stood still, another took over, and it was refused when it went on. */
    TAKEN_OVER,
    /** A process of its own that halted itself at a step. */
    HALTED,
    /** A process of its own that was killed from outside ({@code kill -9}). */
    KILLED
  }

  private static final int EVERY = 50;

  private final String store;
  private final Consumer<String> heard;
  private final long begun = System.nanoTime();
  private final Map<Kind, Integer> kills = new TreeMap<>();
  private final Map<String, Integer> where = new TreeMap<>();
  private final Map<Fault.Kind, Long> faults = new TreeMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<Duration> restarts = new ArrayList<>();
  private final List<Long> worlds = new ArrayList<>();
  private int undone;
  private final ArrayNode broken = Json.mapper().createArrayNode();

  /**
   * Tells {@code heard} how far it is, every so many kills, and each finding at once.
   *
   * @param store {@code sqlite} or {@code postgres}, as the command line calls it
   */
  Toll(String store, Consumer<String> heard) {
    this.store = store;
    this.heard = heard;
  }

  synchronized void killed(Kind kind, String at) {
    kills.merge(kind, 1, Integer::sum);
    where.merge(at, 1, Integer::sum);
    if (kills() % EVERY == 0) {
      heard.accept(
          "%,d kills after %,d s, %d rollbacks, %d wrong"
              .formatted(
                  kills(),
                  Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                  worlds.size(),
                  broken.size()));
    }
  }

  synchronized int kills() {
    return kills.values().stream().mapToInt(Integer::intValue).sum();
  }

  synchronized void restarted(Duration untilWrite) {
    restarts.add(untilWrite);
  }

  /** A rollback came to its end, in the world with this seed. */
  synchronized void judged(long seed, List<Finding> found, Map<Fault.Kind, Long> hits) {
    worlds.add(seed);
    findings.addAll(found);
    hits.forEach((kind, hit) -> faults.merge(kind, hit, Long::sum));
    if (!found.isEmpty()) {
      ObjectNode row = broken.addObject().put("world", seed).put("again", again(seed));
      found.forEach(row.putArray("findings")::addPOJO);
      heard.accept(found.size() + " findings, the first: " + found.get(0) + "; " + again(seed));
    }
  }

  /** A rollback was undone to its end, too. */
  synchronized void undone() {
    undone++;
  }

  /** A rollback did not come to its end. */
  synchronized void stuck(long seed, String why) {
    worlds.add(seed);
    heard.accept("stuck: " + why.lines().findFirst().orElse("") + "; " + again(seed));
    broken
        .addObject()
        .put("world", seed)
        .put("again", again(seed))
        .put("why", why.lines().limit(12).collect(Collectors.joining("\n")));
  }

  /** The numbers against their goals. */
  synchronized Bars bars(int wanted, Duration took) {
    ObjectNode raw = Json.object().put("store", store).put("seconds", took.toSeconds());
    ObjectNode byKind = raw.putObject("kills");
    kills.forEach((kind, count) -> byKind.put(kind.name(), count));
    ObjectNode byPlace = raw.putObject("killedAt");
    where.forEach(byPlace::put);
    ObjectNode byFault = raw.putObject("faults");
    faults.forEach((kind, count) -> byFault.put(kind.name(), count));
    raw.put("rollbacks", worlds.size());
    raw.put("undone", undone);
    ArrayNode millis = raw.putArray("restartMillis");
    restarts.forEach(restart -> millis.add(restart.toMillis()));
    raw.set("wrong", broken);
    double lost = count("everything-home");
    double doubled = count("nothing-twice");
    long stuck = 0;
    for (var row : broken) {
      stuck += row.has("why") ? 1 : 0;
    }
    List<Bar> bars =
        new ArrayList<>(
            List.of(
                Bar.atLeast("lives ended", kills(), wanted, "kills"),
                Bar.atMost("lost", lost, 0, "findings"),
                Bar.atMost("doubled", doubled, 0, "findings"),
                Bar.atMost("otherwise wrong", findings.size() - lost - doubled, 0, "findings"),
                Bar.atMost("rollbacks that did not end", stuck, 0, "rollbacks")));
    if (!restarts.isEmpty()) {
      double slowest = restarts.stream().mapToLong(Duration::toMillis).max().orElse(0) / 1000.0;
      bars.add(Bar.atMost("restart to first safe write, median", median() / 1000.0, 5, "seconds"));
      bars.add(Bar.atMost("restart to first safe write", slowest, 5, "seconds"));
    }
    return new Bars("torture", List.copyOf(worlds), raw, List.copyOf(bars));
  }

  /** The command that begins with this world: the same draws, threads may run differently. */
  private String again(long seed) {
    String command = "./backhaul torture --store " + store;
    return seed >= Torture.APART
        ? command + " --kills 12 --processes 12 --seed " + (seed - Torture.APART)
        : command + " --kills 60 --processes 0 --seed " + seed;
  }

  private double median() {
    long[] sorted = restarts.stream().mapToLong(Duration::toMillis).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
  }

  private double count(String law) {
    return findings.stream().filter(finding -> finding.law().equals(law)).count();
  }
}
