package dev.backhaul.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.backhaul.sandbox.LimitRule.Scope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SandboxServerTest {
  private final SteppedClock clock = new SteppedClock();
  private final Sandbox sandbox =
      new Sandbox(clock, (timeline, ledger, limits) -> new EchoPlatform(ledger));
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private SandboxServer server;

  @BeforeEach
  void start() throws IOException {
    server = SandboxServer.start(sandbox, 0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(server.uri() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .timeout(Duration.ofSeconds(20))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private int count() {
    return sandbox.look(() -> ((EchoPlatform) sandbox.platform()).count);
  }

  @Test
  void aResetBeforeTheCommitChangesNothing() {
    sandbox.faults().add(Fault.once(Fault.Kind.RESET_BEFORE, "POST", "/n", 1).times(50));
    assertThatThrownBy(() -> send("POST", "/n", "")).isInstanceOf(IOException.class);
    assertThat(count()).isZero();
  }

  @Test
  void aResetAfterTheCommitHasChangedTheState() {
    sandbox.faults().add(Fault.once(Fault.Kind.RESET_AFTER, "POST", "/n", 1));
    assertThatThrownBy(() -> send("POST", "/n", "")).isInstanceOf(IOException.class);
    assertThat(count()).isEqualTo(1);
    assertThat(sandbox.ledger().calls().get(0).fault()).isEqualTo("RESET_AFTER");
    assertThat(sandbox.ledger().writes()).hasSize(1);
  }

  @Test
  void aLateCommitShowsOnlyAfterItsDelay() throws Exception {
    sandbox
        .faults()
        .add(Fault.once(Fault.Kind.LATE_COMMIT, "POST", "/n", 1).delayed(Duration.ofSeconds(90)));
    assertThatThrownBy(() -> send("POST", "/n", "")).isInstanceOf(IOException.class);
    clock.step(Duration.ofSeconds(89));
    assertThat(send("GET", "/n", "").body()).contains(":0");
    clock.step(Duration.ofSeconds(1));
    assertThat(send("GET", "/n", "").body()).contains(":1");
    assertThat(sandbox.ledger().writes().get(0).caller()).isEqualTo(Caller.OURS);
  }

  @Test
  void aTruncatedBodyBreaksOffAfterTheCommit() {
    sandbox.faults().add(Fault.once(Fault.Kind.TRUNCATED, "POST", "/n", 1));
    assertThatThrownBy(() -> send("POST", "/n", "")).isInstanceOf(IOException.class);
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void errorFaultsHitTheNthMatchingRequestAndDoNothing() throws Exception {
    sandbox.faults().add(Fault.once(Fault.Kind.UNAVAILABLE, "POST", "/n", 2));
    assertThat(send("POST", "/n", "").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/n", "").statusCode()).isEqualTo(200);
    assertThat(send("POST", "/n", "").statusCode()).isEqualTo(503);
    assertThat(send("POST", "/n", "").statusCode()).isEqualTo(200);
    assertThat(count()).isEqualTo(2);
  }

  @Test
  void aDuplicateDeliveryIsDoneTwice() throws Exception {
    sandbox.faults().add(Fault.once(Fault.Kind.DUPLICATE, "POST", "/n", 1));
    assertThat(send("POST", "/n", "").body()).contains(":2");
  }

  @Test
  void aSlowAnswerIsLateButRightAndDoesNotHoldOthersUp() throws Exception {
    sandbox
        .faults()
        .add(Fault.once(Fault.Kind.SLOW, "POST", "/n", 1).delayed(Duration.ofMillis(600)));
    var slow =
        client.sendAsync(
            HttpRequest.newBuilder(URI.create(server.uri() + "/n"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    while (sandbox.ledger().calls().isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(send("GET", "/n", "").body()).contains(":1");
    assertThat(slow).isNotDone();
    assertThat(slow.get().body()).contains(":1");
  }

  @Test
  void randomFaultsFollowTheirSeed() throws Exception {
    StringBuilder twice = new StringBuilder();
    for (int run = 0; run < 2; run++) {
      sandbox.faults().clear();
      sandbox.faults().seed(42);
      sandbox.faults().add(Fault.random(Fault.Kind.SERVER_ERROR, "GET", "/n", 0.5));
      for (int i = 0; i < 20; i++) {
        twice.append(send("GET", "/n", "").statusCode() == 500 ? 'x' : '.');
      }
    }
    assertThat(twice.substring(0, 20)).isEqualTo(twice.substring(20)).contains("x", ".");
  }

  @Test
  void businessTrafficTakesFromTheSameLimitAndItsRefusalsAreTheirs() throws Exception {
    sandbox.run(
        () -> {
          sandbox
              .limits()
              .put(
                  LimitRule.fixed(
                      "all", LimitRule.on("*", "/**", Scope.ACCOUNT), 60, Duration.ofMinutes(1)));
          sandbox
              .traffic()
              .start(new Traffic.Load("GET", "/theirs", "crm", 0.5, 0.5, clock.instant(), null, 7));
        });
    clock.step(Duration.ofSeconds(59));
    int ours = 0;
    while (send("GET", "/n", "").statusCode() == 200) {
      ours++;
    }
    assertThat(ours).isEqualTo(30);
    clock.step(Duration.ofMillis(999));
    assertThat(send("GET", "/n", "").headers().firstValue("Retry-After")).contains("1");
    assertThat(sandbox.ledger().throttled(Caller.OURS)).isEqualTo(2);
    assertThat(sandbox.ledger().throttled(Caller.BUSINESS)).isZero();
    clock.step(Duration.ofMinutes(10));
    assertThat(sandbox.look(() -> sandbox.ledger().accepted(Caller.BUSINESS)))
        .isBetween(329L, 331L);
  }

  @Test
  void theAdminPathTellsTheLedgerAndSetsFaults() throws Exception {
    String faults =
        "{\"seed\":1,\"faults\":[{\"kind\":\"SERVER_ERROR\",\"method\":\"GET\",\"path\":\"/n\"}]}";
    assertThat(send("POST", "/__sandbox/faults", faults).statusCode()).isEqualTo(204);
    assertThat(send("GET", "/n", "").statusCode()).isEqualTo(500);
    JsonNode ledger = new ObjectMapper().readTree(send("GET", "/__sandbox/ledger", "").body());
    assertThat(ledger.at("/calls/0/fault").asText()).isEqualTo("SERVER_ERROR");
    assertThat(send("POST", "/__sandbox/faults", "{\"faults\":[{\"kind\":\"X\"}]}").statusCode())
        .isEqualTo(400);
  }

  @Test
  void aSnapshotHoldsStateAndLedger(@TempDir Path folder) throws Exception {
    send("POST", "/n", "");
    sandbox.save(folder.resolve("s.json"));
    Sandbox other = new Sandbox(clock, (timeline, ledger, limits) -> new EchoPlatform(ledger));
    other.load(folder.resolve("s.json"));
    assertThat(((EchoPlatform) other.platform()).count).isEqualTo(1);
    assertThat(other.ledger().calls()).isEqualTo(sandbox.ledger().calls());
    assertThat(other.ledger().writes()).isEqualTo(sandbox.ledger().writes());
  }
}
