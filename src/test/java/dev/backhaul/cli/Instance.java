package dev.backhaul.cli;

import dev.backhaul.demo.Incident;
import dev.backhaul.time.ScaledTime;
import dev.backhaul.time.SystemTime;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The command line as a process of its own beside sandboxes that live elsewhere. Arguments: the
 * wall clock's milliseconds when their story began, how many times faster it runs, then those of
 * the command.
 */
final class Instance {
  private static final CountDownLatch ENDED = new CountDownLatch(1);

  private Instance() {}

  /** Runs one command and ends with its exit code. */
  public static void main(String[] args) {
    Stops stops = new Stops();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stops.stop();
                  ended();
                }));
    List<String> command = Arrays.asList(args).subList(2, args.length);
    int code =
        Backhaul.run(
            command,
            new Surroundings(
                Incident.secrets(),
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                time(Instant.ofEpochMilli(Long.parseLong(args[0])), Integer.parseInt(args[1])),
                false,
                stops));
    System.out.println("exit " + code);
    ENDED.countDown();
    System.exit(code);
  }

  private static void ended() {
    try {
      ENDED.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static ScaledTime time(Instant wallStart, int factor) {
    return new ScaledTime(new SystemTime(), wallStart, Incident.MONDAY, factor);
  }
}
