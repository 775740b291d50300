package dev.backhaul.cli;

import dev.backhaul.json.Json;
import dev.backhaul.rollback.Books;
import dev.backhaul.store.Actor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Let paused work run again. */
@Command(name = "resume", description = "Let paused work run again.")
final class Resume implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "<what>",
      description = "One of: ${COMPLETION-CANDIDATES}.",
      converter = Pausable.Reader.class,
      completionCandidates = Pausable.class)
  String what = "";

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "<text>",
      description = "Why; everybody sees it.")
  String reason = "";

  Resume(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Actor actor = session.actor("resume work");
    try (Books books = session.books()) {
      books.desired().resume(what, actor, reason);
      session.report(
          Json.object().put("resume", what).put("by", actor.name()).put("reason", reason),
          () -> "Resumed: " + what + "\n");
      return ExitCode.OK.code();
    }
  }
}
