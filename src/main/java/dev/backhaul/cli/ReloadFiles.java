package dev.backhaul.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.reload.Change;
import dev.backhaul.rollback.Books;
import dev.backhaul.store.Actor;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks the running service to put changed files in force now. */
@Command(
    name = "reload",
    description =
        "Ask the running service to take changed files now; it also sees them by itself. Show them first with: backhaul check --diff.")
final class ReloadFiles implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "<text>",
      description = "Why; it stands with what became of it.")
  String reason = "";

  ReloadFiles(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Actor actor = session.actor("reload the configuration");
    try (Books books = session.books()) {
      boolean running = books.numbers().worker().isPresent();
      Books.Differing differing =
          books.differing(session.settings()).orElse(new Books.Differing(List.of(), List.of()));
      if (running) {
        books.applied().request(actor, reason);
      }
      session.report(
          json(differing).put("asked", running),
          () ->
              text(differing)
                  + (running
                      ? "Asked. What becomes of it: backhaul status\n"
                      : "Nobody is at work: whoever starts next reads the files as they are.\n"));
      return ExitCode.OK.code();
    }
  }

  static ObjectNode json(Books.Differing differing) {
    ObjectNode out = Json.object();
    var changes = out.putArray("changes");
    differing.changes().forEach(change -> changes.add(change.json()));
    differing.refusals().forEach(out.putArray("refused")::add);
    return out;
  }

  static String text(Books.Differing differing) {
    if (differing.changes().isEmpty()) {
      return "Nothing differs from what is in force.\n";
    }
    StringBuilder out = new StringBuilder("Differs from what is in force:\n");
    for (Change change : differing.changes()) {
      out.append("  ").append(change.line()).append('\n');
    }
    if (!differing.refusals().isEmpty()) {
      out.append("None of it would be taken, because:\n");
      differing.refusals().forEach(each -> out.append("  ").append(each).append('\n'));
    }
    return out.toString();
  }
}
