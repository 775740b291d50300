package dev.backhaul.cli;

import dev.backhaul.bench.SaturationBench;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measurements with goals; exit 0 only if all are met. */
@Command(name = "bench", description = "Measure against goals; exit code 0 only if all are met.")
final class Bench implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "<name>",
      description =
          "saturation: how much of the fair quota is used, and whether anybody gets a 429.")
  String name = "";

  @Option(names = "--seed", paramLabel = "<n>", description = "Seed of the generators.")
  @Nullable Integer seed;

  Bench(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!name.equals("saturation")) {
      throw new CommandException(ExitCode.INVALID, "no bench '" + name + "'\nthere is: saturation");
    }
    List<String> args = new ArrayList<>();
    if (session.json()) {
      args.add("--json");
    }
    Integer number = seed;
    if (number != null) {
      args.add("--seed");
      args.add(number.toString());
    }
    return SaturationBench.run(args, session.around().out());
  }
}
