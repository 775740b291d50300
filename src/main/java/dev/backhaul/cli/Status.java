package dev.backhaul.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.console.AsJson;
import dev.backhaul.console.Table;
import dev.backhaul.console.Words;
import dev.backhaul.manifest.Migration;
import dev.backhaul.rollback.Books;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Where the rollback stands, in one glance. */
@Command(
    name = "status",
    description =
        "Show where the rollback stands: time left, what runs, what is stuck, what needs a person.")
final class Status implements Callable<Integer> {
  private final Session session;

  Status(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Books books = session.books()) {
      ObjectNode json = AsJson.status(books);
      window(books.configuration().migration(), json);
      Delta.stillWritten(session, books);
      session.report(json, () -> text(json));
      return ExitCode.OK.code();
    }
  }

  private void window(Migration migration, ObjectNode json) {
    Instant now = session.around().time().instant();
    ArrayNode bands = json.putArray("windows");
    for (Duration band : migration.windows()) {
      Instant end = migration.cutover().plus(band);
      bands
          .addObject()
          .put("end", end.toString())
          .put("secondsLeft", Duration.between(now, end).toSeconds());
    }
  }

  private static String text(JsonNode status) {
    StringBuilder out = new StringBuilder();
    out.append("Rollback ").append(status.path("migration").asText());
    out.append(", cutover ").append(status.path("cutover").asText()).append('\n');
    for (JsonNode band : status.path("windows")) {
      long left = band.path("secondsLeft").asLong();
      out.append("  window until ").append(band.path("end").asText()).append(": ");
      out.append(left > 0 ? Words.span(Duration.ofSeconds(left)) + " left" : "over").append('\n');
    }
    JsonNode worker = status.path("worker");
    out.append("  at work: ").append(worker.isNull() ? "nobody" : worker.asText()).append('\n');
    for (JsonNode pause : status.path("paused")) {
      out.append("  paused: ")
          .append(pause.path("what").asText())
          .append(" by ")
          .append(pause.path("by").asText());
      out.append(" since ")
          .append(pause.path("since").asText())
          .append(": ")
          .append(pause.path("reason").asText())
          .append('\n');
    }
    for (JsonNode silent : status.path("silent")) {
      out.append("  silent: ")
          .append(silent.path("role").asText())
          .append(", ")
          .append(silent.path("rules").asInt());
      out.append(" rules off since ").append(silent.path("since").asText()).append('\n');
    }
    JsonNode files = status.path("configuration");
    if (!files.isMissingNode()) {
      out.append("  configuration: ")
          .append(files.path("result").asText().toLowerCase(java.util.Locale.ROOT))
          .append(" at ")
          .append(files.path("at").asText())
          .append(", asked by ")
          .append(files.path("by").asText())
          .append('\n');
      files.path("problems").forEach(each -> out.append("    ").append(each.asText()).append('\n'));
    }
    JsonNode plan = status.path("plan");
    out.append("  plan: ");
    out.append(
        plan.isMissingNode()
            ? "none yet"
            : plan.path("hash").asText().substring(0, 12)
                + " made "
                + plan.path("madeAt").asText()
                + (plan.path("approved").asBoolean() ? ", approved" : ", not approved"));
    out.append("\n\n");
    Table delta = Table.of("delta", "staged", "read until", "sweeps");
    for (JsonNode each : status.path("delta")) {
      delta.row(
          each.path("object").asText(),
          each.path("staged").asLong(),
          each.path("readUntil").asText(),
          each.path("sweeps").asLong());
    }
    out.append(delta.empty() ? "  Nothing staged yet. Next: backhaul delta\n" : delta.text());
    Table decisions = Table.of("decisions", "state", "count");
    for (JsonNode each : status.path("decisions")) {
      decisions.row(
          each.path("object").asText(), each.path("state").asText(), each.path("count").asLong());
    }
    out.append(decisions.empty() ? "" : "\n" + decisions.text());
    out.append(counts("journal", status.path("journal")))
        .append(counts("open questions", status.path("questions")))
        .append(counts("refused, open", status.path("rejects")));
    return out.toString();
  }

  private static String counts(String heading, JsonNode counts) {
    Table table = Table.of(heading, "count");
    counts.properties().forEach(each -> table.row(each.getKey(), each.getValue().asLong()));
    return table.empty() ? "" : "\n" + table.text();
  }
}
