package dev.backhaul.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.apply.Report;
import dev.backhaul.console.Access;
import dev.backhaul.console.Rendering;
import dev.backhaul.console.Table;
import dev.backhaul.console.TerminalProgress;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Identity;
import dev.backhaul.parity.ParityReport;
import dev.backhaul.parity.ParityRow;
import dev.backhaul.plan.PlanSummary;
import dev.backhaul.plan.Question;
import dev.backhaul.platform.Role;
import dev.backhaul.rollback.Cost;
import dev.backhaul.rollback.Rollback;
import dev.backhaul.rollback.Settings;
import dev.backhaul.sandbox.Caller;
import dev.backhaul.store.Actor;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.StoreSettings;
import dev.backhaul.time.VirtualTime;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The main job before one's eyes: a failed helpdesk migration rolled back in local sandboxes, at
 * the platforms' true limits in stepped time, judged by what the world's generator wrote down.
 */
public final class Demo {
  private static final String OPERATOR = "demo-token-of-ada";
  private static final String APPROVER = "demo-token-of-grace";

  private final Path home;
  private final Path folder;
  private final PrintStream out;
  private final boolean terminal;
  private final Access access =
      new Access(
          List.of(
              identity("ada", Identity.Role.OPERATOR, OPERATOR),
              identity("grace", Identity.Role.APPROVER, APPROVER)),
          name -> null);

