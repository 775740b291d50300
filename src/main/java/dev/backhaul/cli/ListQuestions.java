package dev.backhaul.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.console.AsJson;
import dev.backhaul.console.Rendering;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Question;
import dev.backhaul.plan.Questions;
import dev.backhaul.rollback.Books;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What only people can decide. */
@Command(
    name = "questions",
    description = "List what people must decide, by cause; with --group record by record.")
final class ListQuestions implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--group",
      paramLabel = "<group>",
      description = "Only this group, record by record.")
  @Nullable String group;

  @Option(
      names = "--after",
      paramLabel = "<id>",
      defaultValue = "",
      description = "With --group: go on after this question.")
  String after = "";

  @Option(
      names = "--limit",
      paramLabel = "<n>",
      defaultValue = "100",
      description = "With --group: at most so many. Default: ${DEFAULT-VALUE}.")
  int limit = 100;

  ListQuestions(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Books books = session.books()) {
      ObjectNode json = Json.object().put("open", books.questions().countOpen());
      String only = group;
      if (only == null) {
        List<Questions.Group> groups = books.questions().groups();
        json.set("groups", AsJson.groups(groups));
        session.report(json, () -> Rendering.groups(groups));
        return ExitCode.OK.code();
      }
      if (!books.questions().exists(only)) {
        throw new CommandException(
            ExitCode.INVALID,
            "no group of questions '" + only + "'\nlist them with: backhaul questions");
      }
      List<Question> open = books.questions().open(only, after, limit);
      json.set("questions", AsJson.questions(open));
      session.report(json, () -> Rendering.questions(open));
      return ExitCode.OK.code();
    }
  }
}
