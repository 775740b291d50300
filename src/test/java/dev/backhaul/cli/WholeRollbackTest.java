package dev.backhaul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.demo.Incident;
import dev.backhaul.demo.Scale;
import dev.backhaul.demo.World;
import dev.backhaul.json.Json;
import dev.backhaul.platform.Role;
import dev.backhaul.time.VirtualTime;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands in the order a rollback takes them, against both sandboxes. */
class WholeRollbackTest {
  @TempDir Path folder;

  @Test
  void aRollbackGoesFromProbeToAnApprovedUndoByTwoPeople() throws Exception {
    try (VirtualTime time = VirtualTime.startingAt(Incident.MONDAY);
        Incident incident = Incident.start(World.of(7, Scale.SMALL), time)) {
      Home home =
          new Home(folder, time)
              .at(
                  java.util.Objects.requireNonNull(incident.baseUrls().get(Role.SOURCE)),
                  java.util.Objects.requireNonNull(incident.baseUrls().get(Role.TARGET)),
                  incident.environment());

      // Both systems know us; the delta comes in, also as files.
      Home.Said probe = home.nobody("probe", "--json");
      assertThat(probe.code()).as(probe.err()).isZero();
      assertThat(Json.parse(probe.out()).path("source").path("mayWrite").asBoolean()).isTrue();
      Path out = folder.resolve("out");
      Home.Said delta = home.nobody("delta", "--json", "--out", out.toString());
      assertThat(delta.code()).as(delta.err()).isZero();
      assertThat(delta.err()).contains("staged    ticket");
      assertThat(Files.readAllLines(out.resolve("contact.jsonl")))
          .hasSize(staged(Json.parse(delta.out()), "contact"));
      assertThat(Files.readString(out.resolve("ticket.csv"))).startsWith("id,kind,joinKey,");

      // The operator plans and cannot approve.
      Home.Said plan = home.operator("plan", "--json");
      assertThat(plan.code()).as(plan.err()).isZero();
      String hash = Json.parse(plan.out()).path("hash").asText();
      Home.Said own = home.operator("approve", "--reason", "mine");
      assertThat(own.code()).isEqualTo(1);
      assertThat(own.err()).contains("ada may not approve");

      // Questions are listed by cause and record by record; an answer is noted.
      JsonNode group = Json.parse(home.nobody("questions", "--json").out()).path("groups").get(0);
      String scope = group.path("group").asText();
      assertThat(
              Json.parse(home.nobody("questions", "--json", "--group", scope).out())
                  .path("questions"))
          .isNotEmpty();
      assertThat(home.operator("decide", scope, "no-such-choice", "--reason", "x").code())
          .isEqualTo(2);
      Home.Said decided =
          home.operator(
              "decide", scope, group.path("choices").get(0).asText(), "--reason", "agreed");
      assertThat(decided.code()).as(decided.err()).isZero();

      // Nothing is written while nothing is approved.
      Home.Said dry = home.operator("run");
      assertThat(dry.code()).as(dry.err()).isZero();
      assertThat(dry.out())
          .contains("Dry run: nothing is written.")
          .contains("backhaul approve --plan " + hash);
      assertThat(incident.source().ledger().writes()).isEmpty();

      // A second person approves; silence cannot be proven for one cause until somebody answers for
      // it.
      assertThat(home.approver("approve", "--plan", hash, "--reason", "looked at it").code())
          .isZero();
      Home.Said loud = home.operator("run", "--wave", "1");
      assertThat(loud.code()).isEqualTo(1);
      assertThat(loud.err()).contains("nothing was written:").contains("marketplace-apps");
      assertThat(
              home.approver("approve", "--waive", "marketplace-apps", "--reason", "none installed")
                  .code())
          .isZero();
      Home.Said run = home.operator("run", "--wave", "1", "--json");
      assertThat(run.code()).as(run.err()).isZero();
      JsonNode wave = Json.parse(run.out()).path("waves").get(0);
      assertThat(wave.path("written").asInt()).isPositive();
      assertThat(incident.source().ledger().mails()).isEmpty();

      // Status tells, the audit trail holds.
      JsonNode status = Json.parse(home.nobody("status", "--json").out());
      assertThat(status.path("journal").path("VERIFIED").asInt()).isPositive();
      assertThat(status.path("silent")).isEmpty();
      assertThat(status.path("plan").path("approved").asBoolean()).isTrue();
      Home.Said audit = home.nobody("audit", "verify");
      assertThat(audit.code()).isZero();
      assertThat(audit.out()).contains("sound; head");

      // The account shows what waits for the later waves; a record's life can be told.
      Path page = folder.resolve("report.html");
      Home.Said verify = home.nobody("verify", "--json", "--html", page.toString());
      assertThat(verify.code()).as(verify.err()).isEqualTo(1);
      assertThat(Json.parse(verify.out()).path("unexplained").asInt()).isZero();
      assertThat(Files.readString(page)).startsWith("<!");
      String known = Files.readAllLines(out.resolve("ticket.jsonl")).get(0);
      Home.Said life = home.nobody("explain", "ticket:" + Json.parse(known).path("id").asText());
      assertThat(life.code()).as(life.err()).isZero();
      assertThat(home.nobody("explain", "no-such-key").code()).isEqualTo(2);

      // Undo is previewed, refused while unapproved, and approved by a second person.
      Home.Said preview = home.operator("undo", "--json");
      assertThat(preview.code()).as(preview.err()).isZero();
      String undo = Json.parse(preview.out()).path("hash").asText();
      assertThat(home.operator("undo", "--apply", "--reason", "wrong wave").err())
          .contains("this undo is not approved");
      assertThat(home.approver("approve", "--plan", undo, "--reason", "yes").code()).isZero();

      // Undo silences the source for itself, and puts back what nobody has touched since.
      Home.Said undone = home.operator("undo", "--apply", "--reason", "wrong wave", "--json");
      assertThat(undone.code()).as(undone.err()).isZero();
      assertThat(Json.parse(undone.out()).path("restored").asInt()).isPositive();
      assertThat(Json.parse(undone.out()).path("open").asInt()).isZero();
      assertThat(incident.source().ledger().mails()).isEmpty();
    }
  }

  private static int staged(JsonNode delta, String object) {
    for (JsonNode each : delta.path("objects")) {
      if (each.path("object").asText().equals(object)) {
        return each.path("staged").asInt();
      }
    }
    return -1;
  }
}
