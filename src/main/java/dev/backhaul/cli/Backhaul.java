package dev.backhaul.cli;

import dev.backhaul.time.SystemTime;
import dev.backhaul.yaml.Environment;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** The command line. */
public final class Backhaul {
  private static final long DRAIN_SECONDS = 60;

  private Backhaul() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    Stops stops = new Stops();
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(stops, ended), "drain"));
    int code =
        run(
            List.of(args),
            new Surroundings(
                Environment.system(),
                out,
                err,
                new SystemTime(),
                CommandLine.Help.Ansi.AUTO.enabled(),
                stops));
    ended.countDown();
    System.exit(code);
  }

  private static void drain(Stops stops, CountDownLatch ended) {
    stops.stop();
    try {
      ended.await(DRAIN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Runs one command in these surroundings.
   *
   * @return its exit code
   */
  public static int run(List<String> args, Surroundings around) {
    return line(around).execute(args.toArray(String[]::new));
  }

  /** The command line's model, from which the reference page is made. */
  static CommandLine line(Surroundings around) {
    Root root = new Root();
    Session session = new Session(root.options, around);
    CommandLine line = new CommandLine(root);
    Commands.of(session).forEach(line::addSubcommand);
    line.setOut(new PrintWriter(around.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(around.err(), true, StandardCharsets.UTF_8));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    line.setParameterExceptionHandler((e, wrong) -> unparsed(e, around));
    line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, session));
    return line;
  }

  private static int unparsed(CommandLine.ParameterException e, Surroundings around) {
    around.err().println("backhaul: " + e.getMessage());
    if (e instanceof CommandLine.UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      around.err().println("did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?");
    }
    around.err().println("see: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    return ExitCode.INVALID.code();
  }

  private static int failed(Throwable thrown, Session session) {
    session.progress().finish();
    Fault fault = Fault.of(thrown);
    PrintStream err = session.around().err();
    err.println("backhaul: " + fault.message());
    if (session.verbose()) {
      thrown.printStackTrace(err);
    }
    return fault.code().code();
  }
}
