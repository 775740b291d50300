package dev.backhaul.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.apply.Report;
import dev.backhaul.console.AsJson;
import dev.backhaul.console.Rendering;
import dev.backhaul.console.Table;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Decisions;
import dev.backhaul.plan.PlanSummary;
import dev.backhaul.rollback.Books;
import dev.backhaul.rollback.Rollback;
import dev.backhaul.store.Actor;
import dev.backhaul.store.Approvals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Applies the approved plan, wave by wave; without an approval it only says what it would do. */
@Command(
    name = "run",
    description =
        "Silence the source, apply the approved plan wave by wave, put the source's rules back. A dry run while nothing is approved.")
final class Run implements Callable<Integer> {
  private final Session session;

  @Option(names = "--wave", paramLabel = "<n>", description = "Only this wave, from 1.")
  @Nullable Integer wave;

  @Option(names = "--dry-run", description = "Only say what would be written, approved or not.")
  boolean dryRun;

  @Option(
      names = "--keep-silent",
      description =
          "Leave the source's rules off at the end; backhaul run --restore puts them back.")
  boolean keepSilent;

  @Option(names = "--restore", description = "Write nothing; only put the source's rules back on.")
  boolean restore;

  Run(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Actor actor = session.actor("run");
    actor.require(Actor.Role.OPERATOR, "run");
    try (Rollback rollback = session.rollback()) {
      if (restore) {
        int rules = new RulesBack(session, rollback, actor).restore();
        session.report(
            Json.object().put("restored", rules),
            () -> rules + " rules of the source are on again\n");
        return ExitCode.OK.code();
      }
      List<Integer> waves = waves(rollback);
      Books books = rollback.books();
      PlanSummary plan =
          rollback
              .lastPlan()
              .orElseThrow(
                  () ->
                      new CommandException(
                          ExitCode.FAILED,
                          "there is no plan\nmake one: backhaul delta, then backhaul plan"));
      String hash = books.decisions().planHash();
      boolean approved = approved(books, hash);
      if (dryRun || !approved) {
        return dryRun(books, plan, hash, approved, waves);
      }
      session.ready(rollback, true);
      return apply(rollback, actor, waves);
    }
  }

  private List<Integer> waves(Rollback rollback) {
    Integer only = wave;
    if (only != null && (only < 1 || only > rollback.waves())) {
      throw new CommandException(
          ExitCode.INVALID,
          "--wave " + only + ": this plan has the waves 1 to " + rollback.waves());
    }
    List<Integer> all = new ArrayList<>();
    for (int n = 1; n <= rollback.waves(); n++) {
      if (only == null || only == n) {
        all.add(n);
      }
    }
    return all;
  }

  private static boolean approved(Books books, String hash) {
    return books.approved(hash)
        || books.inForce().stream().anyMatch(each -> each.kind() == Approvals.Kind.STANDING);
  }

  private int dryRun(
      Books books, PlanSummary plan, String hash, boolean approved, List<Integer> waves) {
    Map<Integer, Map<String, Long>> counts = new TreeMap<>();
    for (Decisions.Share share : books.decisions().shares()) {
      if (waves.contains(share.wave())) {
        counts
            .computeIfAbsent(share.wave(), n -> new TreeMap<>())
            .put(
                share.kind().name().toLowerCase(java.util.Locale.ROOT) + " " + share.object(),
                share.count());
      }
    }
    ObjectNode json =
        Json.object()
            .put("dryRun", true)
            .put("plan", plan.id())
            .put("hash", hash)
            .put("approved", approved);
    ArrayNode list = json.putArray("waves");
    Table table = Table.of("wave", "what", "writes");
    counts.forEach(
        (n, kinds) -> {
          ObjectNode writes = list.addObject().put("wave", n).putObject("writes");
          kinds.forEach(
              (what, count) -> {
                writes.put(what, count);
                table.row(n, what, count);
              });
        });
    session.report(
        json,
        () ->
            "Dry run: nothing is written. "
                + (approved ? "" : "The plan is not approved.")
                + "\n\n"
                + (table.empty() ? "  Nothing is ready to be written.\n" : table.text())
                + (approved
                    ? ""
                    : "\nNext, by a second person: backhaul approve --plan "
                        + hash
                        + " --reason ...\n"));
    return ExitCode.OK.code();
  }

  private int apply(Rollback rollback, Actor actor, List<Integer> waves) {
    ObjectNode json = Json.object().put("dryRun", false);
    List<Report> reports = new ArrayList<>();
    int silenced;
    try {
      silenced = rollback.silence().prove(actor);
      for (int n : waves) {
        Report report = rollback.apply(n);
        reports.add(report);
        session.progress().finish();
        if (report.stopped() != null) {
          break;
        }
      }
    } finally {
      if (keepSilent) {
        session.warn("the source's rules stay off; put them back with: backhaul run --restore");
      } else {
        new RulesBack(session, rollback, actor).restore();
      }
    }
    boolean stopped = reports.stream().anyMatch(report -> report.stopped() != null);
    ArrayNode list = json.put("silenced", silenced).put("complete", !stopped).putArray("waves");
    reports.forEach(report -> list.add(AsJson.report(report)));
    session.report(
        json,
        () ->
            silenced
                + " rules of the source were off while writing\n"
                + reports.stream().map(Rendering::report).collect(Collectors.joining()));
    return stopped ? ExitCode.FAILED.code() : ExitCode.OK.code();
  }
}
