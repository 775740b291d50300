package dev.backhaul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.json.Json;
import dev.backhaul.sandbox.SandboxServer;
import dev.backhaul.sandbox.hubspot.HubSpotSandbox;
import dev.backhaul.sandbox.zendesk.ZendeskSandbox;
import dev.backhaul.time.SystemTime;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as those see it who talk to it. */
class ServeTest {
  @TempDir Path folder;
  private SandboxServer source;
  private SandboxServer target;
  private Home home;
  private Service service;
  private String api = "";
  private String management = "";

  @BeforeEach
  void start() throws IOException {
    source = SandboxServer.start(ZendeskSandbox.withAdministrator(InstantSource.system()), 0);
    target = SandboxServer.start(HubSpotSandbox.withPrivateApp(InstantSource.system()), 0);
    home = new Home(folder, new SystemTime());
    service = Service.start(home, source.uri(), target.uri());
    api = service.api;
    management = service.management;
    assertThat(service.rounds).isEqualTo(1);
  }

  @AfterEach
  void stop() {
    service.close();
    source.close();
    target.close();
  }

  @Test
  void theApiAnswersOnlyThoseItKnowsAndOnlyWhatTheyMay() throws Exception {
    assertThat(get(api + "/api/status", null).statusCode()).isEqualTo(401);
    assertThat(get(api + "/api/status", "nobodys").statusCode()).isEqualTo(401);
    HttpResponse<String> status = get(api + "/api/status", Home.OPERATOR);
    assertThat(status.statusCode()).isEqualTo(200);
    assertThat(Json.parse(status.body()).path("migration").asText()).isEqualTo("helpdesk");
    assertThat(Json.parse(status.body()).path("worker").asText())
        .contains("/" + ProcessHandle.current().pid() + "/");
    assertThat(get(api + "/api/nothing", Home.OPERATOR).statusCode()).isEqualTo(404);
    assertThat(get(api + "/api/plan", Home.OPERATOR).statusCode()).isEqualTo(404);
    assertThat(get(api + "/api/pause", Home.OPERATOR).statusCode()).isEqualTo(405);
    assertThat(Json.parse(get(api + "/api/questions", Home.APPROVER).body()).path("open").asInt())
        .isZero();
    String pause = "{\"what\":\"apply\",\"reason\":\"lunch\"}";
    assertThat(post("/api/pause", Home.APPROVER, pause).statusCode()).isEqualTo(403);
    assertThat(post("/api/pause", Home.OPERATOR, "{\"what\":\"apply\"}").statusCode())
        .isEqualTo(422);
    assertThat(post("/api/pause", Home.OPERATOR, "not json").statusCode()).isEqualTo(422);
    assertThat(
            post("/api/approve", Home.APPROVER, "{\"plan\":\"abc\",\"reason\":\"x\"}").statusCode())
        .isEqualTo(422);
    assertThat(
            post("/api/approve", Home.OPERATOR, "{\"plan\":\"abc\",\"reason\":\"x\"}").statusCode())
        .isEqualTo(403);
    assertThat(
            post(
                    "/api/decide",
                    Home.OPERATOR,
                    "{\"scope\":\"a\",\"choice\":\"b\",\"reason\":\"x\"}")
                .statusCode())
        .isEqualTo(422);
    HttpResponse<String> tooLong = post("/api/pause", Home.OPERATOR, "x".repeat(70_000));
    assertThat(tooLong.statusCode()).isEqualTo(413);
    assertThat(tooLong.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
  }

  @Test
  void readinessSaysWhyNotAndMetricsCarryNoIds() throws Exception {
    assertThat(get(management + "/observe/health/live", null).statusCode()).isEqualTo(200);
    assertThat(get(management + "/observe/health/ready", null).statusCode()).isEqualTo(200);

    assertThat(
            post("/api/pause", Home.OPERATOR, "{\"what\":\"apply\",\"reason\":\"lunch\"}")
                .statusCode())
        .isEqualTo(200);

    HttpResponse<String> ready = get(management + "/observe/health/ready", null);
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("apply is paused by ada: lunch");
    assertThat(get(management + "/observe/health/live", null).statusCode()).isEqualTo(200);
    assertThat(
            post("/api/resume", Home.OPERATOR, "{\"what\":\"apply\",\"reason\":\"back\"}")
                .statusCode())
        .isEqualTo(200);
    assertThat(get(management + "/observe/health/ready", null).statusCode()).isEqualTo(200);
    assertThat(get(management + "/observe/metrics", null).body())
        .contains("backhaul_window_seconds{band=\"24h\"}")
        .contains("platform_budget_remaining{platform=\"source/zendesk\"");
  }

  @Test
  void askedToStopItEndsWellAndGivesItsLeaseBack() throws Exception {
    service.stop();

    assertThat(service.ended.get(60, TimeUnit.SECONDS)).isZero();
    assertThat(Json.parse(home.nobody("status", "--json").out()).path("worker").isNull()).isTrue();
  }

  private HttpResponse<String> get(String url, @Nullable String token) throws Exception {
    return service.get(url, token);
  }

  private HttpResponse<String> post(String path, String token, String body) throws Exception {
    return service.post(path, token, body);
  }
}