  /**
   * @param home the folder that holds {@code config} and {@code routes}
   * @param folder where the demo's store and report go; an earlier demo's are replaced
   * @param out where it tells its story
   * @param terminal whether {@code out} is a terminal that can redraw lines
   */
  public Demo(Path home, Path folder, PrintStream out, boolean terminal) {
    this.home = home;
    this.folder = folder;
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * What the demo came to.
   *
   * @param verdict what the judge found; perfect or not
   * @param parity the service's own account
   * @param report the HTML report
   */
  public record Outcome(Verdict verdict, ParityReport parity, Path report) {
    /**
     * True if everything is home, nothing else changed, and the service's own account is closed.
     */
    public boolean good() {
      return verdict.perfect() && parity.closed();
    }

    /** For machines. */
    public ObjectNode json() {
      ObjectNode json = Json.object().put("good", good()).put("report", report.toString());
      verdict.findings().forEach(json.putArray("findings")::addPOJO);
      return json.set("parity", parity.toJson());
    }
  }

  /** Plays a story; the same story goes the same way. */
  public Outcome run(Story story) {
    say(story.telling());
    say("Local sandboxes, true limits, stepped time: the clock jumps over every wait.\n");
    try (VirtualTime time = VirtualTime.startingAt(Incident.MONDAY);
        Incident incident = Incident.start(story, time)) {
      Files.createDirectories(folder);
      Path store = folder.resolve(story.migration() + ".db");
      for (String suffix : List.of("", "-wal", "-shm")) {
        Files.deleteIfExists(Path.of(store + suffix));
      }
      return play(incident, store, time);
    } catch (IOException e) {
      throw new UncheckedIOException("the demo needs loopback ports and a writable " + folder, e);
    }
  }

  private Outcome play(Incident incident, Path store, VirtualTime time) {
    TerminalProgress progress = new TerminalProgress(out, terminal, time);
    Settings settings =
        new Settings(
            home,
            incident.story().migration(),
            incident.environment(),
            time,
            progress,
            incident.baseUrls(),
            StoreSettings.file(store),
            "demo",
            CrashPoint.NONE);
    try (Rollback rollback = Rollback.open(settings)) {
      title("Probe both systems");
      say(Rendering.probe("source", rollback.source().platform(), rollback.source().probe()));
      say(Rendering.probe("target", rollback.target().platform(), rollback.target().probe()));

      title("Stage everything created, changed, deleted or merged in the target since cutover");
      rollback.stage();
      progress.finish();

      title("Plan: invert the migration's own mappings, merge, ask only what cannot be decided");
      PlanSummary plan = rollback.plan();
      progress.finish();
      say(Rendering.plan(plan));
      Cost cost = rollback.cost();
      say(
          "Cost: about %,d requests to the source, at least %s at its limits.\n"
              .formatted(cost.calls(), words(cost.atLeast())));

      title("Silence, then approval by a second person");
      Actor ada = actor(OPERATOR);
      Actor grace = actor(APPROVER);
      for (String cause : Homecoming.unprovable(rollback)) {
        rollback.approvals().waive(cause, grace, "looked there in person: nothing will fire");
        say("grace waives " + cause + ": no API can prove it silent, she has looked herself.");
      }
      int silenced = rollback.silence().prove(ada);
      say(silenced + " rules captured, switched off, seen off, and a canary heard nothing.");
      rollback
          .approvals()
          .approvePlan(plan.hash(), ada.name(), grace, "reviewed plan and questions");
      rollback.approvals().consent(plan.hash(), grace, "comments cannot be taken back");
      say("grace approves plan " + plan.hash().substring(0, 12) + "..., proposed by ada.\n");

      title("Apply in waves, each write verified by reading back");
      apply(rollback, progress, time);
      say("Rules put back: " + rollback.silence().restore(ada) + ".\n");

      title("Prove it: a final sweep, then parity");
      rollback.stage();
      progress.finish();
      ParityReport parity = rollback.parity();
      progress.finish();
      say(table(parity));
      parity.openEnds().forEach(end -> say("  open: " + end));
      Path report = folder.resolve("report.html").toAbsolutePath();
      rollback.report(report, parity, throttled(incident));
      Verdict verdict = incident.judge(asked(rollback), Faults.named(plan));
      Outcome outcome = new Outcome(verdict, parity, report);
      conclude(outcome, store, time.instant(), incident);
      return outcome;
    }
  }

  private void apply(Rollback rollback, TerminalProgress progress, VirtualTime time) {
    for (int wave = 1; wave <= rollback.waves(); wave++) {
      Instant begin = time.instant();
      Report report = rollback.apply(wave);
      progress.finish();
      say(
          Rendering.report(report).stripTrailing()
              + " ("
              + words(Duration.between(begin, time.instant()))
              + ")");
    }
  }

  private static String table(ParityReport parity) {
    Table table =
        Table.of(
            "object",
            "staged",
            "home",
            "travelled",
            "nothing to do",
            "asked",
            "refused",
            "waiting",
            "unexplained");
    for (ParityRow row : parity.rows()) {
      table.row(
          row.object(),
          row.staged(),
          row.home(),
          row.travelled(),
          row.nothing(),
          row.questions(),
          row.refused(),
          row.waiting(),
          row.unexplained());
    }
    return table.text();
  }

  private void conclude(Outcome outcome, Path store, Instant end, Incident incident) {
    Map<String, Long> throttled = throttled(incident);
    say(
        "Requests: %,d to the source, %,d to the target; 429s: %d and %d. Stepped time used: %s."
            .formatted(
                incident.source().ledger().accepted(Caller.OURS),
                incident.target().ledger().accepted(Caller.OURS),
                throttled.get("source"),
                throttled.get("target"),
                words(Duration.between(Incident.MONDAY, end))));
    List<Finding> findings = outcome.verdict().findings();
    if (findings.isEmpty()) {
      say(
          "Judge: the sandboxes' ledgers equal the oracle. Every decidable edit is home, the questions are");
      say(
          "exactly the undecidable ones, nothing else changed, nothing was written twice, nobody was notified.");
    } else {
      say("Judge: " + findings.size() + " findings:");
      findings.forEach(finding -> say("  " + finding.law() + ": " + finding.what()));
    }
    say("\nReport: " + outcome.report());
    say("Look further:");
    for (String command :
        List.of("status", "questions", "audit verify", "explain ticket:" + example(incident))) {
      say(
          "  ./backhaul "
              + command
              + " --migration "
              + incident.story().migration()
              + " --store "
              + store);
    }
  }

  private static String example(Incident incident) {
    return incident.story().oracle().births().stream()
        .filter(birth -> birth.targetObject().equals("ticket"))
        .map(Oracle.Birth::targetId)
        .findFirst()
        .orElse("1");
  }

  private static Map<String, Long> throttled(Incident incident) {
    return Map.of(
        "source", refusals(incident, Role.SOURCE), "target", refusals(incident, Role.TARGET));
  }

  private static long refusals(Incident incident, Role role) {
    var ledger = role == Role.SOURCE ? incident.source().ledger() : incident.target().ledger();
    return ledger.throttled(Caller.OURS) + ledger.throttled(Caller.BUSINESS);
  }

  /** The questions that stand open, in the judge's words. */
  static Set<Asked> asked(Rollback rollback) {
    Set<Asked> asked = new TreeSet<>();
    String after = "";
    for (List<Question> page = rollback.questions().open("", after, 500);
        !page.isEmpty();
        page = rollback.questions().open("", after, 500)) {
      for (Question question : page) {
        String symbol = question.decision();
        String id = symbol.substring(symbol.indexOf(':') + 1);
        asked.add(new Asked(question.object(), id, question.field(), question.code()));
        after = question.id();
      }
    }
    return asked;
  }

  private Actor actor(String token) {
    return access.authenticate(token).orElseThrow();
  }

  private static Identity identity(String name, Identity.Role role, String token) {
    return new Identity(name, Set.of(role), Json.sha256(token), null);
  }

  private void title(String text) {
    say("== " + text);
  }

  private void say(String text) {
    out.println(text);
  }

  private static String words(Duration span) {
    return span.toHours() > 0
        ? "%d h %d min".formatted(span.toHours(), span.toMinutesPart())
        : span.toMinutes() > 0
            ? "%d min %d s".formatted(span.toMinutes(), span.toSecondsPart())
            : span.toSeconds() + " s";
  }
}
