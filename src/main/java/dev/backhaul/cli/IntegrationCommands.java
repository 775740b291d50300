package dev.backhaul.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.console.Table;
import dev.backhaul.integration.Item;
import dev.backhaul.integration.Steps;
import dev.backhaul.integration.Switchboard;
import dev.backhaul.integration.Wired;
import dev.backhaul.json.Json;
import dev.backhaul.platform.PlatformException;
import dev.backhaul.rollback.Orders;
import dev.backhaul.rollback.Switches;
import dev.backhaul.store.Actor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is wired to the target: found, held, pointed elsewhere, put back. */
@Command(
    name = "integrations",
    description =
        "What is wired to the target: find it, hold it, point it elsewhere, put it back. Changes need --apply; without it each request is shown and none is sent.")
final class IntegrationCommands {
  private static final String NAMES = "Integrations by name; none for all.";
  private static final String REASON = "Why; required with --apply.";
  private static final String APPLY = "Do it; without this each request is shown, none is sent.";

  private final Session session;

  IntegrationCommands(Session session) {
    this.session = session;
  }

  /** Integrations and their items. */
  @Command(name = "list", description = "List the integrations and their items as they are now.")
  int list() {
    try (Switches switches = session.switches()) {
      ArrayNode json = Json.mapper().createArrayNode();
      Table table = Table.of("integration", "kind", "item", "name", "on", "owner");
      for (Wired one : switches.board().wired()) {
        for (Item item : items(switches.board(), one)) {
          json.addObject()
              .put("integration", one.name())
              .put("kind", one.kind().kind())
              .put("item", item.id())
              .put("name", item.name())
              .put("on", item.on())
              .put("owner", one.spec().owner());
          table.row(
              one.name(),
              one.kind().kind(),
              item.id(),
              item.name() == null ? "" : item.name(),
              item.on() == null ? "?" : item.on() ? "on" : "off",
              one.spec().owner());
        }
      }
      session.report(json, table::text);
      return ExitCode.OK.code();
    }
  }

  private List<Item> items(Switchboard board, Wired one) {
    try {
      return board.items(one);
    } catch (PlatformException e) {
      session.warn(one.name() + ": " + e.failure().reason());
      return List.of();
    }
  }

  /** What nobody named. */
  @Command(
      name = "discover",
      description =
          "Find what the systems know of integrations, named in integrations.yaml or not, and who writes to the target.")
  int discover() {
    try (Switches switches = Switches.openAll(session.settings())) {
      return IntegrationReports.discovered(session, switches.discovery().look());
    }
  }

  /** Keeps the state to return to. */
  @Command(
      name = "capture",
      description = "Read every item and keep it as the state to return to. Changes nothing.")
  int capture(
      @Parameters(paramLabel = "<name>", arity = "0..*", description = NAMES) List<String> names) {
    Actor actor = session.actor("capture integrations");
    try (Switches switches = session.switches()) {
      return IntegrationReports.results(session, switches.board().capture(set(names), actor));
    }
  }

  /** Holds. */
  @Command(
      name = "pause",
      description =
          "Hold integrations, what comes in before what goes out: at the ingress where they can be pointed there, else at their provider, else by people.")
  int pause(
      @Parameters(paramLabel = "<name>", arity = "0..*", description = NAMES) List<String> names,
      @Option(names = "--apply", description = APPLY) boolean apply,
      @Option(names = "--reason", paramLabel = "<text>", description = REASON)
          @Nullable String reason) {
    return run("pause", names, null, false, apply, reason);
  }

  /** Points elsewhere. */
  @Command(
      name = "repoint",
      description = "Point integrations to their ingress, or to an address that is allowed.")
  int repoint(
      @Parameters(paramLabel = "<name>", arity = "0..*", description = NAMES) List<String> names,
      @Option(
              names = "--to",
              paramLabel = "<url>",
              description = "Where to; its host must stand in destinations of integrations.yaml.")
          @Nullable URI to,
      @Option(names = "--apply", description = APPLY) boolean apply,
      @Option(names = "--reason", paramLabel = "<text>", description = REASON)
          @Nullable String reason) {
    return run("repoint", names, to, false, apply, reason);
  }

  /** Starts again. */
  @Command(name = "resume", description = "Start paused integrations again, last held first.")
  int resume(
      @Parameters(paramLabel = "<name>", arity = "0..*", description = NAMES) List<String> names,
      @Option(names = "--apply", description = APPLY) boolean apply,
      @Option(names = "--reason", paramLabel = "<text>", description = REASON)
          @Nullable String reason) {
    return run("resume", names, null, false, apply, reason);
  }

  /** Puts back. */
  @Command(
      name = "restore",
      description =
          "Put back every change of ours, newest first, one by one, and say what changed by itself meanwhile.")
  int restore(
      @Parameters(paramLabel = "<name>", arity = "0..*", description = NAMES) List<String> names,
      @Option(
              names = "--over",
              description = "Also where somebody has pointed an item elsewhere since.")
          boolean over,
      @Option(names = "--apply", description = APPLY) boolean apply,
      @Option(names = "--reason", paramLabel = "<text>", description = REASON)
          @Nullable String reason) {
    return run("restore", names, null, over, apply, reason);
  }

