package dev.backhaul.cli;

import dev.backhaul.json.Json;
import dev.backhaul.rollback.Books;
import dev.backhaul.store.Actor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers a question, or all questions of a group. */
@Command(
    name = "decide",
    description = "Answer a question, or a whole group at once. The next plan follows it.")
final class Decide implements Callable<Integer> {
  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "<question|group>",
      description = "A question's id, or a group.")
  String scope = "";

  @Parameters(index = "1", paramLabel = "<choice>", description = "One of its choices.")
  String choice = "";

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "<text>",
      description = "Why; it stands in the audit trail.")
  String reason = "";

  Decide(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Actor actor = session.actor("answer questions");
    try (Books books = session.books()) {
      books.answers().answer(scope, choice, actor, reason);
      long open = books.questions().countOpen();
      session.report(
          Json.object()
              .put("scope", scope)
              .put("choice", choice)
              .put("by", actor.name())
              .put("open", open),
          () ->
              "Noted: "
                  + scope
                  + " -> "
                  + choice
                  + ". "
                  + open
                  + " questions are open. Next: backhaul plan\n");
      return ExitCode.OK.code();
    }
  }
}
