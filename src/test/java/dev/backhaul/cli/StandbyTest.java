package dev.backhaul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.json.Json;
import dev.backhaul.sandbox.SandboxServer;
import dev.backhaul.sandbox.hubspot.HubSpotSandbox;
import dev.backhaul.sandbox.zendesk.ZendeskSandbox;
import dev.backhaul.store.Relay;
import dev.backhaul.store.Store;
import dev.backhaul.store.StoreSettings;
import dev.backhaul.store.Stores;
import dev.backhaul.time.SystemTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who leads, when leaders end, lose their lease or lose the database. */
@Timeout(180)
class StandbyTest {
  private static final Duration SECONDS = Duration.ofSeconds(10);
  private static final Duration A_LEASE_AND_SECONDS = Duration.ofSeconds(20);

  @TempDir Path folder;
  private SandboxServer source;
  private SandboxServer target;
  private Home home;

  @BeforeEach
  void start() throws IOException {
    source = SandboxServer.start(ZendeskSandbox.withAdministrator(InstantSource.system()), 0);
    target = SandboxServer.start(HubSpotSandbox.withPrivateApp(InstantSource.system()), 0);
    home = new Home(folder, new SystemTime());
  }

  @AfterEach
  void stop() {
    source.close();
    target.close();
  }

  private Service serve() throws IOException {
    return Service.start(home, source.uri(), target.uri());
  }

  @Test
  void aLeaderAskedToEndHandsOverWithinSeconds() throws Exception {
    try (Service first = serve();
        Service second = serve()) {
      assertThat(first.role()).isEqualTo("leader");
      assertThat(second.role()).isEqualTo("standby");

      first.stop();

      Service.until(SECONDS, () -> second.role().equals("leader"));
      assertThat(first.ended.join()).isZero();
    }
  }

  @Test
  void whoLostItsLeaseStandsByAndLeadsAgainWhenTheOtherIsGone() throws Exception {
    try (Service service = serve();
        Store store = Store.open(StoreSettings.file(folder.resolve("data/helpdesk.db")))) {
      assertThat(service.role()).isEqualTo("leader");

      taken(store, "until + 3600000");
      Service.until(A_LEASE_AND_SECONDS, () -> service.role().equals("standby"));
      assertThat(service.post("/api/reload", Home.OPERATOR, "{\"reason\":\"x\"}").statusCode())
          .isEqualTo(409);

      taken(store, "0");
      Service.until(SECONDS, () -> service.role().equals("leader"));
      assertThat(service.ended).isNotDone();
    }
  }

  /** Another machine takes both leases. */
  private static void taken(Store store, String until) {
    store.useTransaction(
        tx -> tx.execute("UPDATE lease SET owner = 'else', epoch = epoch + 1, until = " + until));
  }

  @Test
  void aDatabaseThatRestartsEndsNeitherTheLeaderNorWhoStandsBy() throws Exception {
    try (Relay relay = new Relay(Stores.url())) {
      Files.writeString(
          folder.resolve("config/backhaul.yaml"),
          """
          store:
            url: "%s"
            schema: "away-{migration}"
            user: "${env:STORE_USER}"
            password: "${env:STORE_PASSWORD}"
          http: {port: 0, managementPort: 0}
          access:
            - {name: ada, roles: [operator], tokenSha256: "%s"}
          """
              .formatted(relay.url(), Json.sha256(Home.OPERATOR)));
      home.variables.put("STORE_USER", Stores.LOGIN.user());
      home.variables.put("STORE_PASSWORD", Stores.LOGIN.password());
      try (Service first = serve();
          Service second = serve()) {
        assertThat(first.role()).isEqualTo("leader");
        assertThat(second.role()).isEqualTo("standby");

        relay.cut();
        Thread.sleep(3_000);
        relay.mend();

        Service.until(
            A_LEASE_AND_SECONDS,
            () -> first.role().equals("leader") != second.role().equals("leader"));
        assertThat(first.get(first.management + "/observe/health/ready", null).statusCode())
            .isEqualTo(200);
        assertThat(second.get(second.management + "/observe/health/ready", null).statusCode())
            .isEqualTo(200);
        assertThat(first.ended).isNotDone();
        assertThat(second.ended).isNotDone();
      }
    }
  }
}
