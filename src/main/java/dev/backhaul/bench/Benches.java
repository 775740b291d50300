package dev.backhaul.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All benches by their names. */
public final class Benches {
  private static final int START_RUNS = 7;

  /** Measures something of the service as it stands in a home. */
  @FunctionalInterface
  private interface Measurement {
    Bars of(Path home, int records) throws IOException, InterruptedException;
  }

  /**
   * One bench.
   *
   * @param records how many records a full run takes; 0 where that means nothing
   */
  private record Bench(int records, Measurement measurement) {}

  private static final SortedMap<String, Bench> ALL =
      new TreeMap<>(
          Map.of(
              "saturation",
                  new Bench(0, (home, seed) -> SaturationBench.measure(Math.max(1, seed))),
              "calls", new Bench(50_000, CallsBench::measure),
              "throughput", new Bench(100_000, BulkBench::throughput),
              "gateway", new Bench(20_000, GatewayBench::measure),
              "memory", new Bench(1_000_000, BulkBench::memory),
              "start", new Bench(0, (home, none) -> StartBench.measure(home, START_RUNS))));

  private Benches() {}

  /** The names. */
  public static Iterable<String> names() {
    return ALL.keySet();
  }

  /** Whether there is such a bench. */
  public static boolean has(String name) {
    return ALL.containsKey(name);
  }

  /**
   * Runs one.
   *
   * @param home the folder that holds {@code config}, {@code routes} and, for {@code start}, {@code
   *     target/backhaul.jar}
   * @param size how many records (for {@code saturation} the seed); null: a full run
   * @throws IOException if no port, process or folder can be had
   */
  public static Bars run(String name, Path home, @Nullable Integer size)
      throws IOException, InterruptedException {
    Bench bench = ALL.get(name);
    if (bench == null) {
      throw new IllegalArgumentException("no bench " + name);
    }
    return bench.measurement().of(home, size == null ? bench.records() : size);
  }
}
