package dev.backhaul.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.demo.Finding;
import dev.backhaul.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Whole rollbacks by the real service, killed again and again at random instants between cursor and
 * journal; the systems' own ledgers, held against the demo's oracle, say what was lost or doubled.
 */
public final class Torture {
  /** Instants that a life may pass before it is halted: some die at once, some get far. */
  private static final int LONGEST_LIFE = 60;

  /** Lives of one rollback; then it may end, and the next world begins. */
  private static final int LIVES = 20;

  private Torture() {}

  /**
   * Runs it.
   *
   * @param args {@code --kills N}, {@code --seed S}, {@code --store sqlite}, {@code --json}
   * @return the exit code: 0 all goals met, 1 some missed, 2 wrong arguments
   * @throws IOException if no port, process or folder can be had
   */
  public static int run(List<String> args, PrintStream out)
      throws IOException, InterruptedException {
    boolean asJson = false;
    int kills = 20;
    long seed = 1;
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      String value = i + 1 < args.size() ? args.get(i + 1) : "";
      if (arg.equals("--json")) {
        asJson = true;
      } else if (arg.equals("--kills") && value.matches("[1-9]\\d{0,4}")) {
        kills = Integer.parseInt(value);
        i++;
      } else if (arg.equals("--seed") && value.matches("\\d{1,9}")) {
        seed = Long.parseLong(value);
        i++;
      } else if (arg.equals("--store") && value.equals("sqlite")) {
        i++;
      } else {
        out.println(
            "torture: wrong argument "
                + arg
                + "; known: --kills NUMBER, --seed NUMBER, --store sqlite, --json");
        return 2;
      }
    }
    return measure(Path.of("").toAbsolutePath(), kills, seed).print(out, asJson);
  }

  /** Kills so often, over as many worlds as that takes. */
  static Bars measure(Path home, int kills, long seed) throws IOException, InterruptedException {
    Random random = new Random(seed);
    ArrayNode raw = Json.mapper().createArrayNode();
    List<Long> seeds = new ArrayList<>(List.of(seed));
    List<Finding> findings = new ArrayList<>();
    List<Duration> restarts = new ArrayList<>();
    int broken = 0;
    for (int left = kills, world = 1; left > 0; world++) {
      Path folder = Files.createTempDirectory("backhaul-torture");
      try (TortureRun run = new TortureRun(home, folder, seed + world)) {
        int killed = 0;
        TortureRun.End end;
        do {
          boolean last = killed >= Math.min(left, LIVES);
          end = run.live(TortureLife.ANY, last ? Long.MAX_VALUE : random.nextInt(LONGEST_LIFE));
          killed += end.halted() ? 1 : 0;
          if (end.untilWrite() != null && end.resumed()) {
            restarts.add(end.untilWrite());
          }
        } while (end.halted());
        broken += end.status() == 0 ? 0 : 1;
        List<Finding> found = end.status() == 0 ? run.judge() : List.of();
        findings.addAll(found);
        left -= Math.max(1, killed);
        seeds.add(seed + world);
        ObjectNode row = raw.addObject().put("world", seed + world).put("kills", killed);
        row.put("lastStatus", end.status());
        found.forEach(row.putArray("findings")::addPOJO);
      } finally {
        delete(folder);
      }
    }
    return new Bars("torture", seeds, raw, bars(findings, restarts, broken));
  }

  private static List<Bar> bars(List<Finding> findings, List<Duration> restarts, int broken) {
    double slowest = restarts.stream().mapToLong(Duration::toMillis).max().orElse(0) / 1000.0;
    return List.of(
        Bar.atMost("lost", count(findings, "everything-home"), 0, "findings"),
        Bar.atMost("doubled", count(findings, "nothing-twice"), 0, "findings"),
        Bar.atMost("otherwise wrong", others(findings), 0, "findings"),
        Bar.atMost("rollbacks that did not end", broken, 0, "rollbacks"),
        Bar.atMost("restart to first safe write", slowest, 5, "seconds"));
  }

  private static double count(List<Finding> findings, String law) {
    return findings.stream().filter(finding -> finding.law().equals(law)).count();
  }

  private static double others(List<Finding> findings) {
    return findings.size() - count(findings, "everything-home") - count(findings, "nothing-twice");
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }

  /** For running it by itself. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.exit(run(List.of(args), System.out));
  }
}
