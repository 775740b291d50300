package dev.backhaul.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Whole rollbacks of very many records in a process of their own, between bulk systems in another:
 * how fast ({@code throughput}), and in how little memory ({@code memory}). The platforms' limits
 * are lifted and their jobs are done at once, so that what is measured is ours.
 */
final class BulkBench {
  private static final double RECORDS_A_SECOND = 10_000;
  private static final int MEGABYTES = 256;

  private BulkBench() {}

  /** How fast. */
  static Bars throughput(Path home, int records) throws IOException, InterruptedException {
    JsonNode life = life(home, records, List.of("-Xmx1g"));
    double apply = life.at("/seconds/apply").asDouble();
    double all = life.at("/seconds/all").asDouble();
    ObjectNode raw = ((ObjectNode) life).put("records", records);
    raw.put("endToEndRecordsPerSecond", records / all);
    return new Bars(
        "throughput",
        List.of(),
        raw,
        List.of(
            Bar.atLeast("records written", life.path("written").asDouble(), records, "records"),
            Bar.atLeast(
                "journaled, end to end", records / all, RECORDS_A_SECOND, "records a second"),
            Bar.atLeast(
                "journaled, while applying",
                records / apply,
                RECORDS_A_SECOND,
                "records a second")));
  }

  /** In how little memory. */
  static Bars memory(Path home, int records) throws IOException, InterruptedException {
    JsonNode life = life(home, records, List.of("-Xmx" + MEGABYTES + "m"));
    return new Bars(
        "memory",
        List.of(),
        ((ObjectNode) life).put("records", records),
        List.of(
            Bar.atLeast("records written", life.path("written").asDouble(), records, "records"),
            Bar.atMost("heap", life.path("maxHeapMegabytes").asDouble(), MEGABYTES, "megabytes")));
  }

  private static JsonNode life(Path home, int records, List<String> options)
      throws IOException, InterruptedException {
    try (Scratch scratch = new Scratch("bulk")) {
      scratch.copy(home);
      lift(scratch.folder().resolve("config/platforms/zendesk.yaml"));
      lift(scratch.folder().resolve("config/platforms/hubspot.yaml"));
      Process systems =
          new ProcessBuilder(java(List.of("-Xmx2g"), BulkSystems.class, "" + records)).start();
      try (BufferedReader told = systems.inputReader(StandardCharsets.UTF_8)) {
        String source = Objects.requireNonNull(told.readLine(), "the systems did not start");
        String target = Objects.requireNonNull(told.readLine(), "the systems did not start");
        return ended(
            java(options, BulkLife.class, scratch.folder().toString(), source, target, "all"));
      } finally {
        systems.destroyForcibly();
      }
    }
  }

  /** The last line that the process said; all of it is told if it ended badly. */
  private static JsonNode ended(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    StringBuilder said = new StringBuilder();
    String last = "";
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        last = line;
        if (said.length() < 4_000) {
          said.append(line).append('\n');
        }
      }
    } finally {
      process.destroy();
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the measured rollback ended badly:\n" + said);
    }
    return Json.parse(last);
  }

  /** A manifest whose limits bind nobody. */
  private static void lift(Path manifest) throws IOException {
    String text = Files.readString(manifest);
    int begin = text.indexOf("\nlimits:");
    int end = text.indexOf("\nerrors:");
    Files.writeString(
        manifest,
        text.substring(0, begin)
            + "\nlimits:\n  - {name: lifted, kind: sliding, requests: 1000000, window: 1s}\n"
            + text.substring(end));
  }

  static List<String> java(List<String> options, Class<?> main, String... args) {
    List<String> out = new ArrayList<>();
    out.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    out.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-Dsun.net.httpserver.nodelay=true"));
    out.addAll(options);
    out.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    out.addAll(List.of(args));
    return out;
  }
}
