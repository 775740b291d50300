package dev.backhaul.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Limit;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How much of its fair share of a limit (the limit less the reserve) the service uses, and whether
 * anybody is ever refused. The truth is counted by the sandbox, which shares no code with the
 * budget.
 */
public final class SaturationBench {
  private SaturationBench() {}

  /**
   * Runs it.
   *
   * @param args {@code --json} for one JSON object instead of a table; {@code --seed N}
   * @return the exit code: 0 all goals met, 1 some missed, 2 wrong arguments
   */
  public static int run(List<String> args, PrintStream out) throws InterruptedException {
    boolean asJson = false;
    long seed = 1;
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (arg.equals("--json")) {
        asJson = true;
      } else if (arg.equals("--seed")
          && i + 1 < args.size()
          && args.get(i + 1).matches("\\d{1,9}")) {
        i++;
        seed = Long.parseLong(args.get(i));
      } else {
        out.println("bench saturation: unknown argument " + arg + "; known: --json, --seed NUMBER");
        return 2;
      }
    }
    return measure(seed).print(out, asJson);
  }

  /** Runs all worlds. */
  static Bars measure(long seed) throws InterruptedException {
    ArrayNode raw = Json.mapper().createArrayNode();
    List<Bar> bars = new ArrayList<>();
    for (SaturationWorld world : worlds(seed)) {
      SaturationWorld.Seen seen = world.run();
      raw.add(seen.raw());
      bars.add(
          Bar.atLeast(world.name() + ": used", seen.used(), world.goal(seen), "of the fair share"));
      if (world.bounded()) {
        bars.add(Bar.atMost(world.name() + ": not more", seen.used(), 1, "of the fair share"));
      }
      bars.add(Bar.atMost(world.name() + ": our 429s", seen.refusedOurs(), 0, "answers"));
      bars.add(Bar.atMost(world.name() + ": their 429s", seen.refusedBusiness(), 0, "answers"));
    }
    return new Bars("saturation", List.of(seed), raw, bars);
  }

  private static List<SaturationWorld> worlds(long seed) {
    List<SaturationWorld> worlds = new ArrayList<>();
    for (double business : new double[] {0, 0.4, 0.8}) {
      for (Limit.Kind kind : List.of(Limit.Kind.FIXED, Limit.Kind.SLIDING, Limit.Kind.BUCKET)) {
        worlds.add(new SaturationWorld(kind, Duration.ofSeconds(60), 200, business, 5, seed));
        worlds.add(new SaturationWorld(kind, Duration.ofSeconds(10), 100, business, 10, seed));
        worlds.add(new SaturationWorld(kind, Duration.ofSeconds(1), 10, business, 30, seed));
      }
      worlds.add(
          new SaturationWorld(Limit.Kind.DAILY, Duration.ofDays(1), 1_000, business, 2, seed));
    }
    return worlds;
  }

  /** For running it by itself. */
  public static void main(String[] args) throws InterruptedException {
    System.exit(run(List.of(args), System.out));
  }
}
