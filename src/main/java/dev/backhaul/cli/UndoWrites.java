package dev.backhaul.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.apply.SetupUndo;
import dev.backhaul.apply.Undo;
import dev.backhaul.apply.UndoScope;
import dev.backhaul.console.AsJson;
import dev.backhaul.console.Rendering;
import dev.backhaul.json.Json;
import dev.backhaul.rollback.Rollback;
import dev.backhaul.store.Actor;
import dev.backhaul.yaml.Durations;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Puts back what was written, where nobody has touched it since. */
@Command(
    name = "undo",
    description =
        "Show what undoing our writes would do; with --apply do it, once a second person approved the preview's hash.")
final class UndoWrites implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--object",
      paramLabel = "<object>",
      description = "Only this object of the source.")
  @Nullable String object;

  @Option(names = "--record", paramLabel = "<id>", description = "Only this record of the source.")
  @Nullable String record;

  @Option(
      names = "--since",
      paramLabel = "<when>",
      description =
          "Only writes from then on: an instant (2026-03-09T08:00:00Z) or a span back from now (2h).")
  @Nullable String since;

  @Option(names = "--redo", description = "Undo earlier undos, where that is promised.")
  boolean redo;

  @Option(
      names = "--setup",
      description =
          "Instead of writes: what was set up in the source before them, once nothing needs it.")
  boolean setup;

  @Option(names = "--apply", description = "Do it.")
  boolean apply;

  @Option(names = "--reason", paramLabel = "<text>", description = "Why; required with --apply.")
  @Nullable String reason;

  UndoWrites(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String why = reason;
    if (apply && (why == null || why.isBlank())) {
      throw new CommandException(
          ExitCode.INVALID, "--apply needs --reason: it stands in the audit trail");
    }
    Actor actor = session.actor("undo");
    actor.require(Actor.Role.OPERATOR, "undo");
    try (Rollback rollback = session.rollback()) {
      session.ready(rollback, apply);
      if (setup) {
        return setup(rollback, actor, apply ? why : null);
      }
      Undo.Preview preview =
          rollback.undo().preview(new UndoScope(object, from(), null, record, redo));
      if (!apply || why == null) {
        return preview(rollback, preview, actor);
      }
      return apply(rollback, preview, actor, why);
    }
  }

  private int preview(Rollback rollback, Undo.Preview preview, Actor actor) {
    rollback.books().propose("undo", preview.hash(), actor);
    session.report(
        AsJson.undo(preview),
        () ->
            Rendering.undo(preview)
                + "\nNext, by a second person: backhaul approve --plan "
                + preview.hash()
                + " --reason ..."
                + "\nThen the same command with --apply --reason ...\n");
    return ExitCode.OK.code();
  }

  private int apply(Rollback rollback, Undo.Preview preview, Actor actor, String why) {
    if (!rollback.books().approved(preview.hash())) {
      throw new CommandException(
          ExitCode.FAILED,
          "this undo is not approved, or what it would do has changed since"
              + "\npreview it (the same command without --apply), then a second person:"
              + "\nbackhaul approve --plan "
              + preview.hash()
              + " --reason ...");
    }
    Undo.Undone undone;
    try {
      rollback.silence().prove(actor);
      undone = rollback.undo().run(preview, actor, why);
    } finally {
      new RulesBack(session, rollback, actor).restore();
    }
    ObjectNode json =
        Json.object()
            .put("hash", preview.hash())
            .put("restored", undone.restored())
            .put("left", undone.left())
            .put("open", undone.open());
    session.report(
        json,
        () ->
            undone.restored()
                + " put back, "
                + undone.left()
                + " left alone, "
                + undone.open()
                + " still need the platform or a person\n");
    return undone.open() == 0 ? ExitCode.OK.code() : ExitCode.FAILED.code();
  }

  /** {@code why} null only shows it. */
  private int setup(Rollback rollback, Actor actor, @Nullable String why) {
    SetupUndo.Removal removal = rollback.setupUndo().removal();
    ObjectNode json = Json.object().put("hash", removal.hash());
    removal.what().forEach(json.putArray("setup")::add);
    if (removal.what().isEmpty() || why == null) {
      rollback.books().propose("undo", removal.hash(), actor);
      session.report(
          json,
          () ->
              removal.what().isEmpty()
                  ? "Nothing was set up in the source.\n"
                  : String.join("\n", removal.what())
                      + "\n\nNext, by a second person: backhaul approve --plan "
                      + removal.hash()
                      + " --reason ..."
                      + "\nThen: backhaul undo --setup --apply --reason ...\n");
      return ExitCode.OK.code();
    }
    int taken;
    try {
      rollback.silence().prove(actor);
      taken = rollback.setupUndo().undo(removal, actor, why);
    } finally {
      new RulesBack(session, rollback, actor).restore();
    }
    session.report(json.put("taken", taken), () -> taken + " fields taken away\n");
    return ExitCode.OK.code();
  }

  private @Nullable Instant from() {
    String when = since;
    if (when == null) {
      return null;
    }
    if (when.contains("T")) {
      try {
        return Instant.parse(when);
      } catch (DateTimeParseException e) {
        throw new CommandException(
            ExitCode.INVALID,
            "--since "
                + when
                + ": no instant\nwrite it like 2026-03-09T08:00:00Z, or a span like 2h");
      }
    }
    return session.around().time().instant().minus(Durations.parse(when));
  }
}
