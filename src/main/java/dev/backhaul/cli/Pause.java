package dev.backhaul.cli;

import dev.backhaul.json.Json;
import dev.backhaul.rollback.Books;
import dev.backhaul.store.Actor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stop work durably at its next page or batch boundary, until resumed. */
@Command(
    name = "pause",
    description = "Stop work durably at its next page or batch boundary, until resumed.")
final class Pause implements Callable<Integer> {
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

  Pause(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Actor actor = session.actor("pause work");
    try (Books books = session.books()) {
      books.desired().pause(what, actor, reason);
      session.report(
          Json.object().put("pause", what).put("by", actor.name()).put("reason", reason),
          () -> "Paused: " + what + "\n");
      return ExitCode.OK.code();
    }
  }
}
