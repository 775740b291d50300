package dev.backhaul.cli;

import dev.backhaul.demo.Demo;
import dev.backhaul.demo.Scale;
import dev.backhaul.demo.Story;
import dev.backhaul.demo.World;
import dev.backhaul.demo.servicedesk.ServicedeskWorld;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The main job in local sandboxes. */
@Command(
    name = "demo",
    description =
        "Roll back a failed helpdesk migration in local sandboxes: a real run of the service, judged by"
            + " what the story's generator wrote down. Exit code 0 only if the judge finds nothing.")
final class PlayDemo implements Callable<Integer> {
  private final Session session;

  @Option(names = "--seed", paramLabel = "<n>", description = "Seed of the story; 1 if left out.")
  long seed = 1;

  @Option(
      names = "--small",
      description = "A company a fifth of the size: the same scenarios, sooner.")
  boolean small;

  @Option(
      names = "--swap",
      description =
          "The same story the other way round: HubSpot is the source that people return to, Zendesk the"
              + " failed target.")
  boolean swap;

  @Option(
      names = "--folder",
      paramLabel = "<path>",
      description =
          "Where its store and report go; data/demo if left out. An earlier demo's are replaced.")
  @Nullable Path folder;

  PlayDemo(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Path chosen = folder;
    PrintStream story =
        session.json()
            ? new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)
            : session.around().out();
    Demo demo =
        new Demo(
            session.home(),
            chosen != null ? chosen : session.home().resolve("data/demo"),
            story,
            session.around().terminal() && !session.json());
    Demo.Outcome outcome = demo.run(story(small ? Scale.SMALL : Scale.DEMO));
    if (session.json()) {
      session.report(outcome.json(), () -> "");
    }
    return outcome.good() ? ExitCode.OK.code() : ExitCode.FAILED.code();
  }

  private Story story(Scale scale) {
    return swap ? ServicedeskWorld.of(seed, scale) : World.of(seed, scale);
  }
}
