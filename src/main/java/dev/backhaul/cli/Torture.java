package dev.backhaul.cli;

import dev.backhaul.store.Login;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whole rollbacks in local sandboxes, killed again and again. */
@Command(
    name = "torture",
    description =
        "Kill whole rollbacks at random instants, amid faults of both systems, with restarts and take-overs, and hold"
            + " the systems' own ledgers against what had to happen. Exit code 0 only if nothing was lost, doubled or"
            + " otherwise wrong. --store sqlite (if left out) or postgres: the database that TORTURE_STORE_URL names"
            + " (jdbc:postgresql://host:port/database), entered as TORTURE_STORE_USER with TORTURE_STORE_PASSWORD; every"
            + " rollback gets a schema of its own there, which stays.")
final class Torture implements Callable<Integer> {
  private static final String POSTGRES = "jdbc:postgresql:";
  private static final int MOST_PROCESSES = 20;
  private final Session session;

  @Option(
      names = "--kills",
      paramLabel = "<n>",
      description =
          "Lives to end before the last rollbacks may come to their end; 100 if left out.")
  int kills = 100;

  @Option(
      names = "--processes",
      paramLabel = "<n>",
      description =
          "How many of them are processes of their own, halted at a step or killed from outside, and timed when they"
              + " start again; the others live in this process, in virtual time. One in twenty if left out, at most 20.")
  @Nullable Integer processes;

  @Option(
      names = "--seed",
      paramLabel = "<n>",
      description = "Seed of worlds, deaths and faults; 1 if left out.")
  long seed = 1;

  Torture(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (kills < 1) {
      throw new CommandException(ExitCode.INVALID, "--kills must be 1 or more, was " + kills);
    }
    Integer own = processes;
    dev.backhaul.bench.Torture torture =
        new dev.backhaul.bench.Torture(
            session.home().toAbsolutePath(),
            kills,
            own == null ? Math.clamp(kills / 20, 1, MOST_PROCESSES) : own,
            seed,
            postgres(),
            login(),
            session.around().err()::println);
    return torture.run().print(session.around().out(), session.json());
  }

  /** What {@code --store} says here: which engine, not which file. */
  private @Nullable String postgres() {
    String given = session.chosenStore();
    if (given == null || given.equals("sqlite")) {
      return null;
    }
    String url = session.around().environment().variable("TORTURE_STORE_URL");
    if (!given.equals("postgres") || url == null || !url.startsWith(POSTGRES)) {
      throw new CommandException(
          ExitCode.INVALID,
          "--store "
              + given
              + ": no engine to torture\nwrite sqlite, or postgres with a database in TORTURE_STORE_URL:"
              + " jdbc:postgresql://host:port/database");
    }
    return url;
  }

  private @Nullable Login login() {
    String user = session.around().environment().variable("TORTURE_STORE_USER");
    String password = session.around().environment().variable("TORTURE_STORE_PASSWORD");
    return user == null || password == null ? null : Login.of(user, password);
  }
}
