package dev.backhaul.cli;

import dev.backhaul.json.Json;
import dev.backhaul.plan.Correction;
import dev.backhaul.rollback.Books;
import dev.backhaul.store.Actor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = "--field",
      paramLabel = "<path>",
      description =
          "For refused writes: the field that without, set or map is about, as the mapping writes it. Default: what the platform named. May be given several times.")
  List<String> fields = new ArrayList<>();

  @Option(
      names = "--value",
      paramLabel = "<value>",
      description = "With set: the value. JSON, or a text.")
  @Nullable String value;

  @Option(
      names = "--map",
      paramLabel = "<old>=<new>",
      description = "With map: what becomes of a value. May be given several times.")
  Map<String, String> map = new LinkedHashMap<>();

  Decide(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Actor actor = session.actor("answer questions");
    try (Books books = session.books()) {
      books
          .answers()
          .answer(scope, choice, new Correction.Typed(fields, value, map), actor, reason);
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
