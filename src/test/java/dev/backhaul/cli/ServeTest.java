package dev.backhaul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.json.Json;
import dev.backhaul.sandbox.SandboxServer;
import dev.backhaul.sandbox.hubspot.HubSpotSandbox;
import dev.backhaul.sandbox.zendesk.ZendeskSandbox;
import dev.backhaul.time.SystemTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as those see it who talk to it. */
class ServeTest {
  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private SandboxServer source;
  private SandboxServer target;
  private Home home;
  private CompletableFuture<Integer> ended;
  private String api = "";
  private String management = "";

  @BeforeEach
  void start() throws IOException {
    source = SandboxServer.start(ZendeskSandbox.withAdministrator(InstantSource.system()), 0);
    target = SandboxServer.start(HubSpotSandbox.withPrivateApp(InstantSource.system()), 0);
    home = new Home(folder, new SystemTime());
    PipedInputStream reading = new PipedInputStream();
    PrintStream out = new PrintStream(new PipedOutputStream(reading), true, StandardCharsets.UTF_8);
    List<String> args =
        List.of(
            "serve",
            "--json",
            "--home",
            folder.toString(),
            "--source-url",
            source.uri().toString(),
            "--target-url",
            target.uri().toString());
    Surroundings around =
        new Surroundings(home.variables::get, out, System.err, home.time, false, home.stops);
    ended = CompletableFuture.supplyAsync(() -> Backhaul.run(args, around));
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(reading, StandardCharsets.UTF_8));
    StringBuilder said = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.append(line);
      if (line.equals("}")) {
        break;
      }
    }
    JsonNode ports = Json.parse(said.toString());
    api = ports.path("api").asText();
    management = ports.path("management").asText();
    assertThat(ports.path("rounds").asInt()).isEqualTo(1);
  }

  @AfterEach
  void stop() {
    home.stops.stop();
    ended.join();
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
    home.stops.stop();

    assertThat(ended.get(60, TimeUnit.SECONDS)).isZero();
    assertThat(Json.parse(home.nobody("status", "--json").out()).path("worker").isNull()).isTrue();
  }

  private HttpResponse<String> get(String url, @Nullable String token) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String token, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(api + path))
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
