package dev.backhaul.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.apply.Report;
import dev.backhaul.apply.Undo;
import dev.backhaul.json.Json;
import dev.backhaul.plan.PlanSummary;
import dev.backhaul.plan.Question;
import dev.backhaul.plan.Questions;
import dev.backhaul.plan.Rejects;
import dev.backhaul.platform.ProbeReport;
import dev.backhaul.rollback.Books;
import dev.backhaul.rollback.Numbers;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What commands and the API tell, as JSON. Instants are ISO 8601, UTC. */
public final class AsJson {
  private AsJson() {}

  /** A plan's summary. */
  public static ObjectNode plan(PlanSummary plan) {
    ObjectNode out = Json.object();
    out.put("id", plan.id()).put("hash", plan.hash()).put("madeAt", text(plan.madeAt()));
    ArrayNode tallies = out.putArray("decisions");
    plan.tallies()
        .forEach(
            tally ->
                tallies
                    .addObject()
                    .put("target", tally.targetObject())
                    .put("source", tally.object())
                    .put("kind", tally.kind().name())
                    .put("state", tally.state().name())
                    .put("undo", tally.undo().name())
                    .put("count", tally.count()));
    out.set("questions", groups(plan.questions()));
    ObjectNode fidelity = out.putObject("fidelity");
    plan.fidelity().forEach(fidelity::set);
    return out;
  }

  /** Open questions by cause. */
  public static ArrayNode groups(List<Questions.Group> groups) {
    ArrayNode out = Json.mapper().createArrayNode();
    for (Questions.Group group : groups) {
      ObjectNode each = out.addObject();
      each.put("group", group.group()).put("code", group.code()).put("object", group.object());
      each.put("field", group.field()).put("cause", group.cause());
      each.put("questions", group.questions()).put("holding", group.holding());
      group.choices().forEach(each.putArray("choices")::add);
    }
    return out;
  }

  /** Refused writes by root cause: no values. */
  public static ArrayNode rejects(List<Rejects.Group> groups) {
    ArrayNode out = Json.mapper().createArrayNode();
    groups.forEach(group -> out.add(reject(group)));
    return out;
  }

  /** One root cause. */
  public static ObjectNode reject(Rejects.Group group) {
    ObjectNode out = Json.object();
    out.put("group", group.group()).put("code", group.code()).put("object", group.object());
    out.put("op", group.op()).put("cause", group.cause()).put("again", group.again());
    out.put("records", group.records());
    ObjectNode standings = out.putObject("standings");
    group.standings().forEach((standing, n) -> standings.put(standing.name(), n));
    group.samples().forEach(out.putArray("samples")::add);
    group.choices().forEach(out.putArray("choices")::add);
    return out;
  }

  /**
   * Refused writes one by one.
   *
   * @param values whether to tell what the platform said: personal data
   */
  public static ArrayNode rows(List<Rejects.Row> rows, boolean values) {
    ArrayNode out = Json.mapper().createArrayNode();
    for (Rejects.Row row : rows) {
      ObjectNode each = out.addObject();
      each.put("question", row.question()).put("record", row.record());
      each.put("object", row.object()).put("sourceId", row.sourceId());
      each.put("joinKey", row.joinKey()).put("standing", row.standing().name());
      each.put("answer", row.choice()).put("at", text(row.at()));
      if (values) {
        each.set("detail", row.detail());
      }
    }
    return out;
  }

  /** Questions one by one, with their values: personal data, for those who must decide. */
  public static ArrayNode questions(List<Question> questions) {
    ArrayNode out = Json.mapper().createArrayNode();
    for (Question question : questions) {
      ObjectNode each = out.addObject();
      each.put("id", question.id()).put("group", question.group()).put("code", question.code());
      each.put("object", question.object()).put("field", question.field());
      each.put("holdsRecord", question.holdsRecord()).set("detail", question.detail());
      ArrayNode choices = each.putArray("choices");
      question
          .choices()
          .forEach(c -> choices.addObject().put("name", c.name()).set("effect", c.effect()));
    }
    return out;
  }

