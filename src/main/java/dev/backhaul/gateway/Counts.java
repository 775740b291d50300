package dev.backhaul.gateway;

import dev.backhaul.gateway.Verdict.Doubt;
import dev.backhaul.store.StoreException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What happened at the gateway since this process began; for metrics, never for decisions. */
public final class Counts {
  /** The newest answers, for quantiles. */
  private static final int SAMPLES = 4_096;

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final long[] nanos = new long[SAMPLES];
  private int next;
  private int filled;

  void kept(String point, boolean repeated) {
    add((repeated ? "repeated." : "kept.") + point);
  }

  void doubted(Doubt why) {
    add("doubted." + why.name());
  }

  void deferred(StoreException.Kind why) {
    add("deferred." + why.name());
  }

  void refused(String why) {
    add("refused." + why);
  }

  void delivered(String point) {
    add("delivered." + point);
  }

  private void add(String name) {
    counts.computeIfAbsent(name, n -> new LongAdder()).increment();
  }

  synchronized void answered(long tookNanos) {
    nanos[next] = tookNanos;
    next = (next + 1) % SAMPLES;
    filled = Math.min(SAMPLES, filled + 1);
  }

  /** Counts by name: {@code kept.stripe}, {@code doubted.WRONG}. */
  public Map<String, Long> all() {
    Map<String, Long> out = new TreeMap<>();
    counts.forEach((name, count) -> out.put(name, count.sum()));
    return out;
  }

  /** How long an answer took, of the newest few thousand; zero before the first. */
  public synchronized Duration quantile(double share) {
    if (filled == 0) {
      return Duration.ZERO;
    }
    long[] sorted = Arrays.copyOf(nanos, filled);
    Arrays.sort(sorted);
    return Duration.ofNanos(sorted[(int) Math.min(filled - 1, Math.floor(share * filled))]);
  }
}
