package dev.backhaul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.json.Json;
import dev.backhaul.sandbox.SandboxServer;
import dev.backhaul.sandbox.hubspot.HubSpotSandbox;
import dev.backhaul.sandbox.zendesk.ZendeskSandbox;
import dev.backhaul.time.SystemTime;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files change while the service is in the middle of a round. */
@NullUnmarked // the one test sets its field before anything reads it
@Timeout(120)
class ServeReloadTest {
  private static final String MIGRATION = "config/migrations/helpdesk/migration.yaml";
  private static final String ROUTES = "routes/platforms/hubspot.camel.yaml";
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path folder;
  private Service service;

  @Test
  void aGoodFileComesIntoForceMidRoundABadOneAndAMissingOneStopNothing() throws Exception {
    try (SandboxServer source =
            SandboxServer.start(ZendeskSandbox.withAdministrator(InstantSource.system()), 0);
        SandboxServer target =
            SandboxServer.start(HubSpotSandbox.withPrivateApp(InstantSource.system()), 0)) {
      Home home = new Home(folder, new SystemTime());
      home.variables.put("ZENDESK_USER", "admin@example.com");
      home.variables.put("ZENDESK_TOKEN", "sandbox");
      home.variables.put("HUBSPOT_TOKEN", "pat-sandbox");
      home.edit(ROUTES, "0 0/5 * * * ?", "* * * * * ?");
      target.latency(Duration.ofMillis(200));
      try (Service started = Service.start(home, source.uri(), target.uri())) {
        service = started;
        // A good file, in the middle of a round: shown, and in force at the next page. No further
        // round is due for long, yet the one that gave way goes on.
        Service.until(SOON, () -> calls(target) > 0);
        home.edit("config/platforms/zendesk.yaml", "requests: 400", "requests: 100");
        home.edit(ROUTES, "* * * * * ?", "0 0 0 1 1 ?");
        JsonNode good = reload();
        assertThat(good.path("result").asText()).isEqualTo("APPLIED");
        assertThat(good.path("changes").toString()).contains("requests", "schedule");
        int before = calls(target);
        Service.until(SOON, () -> calls(target) > before);

        // A bad file changes nothing and is named with its line; so does what never may change.
        home.edit(MIGRATION, "holdFlagged:", "holdFlaged:");
        JsonNode bad = reload();
        assertThat(bad.path("result").asText()).isEqualTo("INVALID");
        assertThat(bad.at("/problems/0").asText()).containsPattern("migration.yaml:\\d+");
        assertStillWorks();
        home.edit(MIGRATION, "holdFlaged:", "holdFlagged:");
        assertThat(reload().path("result").asText()).isEqualTo("UNCHANGED");
        home.edit(MIGRATION, "2026-03-06T18:00:00Z", "2026-03-07T18:00:00Z");
        Home.Said shown = home.nobody("check", "--diff");
        assertThat(shown.out()).contains("cutover", "None of it would be taken");
        assertThat(reload().path("result").asText()).isEqualTo("REFUSED");
        home.edit(MIGRATION, "2026-03-07T18:00:00Z", "2026-03-06T18:00:00Z");

        // A file that is gone stops nothing.
        String text = Files.readString(folder.resolve(ROUTES));
        Files.delete(folder.resolve(ROUTES));
        JsonNode gone = reload();
        assertThat(gone.path("result").asText()).isEqualTo("ORPHANED");
        assertThat(gone.at("/orphaned/0").asText()).isEqualTo(ROUTES);
        assertStillWorks();
        Files.writeString(folder.resolve(ROUTES), text);
        assertThat(reload().path("result").asText()).isEqualTo("UNCHANGED");
        target.latency(Duration.ZERO);
      }
      assertThat(service.ended.join()).isZero();
    }
  }

  /** What became of the files as they are now, whoever saw them first: a person or the service. */
  private JsonNode reload() throws Exception {
    JsonNode[] outcome = new JsonNode[1];
    Service.until(
        SOON,
        () -> {
          HttpResponse<String> answer =
              service.post("/api/reload", Home.OPERATOR, "{\"reason\":\"they told us\"}");
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
          outcome[0] = Json.parse(answer.body());
          return !outcome[0].path("result").asText().equals("BUSY");
        });
    return outcome[0];
  }

  private void assertStillWorks() throws Exception {
    assertThat(service.get(service.api + "/api/status", Home.OPERATOR).statusCode()).isEqualTo(200);
    assertThat(service.role()).isEqualTo("leader");
  }

  private static int calls(SandboxServer server) {
    return server.sandbox().ledger().calls().size();
  }
}