  /** What became of one wave. */
  public static ObjectNode report(Report report) {
    return Json.object()
        .put("wave", report.wave())
        .put("written", report.written())
        .put("unsettled", report.unsettled())
        .put("waiting", report.waiting())
        .put("ready", report.ready())
        .put("stopped", report.stopped())
        .put("complete", report.complete());
  }

  /** What a system says about itself and about us. */
  public static ObjectNode probe(String role, String platform, ProbeReport probe) {
    ObjectNode out = Json.object();
    out.put("role", role).put("platform", platform).put("ok", probe.ok());
    out.put("reachable", probe.reachable()).put("identity", probe.identity());
    out.put("mayWrite", probe.mayWrite())
        .put("plan", probe.plan())
        .put("skewMillis", probe.skewMillis());
    ArrayNode limits = out.putArray("limits");
    probe
        .limits()
        .forEach(
            l ->
                limits
                    .addObject()
                    .put("name", l.name())
                    .put("limit", l.limit())
                    .put("remaining", l.remaining()));
    ArrayNode deadlines = out.putArray("deadlines");
    probe
        .deadlines()
        .forEach(d -> deadlines.addObject().put("what", d.what()).put("at", text(d.at())));
    probe.reasons().forEach(out.putArray("reasons")::add);
    return out;
  }

  /** What an undo would do. */
  public static ObjectNode undo(Undo.Preview preview) {
    ObjectNode out = Json.object().put("hash", preview.hash());
    ObjectNode fates = out.putObject("fates");
    for (Undo.Fate fate : Undo.Fate.values()) {
      fates.put(fate.name(), preview.count(fate));
    }
    ArrayNode lines = out.putArray("writes");
    preview
        .lines()
        .forEach(
            line ->
                lines
                    .addObject()
                    .put("entry", line.entry().id())
                    .put("object", line.entry().object())
                    .put("op", line.entry().op().name())
                    .put("record", line.entry().intent().recordId())
                    .put("fate", line.fate().name()));
    return out;
  }

  /** Where a rollback stands. */
  public static ObjectNode status(Books books) {
    Numbers numbers = books.numbers();
    ObjectNode out = Json.object();
    out.put("migration", books.configuration().migration().migration());
    out.put("cutover", text(books.configuration().migration().cutover()));
    out.put("worker", numbers.worker().orElse(null));
    ArrayNode pauses = out.putArray("paused");
    numbers
        .pauses()
        .forEach(
            pause ->
                pauses
                    .addObject()
                    .put("what", pause.name())
                    .put("by", pause.actor())
                    .put("reason", pause.reason())
                    .put("since", text(pause.at())));
    ArrayNode silent = out.putArray("silent");
    numbers
        .silent()
        .forEach(
            s ->
                silent
                    .addObject()
                    .put("role", s.role())
                    .put("since", text(s.since()))
                    .put("rules", s.items()));
    ArrayNode delta = out.putArray("delta");
    var counts = books.staged().counts();
    books
        .cursors()
        .all()
        .forEach(
            cursor ->
                delta
                    .addObject()
                    .put("object", cursor.object())
                    .put("staged", counts.getOrDefault(cursor.object(), 0L))
                    .put("readUntil", text(cursor.readUntil()))
                    .put("sweeps", cursor.sweep())
                    .put("lastSweepFound", cursor.lastNew()));
    ArrayNode outcomes = out.putArray("decisions");
    numbers
        .outcomes()
        .forEach(
            o ->
                outcomes
                    .addObject()
                    .put("object", o.object())
                    .put("state", o.state().name())
                    .put("count", o.count()));
    ObjectNode questions = out.putObject("questions");
    numbers.questions().forEach(questions::put);
    ObjectNode rejects = out.putObject("rejects");
    books.rejects().open().forEach(rejects::put);
    books.applied().last().ifPresent(last -> out.set("configuration", last));
    ObjectNode journal = out.putObject("journal");
    numbers.journal().forEach(journal::put);
    books
        .lastPlan()
        .ifPresent(
            plan -> {
              String now = books.decisions().planHash();
              out.putObject("plan")
                  .put("hash", now)
                  .put("madeAt", text(plan.madeAt()))
                  .put("approved", books.approved(now));
            });
    return out;
  }

  static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
