package dev.backhaul.cli;

import dev.backhaul.bench.Bars;
import dev.backhaul.bench.Benches;
import dev.backhaul.bench.Results;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
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
      description = {
        "saturation: how much of the fair quota is used, and whether anybody gets a 429.",
        "calls: API calls against the least there can be.",
        "throughput: records a second with the platforms' limits lifted.",
        "gateway: webhooks accepted durably and replayed, with kills.",
        "memory: a million records in 256 MB of heap.",
        "start: time until all routes run, with a trained cache (after mvn package)."
      })
  String name = "";

  @Option(names = "--seed", paramLabel = "<n>", description = "saturation: seed of the generators.")
  @Nullable Integer seed;

  @Option(
      names = "--records",
      paramLabel = "<n>",
      description = "calls, throughput, gateway, memory: how many records, instead of a full run.")
  @Nullable Integer records;

  @Option(
      names = "--write",
      description = "Write the result into docs/reference/benchmarks.md, with date and command.")
  boolean write;

  Bench(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Benches.has(name)) {
      throw new CommandException(
          ExitCode.INVALID,
          "no bench '" + name + "'\nthere are: " + String.join(", ", Benches.names()));
    }
    Integer size = name.equals("saturation") ? seed : records;
    Bars bars = Benches.run(name, session.home(), size);
    if (write) {
      String option = name.equals("saturation") ? " --seed " : " --records ";
      Results.write(
          session.home().resolve("docs/reference/benchmarks.md"),
          bars,
          "bench " + name + (size == null ? "" : option + size),
          LocalDate.ofInstant(session.around().time().instant(), ZoneOffset.UTC));
    }
    return bars.print(session.around().out(), session.json());
  }
}
