package dev.backhaul.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.console.AsJson;
import dev.backhaul.console.RejectTables;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Rejects;
import dev.backhaul.rollback.Books;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the source refused. */
@Command(
    name = "rejects",
    description =
        "List what the source refused, by root cause; with --cause record by record. Answer a cause with: backhaul decide.")
final class ListRejects implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--cause",
      paramLabel = "<group>",
      description = "Only this cause, record by record.")
  @Nullable String cause;

  @Option(names = "--all", description = "Also causes on which nobody has to act any more.")
  boolean all;

  @Option(
      names = "--after",
      paramLabel = "<id>",
      defaultValue = "",
      description = "With --cause: go on after this question.")
  String after = "";

  @Option(
      names = "--limit",
      paramLabel = "<n>",
      defaultValue = "100",
      description = "With --cause: at most so many. Default: ${DEFAULT-VALUE}.")
  int limit = 100;

  @Option(
      names = "--out",
      paramLabel = "<folder>",
      description =
          "Also write every refused record to rejects.csv there, with what was refused and why: personal data.")
  @Nullable Path out;

  ListRejects(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Books books = session.books()) {
      Rejects rejects = books.rejects();
      List<Rejects.Group> groups = rejects.groups(all || cause != null);
      ObjectNode json = Json.object();
      Path folder = out;
      if (folder != null) {
        json.put("file", new RejectsFile(folder).write(books, groups).toString());
      }
      String only = cause;
      if (only == null) {
        json.set("causes", AsJson.rejects(groups));
        session.report(json, () -> RejectTables.groups(groups));
        return ExitCode.OK.code();
      }
      Rejects.Group group =
          groups.stream()
              .filter(each -> each.group().equals(only))
              .findFirst()
              .orElseThrow(
                  () ->
                      new CommandException(
                          ExitCode.INVALID,
                          "no cause '" + only + "'\nlist them with: backhaul rejects --all"));
      List<Rejects.Row> rows = rejects.rows(only, after, limit);
      json.set("cause", AsJson.reject(group));
      json.set("records", AsJson.rows(rows, true));
      session.report(json, () -> RejectTables.rows(group, rows));
      return ExitCode.OK.code();
    }
  }
}
