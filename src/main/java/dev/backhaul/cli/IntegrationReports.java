package dev.backhaul.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.console.Table;
import dev.backhaul.delta.Freeze;
import dev.backhaul.delta.WriterTable;
import dev.backhaul.integration.Difference;
import dev.backhaul.integration.Discovery;
import dev.backhaul.integration.Result;
import dev.backhaul.integration.Standing;
import dev.backhaul.integration.Steps;
import dev.backhaul.json.Json;
import dev.backhaul.rollback.Switches;
import java.util.List;
import java.util.Locale;

/** What the commands about integrations print. */
final class IntegrationReports {
  private IntegrationReports() {}

  /** Exit 1 if anything is not over and done with. */
  static int results(Session session, List<Result> results) {
    ArrayNode json = Json.mapper().createArrayNode();
    Table table = Table.of("integration", "item", "verb", "outcome", "");
    for (Result result : results) {
      json.addObject()
          .put("integration", result.integration())
          .put("item", result.item())
          .put("verb", result.verb())
          .put("outcome", lower(result.outcome()))
          .put("say", result.say())
          .put("request", result.request());
      table.row(
          result.integration(),
          result.item(),
          result.verb(),
          lower(result.outcome()),
          result.request() == null ? result.say() : result.request());
    }
    session.report(json, () -> results.isEmpty() ? "Nothing to do.\n" : table.text());
    return results.stream().allMatch(Result::good) ? ExitCode.OK.code() : ExitCode.FAILED.code();
  }

  static int discovered(Session session, Discovery.Report report) {
    ObjectNode json = Json.object();
    ArrayNode found = json.putArray("found");
    Table items = Table.of("where", "kind", "item", "name", "on", "named");
    for (Discovery.Found each : report.found()) {
      Boolean on = each.item().on();
      String name = each.item().name();
      found
          .addObject()
          .put("where", each.where())
          .put("kind", each.kind())
          .put("item", each.item().id())
          .put("name", name)
          .put("on", on)
          .put("named", each.named());
      items.row(
          each.where(),
          each.kind(),
          each.item().id(),
          name == null ? "" : name,
          on == null ? "?" : on ? "on" : "off",
          each.named() ? "yes" : "no: add it to integrations.yaml");
    }
    ArrayNode writers = json.putArray("writers");
    Table who = Table.of("object", "writer", "class", "records", "changes", "last");
    for (WriterTable.Row row : report.writers()) {
      writers
          .addObject()
          .put("object", row.object())
          .put("writer", row.writer())
          .put("class", lower(row.activity().writerClass()))
          .put("records", row.records())
          .put("changes", row.activity().writes())
          .put("last", row.activity().last().toString());
      who.row(
          row.object(),
          row.writer(),
          lower(row.activity().writerClass()),
          row.records(),
          row.activity().writes(),
          row.activity().last());
    }
    json.set("unread", Json.tree(report.unread()));
    report.unread().forEach(each -> session.warn("not read: " + each));
    session.report(
        json,
        () ->
            (items.empty() ? "Nothing is wired to the systems.\n" : items.text())
                + "\n"
                + (who.empty()
                    ? "Who writes is known once the delta is staged: backhaul delta\n"
                    : who.text()));
    return report.unread().isEmpty() ? ExitCode.OK.code() : ExitCode.FAILED.code();
  }

  static int status(Session session, Switches switches) {
    ObjectNode json = Json.object();
    ArrayNode all = json.putArray("integrations");
    Table table =
        Table.of(
            "integration", "phase", "held by", "captured", "changed", "unclear", "steps", "owner");
    ArrayNode steps = json.putArray("steps");
    Table open = Table.of("step", "for", "who", "confirmed", "what");
    for (Standing each : switches.board().status()) {
      all.addObject()
          .put("integration", each.integration())
          .put("kind", each.kind())
          .put("phase", lower(each.phase()))
          .put("way", lower(each.way()))
          .put("captured", each.captured())
          .put("changed", each.changed())
          .put("unclear", each.unclear())
          .put("steps", each.steps())
          .put("owner", each.owner());
      table.row(
          each.integration(),
          lower(each.phase()),
          lower(each.way()),
          each.captured(),
          each.changed(),
          each.unclear(),
          each.steps(),
          each.owner());
      for (Steps.Step step : switches.board().steps().of(each.integration())) {
        if (step.state().equals("ASKED")) {
          steps
              .addObject()
              .put("step", step.id())
              .put("integration", step.integration())
              .put("item", step.item())
              .put("owner", step.owner())
              .put("what", step.step())
              .put("evidence", step.evidence())
              .put("confirmed", step.confirmedBy().size())
              .put("people", step.people());
          open.row(
              step.id(),
              step.integration(),
              step.owner(),
              step.confirmedBy().size() + " of " + step.people(),
              step.step() + " (evidence: " + step.evidence() + ")");
        }
      }
    }
    session.report(
        json,
        () ->
            (table.empty() ? "No integrations: write integrations.yaml.\n" : table.text())
                + (open.empty() ? "" : "\nWaiting for people:\n" + open.text()));
    return ExitCode.OK.code();
  }

  static int differences(Session session, List<Difference> differences) {
    ArrayNode json = Json.mapper().createArrayNode();
    Table table = Table.of("integration", "item", "");
    for (Difference each : differences) {
      ObjectNode one =
          json.addObject()
              .put("integration", each.integration())
              .put("item", each.item())
              .put("say", each.say());
      one.set("fields", Json.tree(each.fields()));
      table.row(each.integration(), each.item(), each.say());
    }
    session.report(json, () -> differences.isEmpty() ? "As captured.\n" : table.text());
    return differences.isEmpty() ? ExitCode.OK.code() : ExitCode.FAILED.code();
  }

  static int strays(Session session, Switches switches) {
    List<String> doubts = switches.doubts();
    ObjectNode json = Json.object();
    ArrayNode all = json.putArray("strays");
    Table table = Table.of("writer", "class", "object", "records", "first", "last", "answered");
    for (Freeze.Stray stray : switches.freeze().strays()) {
      all.addObject()
          .put("writer", stray.writer())
          .put("class", lower(stray.writerClass()))
          .put("object", stray.object())
          .put("records", stray.records())
          .put("first", stray.first().toString())
          .put("last", stray.last().toString())
          .put("answered", stray.answered());
      table.row(
          stray.writer(),
          lower(stray.writerClass()),
          stray.object(),
          stray.records(),
          stray.first(),
          stray.last(),
          stray.answered() == null ? "no" : stray.answered());
    }
    json.set("doubts", Json.tree(doubts));
    boolean frozen = switches.freeze().since().isPresent();
    json.put("frozen", frozen);
    session.report(
        json,
        () ->
            !frozen
                ? "The target is not frozen: backhaul integrations freeze --reason ...\n"
                : (table.empty() ? "Nobody has written since the freeze.\n" : table.text())
                    + (doubts.isEmpty()
                        ? "Two sweeps agree: the delta is final.\n"
                        : "\n" + String.join("\n", doubts) + "\n"));
    return frozen && doubts.isEmpty() ? ExitCode.OK.code() : ExitCode.FAILED.code();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
