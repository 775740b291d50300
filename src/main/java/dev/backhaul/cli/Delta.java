package dev.backhaul.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.console.Table;
import dev.backhaul.console.Words;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Flow;
import dev.backhaul.rollback.Books;
import dev.backhaul.rollback.Rollback;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reads what changed in the target since cutover into the store. */
@Command(
    name = "delta",
    description = "Stage what was created, changed, deleted or merged in the target since cutover.")
final class Delta implements Callable<Integer> {
  /** Somebody who wrote this lately is likely to write again. */
  private static final Duration LATELY = Duration.ofHours(1);

  private final Session session;

  @Option(
      names = "--out",
      paramLabel = "<folder>",
      description =
          "Also write one CSV and one JSON Lines file an object, for manual reconciliation. They hold personal data.")
  @Nullable Path out;

  Delta(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Rollback rollback = session.rollback()) {
      session.ready(rollback, false);
      rollback.stage();
      Books books = rollback.books();
      session.progress().finish();
      stillWritten(session, books);
      ObjectNode json = Json.object();
      ArrayNode objects = json.putArray("objects");
      Map<String, Long> counts = books.staged().counts();
      Table table = Table.of("object", "staged", "read until", "sweeps", "last sweep found");
      books
          .cursors()
          .all()
          .forEach(
              cursor -> {
                long staged = counts.getOrDefault(cursor.object(), 0L);
                objects
                    .addObject()
                    .put("object", cursor.object())
                    .put("staged", staged)
                    .put("readUntil", cursor.readUntil().toString())
                    .put("sweeps", cursor.sweep())
                    .put("lastSweepFound", cursor.lastNew());
                table.row(
                    cursor.object(), staged, cursor.readUntil(), cursor.sweep(), cursor.lastNew());
              });
      Path folder = out;
      if (folder != null) {
        Export export = new Export(folder);
        ArrayNode files = json.putArray("files");
        for (Flow flow : books.configuration().flows()) {
          export.write(flow, books.staged()).forEach(file -> files.add(file.toString()));
        }
      }
      session.report(
          json,
          () ->
              table.text() + (folder == null ? "" : "Written to " + folder + " (personal data)\n"));
      return ExitCode.OK.code();
    }
  }

  /** Says so while the target is still being written: the delta cannot be final then. */
  static void stillWritten(Session session, Books books) {
    Instant now = session.around().time().instant();
    books
        .numbers()
        .lastChanges()
        .forEach(
            (object, at) -> {
              if (at.isAfter(now.minus(LATELY))) {
                session.warn(
                    "the target is still being written: the last change of a "
                        + object
                        + " was at "
                        + at
                        + ", "
                        + Words.span(Duration.between(at, now))
                        + " ago. Freeze the target, then run delta until a sweep finds nothing");
              }
            });
  }
}