  private int run(
      String verb,
      @Nullable List<String> names,
      @Nullable URI to,
      boolean over,
      boolean apply,
      @Nullable String reason) {
    if (apply && (reason == null || reason.isBlank())) {
      throw new CommandException(
          ExitCode.INVALID, "--apply needs --reason: it stands in the audit trail");
    }
    Actor actor = session.actor(verb + " integrations");
    try (Switches switches = session.switches()) {
      if (apply) {
        switches.note(verb, actor, String.valueOf(reason));
      }
      return IntegrationReports.results(
          session, switches.run(verb, new Orders.Order(set(names), to, over, !apply, actor)));
    }
  }

  /** Looks again. */
  @Command(name = "verify", description = "Look whether every change of ours is still so.")
  int verify(
      @Parameters(paramLabel = "<name>", arity = "0..*", description = NAMES) List<String> names) {
    try (Switches switches = session.switches()) {
      return IntegrationReports.results(session, switches.board().verify(set(names)));
    }
  }

  /** How they stand. */
  @Command(name = "status", description = "How each integration stands, and what waits for people.")
  int status() {
    try (Switches switches = session.switches()) {
      return IntegrationReports.status(session, switches);
    }
  }

  /** What is different. */
  @Command(
      name = "diff",
      description = "What differs from what was captured; exit 1 if anything does.")
  int diff(
      @Parameters(paramLabel = "<name>", arity = "0..*", description = NAMES) List<String> names) {
    try (Switches switches = session.switches()) {
      return IntegrationReports.differences(session, switches.board().diff(set(names)));
    }
  }

  /** A person's word. */
  @Command(
      name = "confirm",
      description =
          "Say that a manual step is done, or what became of an unclear change; most take two different people.")
  int confirm(
      @Parameters(paramLabel = "<step>", description = "The step's id, from status.") String step,
      @Option(
              names = "--reason",
              required = true,
              paramLabel = "<text>",
              description = "What you saw.")
          String reason,
      @Option(
              names = "--evidence",
              paramLabel = "<file>",
              description = "A file that shows it; kept with its hash.")
          @Nullable Path evidence,
      @Option(names = "--no-effect", description = "The unclear change had no effect.")
          boolean noEffect) {
    Actor actor = session.actor("confirm a manual step");
    try (Switches switches = session.switches()) {
      Steps.Step now =
          switches.board().confirm(step, actor, !noEffect, reason, attachment(evidence));
      ObjectNode json =
          Json.object().put("step", now.id()).put("state", now.state()).put("people", now.people());
      json.set("confirmedBy", Json.tree(now.confirmedBy()));
      session.report(
          json,
          () ->
              now.done()
                  ? "Done: " + now.step() + "\n"
                  : "Noted. It takes " + now.people() + " people; another one must confirm it.\n");
      return ExitCode.OK.code();
    }
  }

  private static Steps.@Nullable Attachment attachment(@Nullable Path file) {
    if (file == null) {
      return null;
    }
    try {
      return new Steps.Attachment(file.getFileName().toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins or ends the freeze. */
  @Command(
      name = "freeze",
      description = "Say that from now on nobody may write to the target; strays are looked for.")
  int freeze(
      @Option(names = "--end", description = "The freeze is over.") boolean end,
      @Option(names = "--reason", required = true, paramLabel = "<text>", description = "Why.")
          String reason) {
    Actor actor = session.actor("freeze the target");
    try (Switches switches = session.switches()) {
      boolean did = !end || switches.freeze().end(actor, reason);
      String since = end ? "" : switches.freeze().begin(actor, reason).toString();
      session.report(
          Json.object().put("frozen", !end).put("since", since),
          () ->
              end
                  ? did ? "The freeze is over.\n" : "Nothing was frozen.\n"
                  : "Frozen since " + since + ". Whoever writes from now on is a stray.\n");
      return ExitCode.OK.code();
    }
  }

  /** Who writes to the frozen target. */
  @Command(
      name = "strays",
      description =
          "Who has written to the frozen target, and whether two sweeps agree that nobody does; exit 1 until they do.")
  int strays(
      @Option(
              names = "--answer",
              paramLabel = "<writer>",
              description = "Answer for this writer: it is stopped, or its writes may stay.")
          @Nullable String writer,
      @Option(
              names = "--reason",
              paramLabel = "<text>",
              description = "Why; required with --answer.")
          @Nullable String reason) {
    try (Switches switches = session.switches()) {
      if (writer != null) {
        if (reason == null || reason.isBlank()) {
          throw new CommandException(
              ExitCode.INVALID, "--answer needs --reason: it stands in the audit trail");
        }
        int rows = switches.freeze().answer(writer, session.actor("answer for a stray"), reason);
        if (rows == 0) {
          throw new CommandException(
              ExitCode.INVALID, "no open stray '" + writer + "'; see backhaul integrations strays");
        }
      }
      switches.freeze().look();
      return IntegrationReports.strays(session, switches);
    }
  }

  private static Set<String> set(@Nullable List<String> names) {
    return names == null ? Set.of() : Set.copyOf(names);
  }
}
