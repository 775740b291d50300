package dev.backhaul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.demo.Incident;
import dev.backhaul.demo.Scale;
import dev.backhaul.demo.World;
import dev.backhaul.json.Json;
import dev.backhaul.platform.Role;
import dev.backhaul.sandbox.hubspot.CrmObject;
import dev.backhaul.sandbox.hubspot.HubSpotSandbox;
import dev.backhaul.sandbox.hubspot.HubSpotState;
import dev.backhaul.sandbox.hubspot.SourceTag;
import dev.backhaul.sandbox.zendesk.ZendeskSandbox;
import dev.backhaul.time.VirtualTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mapping sends a value that the source does not know: one correction mends all of them. */
@NullUnmarked // the one test sets its field before anything reads it
class RejectsEndToEndTest {
  private static final int MANY = 100;
  private static final String MIGRATION = "config/migrations/helpdesk/migration.yaml";
  private static final Instant SUNDAY = Instant.parse("2026-03-08T12:00:00Z");

  @TempDir Path folder;
  private Home home;

  @Test
  void oneCorrectionResolvesAHundredRefusalsInOneRun() throws Exception {
    try (VirtualTime time = VirtualTime.startingAt(Incident.MONDAY);
        Incident incident = Incident.start(World.of(7, Scale.SMALL), time)) {
      home =
          new Home(folder, time)
              .at(
                  Objects.requireNonNull(incident.baseUrls().get(Role.SOURCE)),
                  Objects.requireNonNull(incident.baseUrls().get(Role.TARGET)),
                  incident.environment());
      home.edit(
          "config/migrations/helpdesk/mappings/ticket.yaml",
          "task: FEATURE_REQUEST",
          "chore: FEATURE_REQUEST");
      home.edit(MIGRATION, "errorRate: 2%", "errorRate: 100%");
      List<String> edited = edit(incident);

      // The source refuses the value; all of it is one cause, and no person's data is in it.
      assertThat(said(home.nobody("delta"))).isNotNull();
      approvedRun();
      JsonNode causes = Json.parse(said(home.nobody("rejects", "--json"))).path("causes");
      assertThat(causes).hasSize(1);
      JsonNode cause = causes.get(0);
      assertThat(cause.path("standings").path("WAITING").asInt()).isGreaterThanOrEqualTo(MANY);
      assertThat(cause.path("cause").asText()).contains("Type: is not a valid value");
      assertThat(cause.path("samples")).hasSize(5);
      long refused = cause.path("records").asLong();
      assertThat(status().path("rejects").path("ticket").asLong()).isEqualTo(refused);
      long verified = status().path("journal").path("VERIFIED").asLong();
      String group = cause.path("group").asText();
      Path out = folder.resolve("out");
      said(home.nobody("rejects", "--cause", group, "--out", out.toString()));
      assertThat(Files.readAllLines(out.resolve("rejects.csv"))).hasSize((int) refused + 1);

      // A correction that says too little is met; the right one is one command.
      assertThat(home.operator("decide", group, "set", "--reason", "x").code()).isEqualTo(2);
      said(
          home.operator(
              "decide",
              group,
              "map",
              "--field",
              "type",
              "--map",
              "chore=task",
              "--reason",
              "ours"));
      assertThat(Json.parse(said(home.nobody("rejects", "--json"))).at("/causes/0/standings"))
          .isEqualTo(Json.object().put("ANSWERED", (int) refused));

      // Planned and approved again, only what was refused is sent again.
      approvedRun();
      assertThat(Json.parse(said(home.nobody("rejects", "--json"))).path("causes")).isEmpty();
      assertThat(status().path("journal").path("VERIFIED").asLong()).isEqualTo(verified + refused);
      incident
          .source()
          .look(
              () -> {
                for (String id : edited) {
                  assertThat(
                          Objects.requireNonNull(
                                  ZendeskSandbox.state(incident.source())
                                      .ticket(Long.parseLong(id)))
                              .path("type")
                              .asText())
                      .isEqualTo("task");
                }
                return edited;
              });

      // And planning once more finds nothing to do.
      String again = said(home.operator("plan", "--json"));
      assertThat(Json.parse(again).path("decisions"))
          .noneMatch(
              each ->
                  each.path("state").asText().equals("READY")
                      && each.path("kind").asText().equals("UPDATE"));
    }
  }

  /** Somebody turns tickets into feature requests; their ids in the source. */
  private static List<String> edit(Incident incident) {
    HubSpotState crm = ((HubSpotSandbox) incident.target().platform()).state();
    List<CrmObject> tickets =
        crm.all("tickets").stream()
            .filter(ticket -> !ticket.value("zendesk_id").isEmpty() && ticket.archivedAt() == null)
            .filter(ticket -> !"FEATURE_REQUEST".equals(ticket.value("hs_ticket_category")))
            .filter(ticket -> open(incident, ticket.value("zendesk_id")))
            .limit(MANY)
            .toList();
    assertThat(tickets).hasSize(MANY);
    for (CrmObject ticket : tickets) {
      crm.set(
          "tickets",
          ticket.id(),
          Map.of("hs_ticket_category", "FEATURE_REQUEST"),
          SUNDAY,
          SourceTag.user(501));
    }
    return tickets.stream().map(each -> each.value("zendesk_id")).toList();
  }

  /** A closed ticket takes no change at all: another cause. */
  private static boolean open(Incident incident, String id) {
    var ticket = ZendeskSandbox.state(incident.source()).ticket(Long.parseLong(id));
    return ticket != null && !ticket.path("status").asText().equals("closed");
  }

  private JsonNode status() {
    return Json.parse(said(home.nobody("status", "--json")));
  }

  private void approvedRun() {
    String hash = Json.parse(said(home.operator("plan", "--json"))).path("hash").asText();
    said(home.approver("approve", "--plan", hash, "--reason", "looked at it"));
    said(home.approver("approve", "--consent", "--reason", "comments stay"));
    said(home.approver("approve", "--waive", "marketplace-apps", "--reason", "none installed"));
    said(home.operator("run", "--json"));
  }

  private static String said(Home.Said said) {
    assertThat(said.code()).as(said.err() + said.out()).isZero();
    return said.out();
  }
}
