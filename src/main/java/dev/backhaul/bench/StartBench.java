package dev.backhaul.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * From calling {@code java} to all routes running, with and without a trained ahead-of-time cache,
 * turn by turn in one run: the median of several processes each.
 */
final class StartBench {
  private static final double GOAL = 1.0;

  private StartBench() {}

  /**
   * Measures.
   *
   * @param home the folder that holds {@code target/backhaul.jar}, {@code config} and {@code
   *     routes}
   * @param runs how many processes each way, 1 or more
   */
  static Bars measure(Path home, int runs) throws IOException, InterruptedException {
    Path jar = home.resolve("target/backhaul.jar");
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(jar + ": not built; a cache needs jars. Run mvn package");
    }
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    try (Scratch scratch = new Scratch("aot")) {
      Path cache = scratch.folder().resolve("backhaul.aot");
      run(StartLife.command(java, List.of("-XX:AOTCacheOutput=" + cache), jar, home));
      List<String> trained = List.of("-XX:AOTCache=" + cache);
      run(StartLife.command(java, trained, jar, home));
      List<Double> with = new ArrayList<>();
      List<Double> without = new ArrayList<>();
      for (int i = 0; i < runs; i++) {
        with.add(run(StartLife.command(java, trained, jar, home)));
        without.add(run(StartLife.command(java, List.of(), jar, home)));
      }
      return bars(with, without, Files.exists(cache) ? Files.size(cache) : 0);
    }
  }

  static Bars bars(List<Double> with, List<Double> without, long cacheBytes) {
    ObjectNode raw = Json.object().put("cacheMegabytes", cacheBytes >> 20);
    raw.set("secondsWithCache", Json.tree(with));
    raw.set("secondsWithout", Json.tree(without));
    raw.put("medianWithout", median(without));
    raw.put("withOverWithout", median(with) / median(without));
    return new Bars(
        "start",
        List.of(),
        raw,
        List.of(Bar.atMost("to routes running, with the cache", median(with), GOAL, "seconds")));
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }

  /** Seconds until the process said that its routes run. */
  private static double run(List<String> command) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    double seconds = Double.NaN;
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(StartLife.RUNNING)) {
          seconds = (System.nanoTime() - begun) / 1e9;
        } else if (said.length() < 2_000) {
          said.append(line).append('\n');
        }
      }
      if (process.waitFor() != 0) {
        throw new IllegalStateException("a process that was to start ended badly:\n" + said);
      }
      return seconds;
    } finally {
      process.destroyForcibly();
    }
  }
}
