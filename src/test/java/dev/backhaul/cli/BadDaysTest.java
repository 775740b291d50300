package dev.backhaul.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.sandbox.SandboxServer;
import dev.backhaul.sandbox.hubspot.HubSpotSandbox;
import dev.backhaul.sandbox.zendesk.ZendeskSandbox;
import dev.backhaul.store.Store;
import dev.backhaul.store.StoreSettings;
import dev.backhaul.time.VirtualTime;
import dev.backhaul.yaml.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people read on a bad day, and the exit code that scripts see. */
class BadDaysTest {
  private static final Instant MONDAY = Instant.parse("2026-03-09T09:00:00Z");
  private static final String MIGRATION = "config/migrations/helpdesk/migration.yaml";

  @TempDir Path folder;
  private VirtualTime time = VirtualTime.startingAt(MONDAY);
  private Home home;
  private Sandbox zendesk;
  private SandboxServer source;
  private SandboxServer target;

  @BeforeEach
  void twoEmptyAccounts() throws IOException {
    zendesk = ZendeskSandbox.withAdministrator(time);
    source = SandboxServer.start(zendesk, 0);
    target = SandboxServer.start(HubSpotSandbox.withPrivateApp(time), 0);
    Map<String, String> secrets =
        Map.of(
            "ZENDESK_USER",
            "admin@example.com",
            "ZENDESK_TOKEN",
            "sandbox",
            "HUBSPOT_TOKEN",
            "pat-sandbox");
    home = new Home(folder, time).at(source.uri(), target.uri(), secrets::get);
  }

  @AfterEach
  void close() {
    source.close();
    target.close();
    time.close();
  }

  @Test
  void anUnknownKeyIsNamedWithItsLineAndTheNearestRightOne() throws IOException {
    home.edit(MIGRATION, "holdFlagged:", "holdFlaged:");

    expect("unknown-key", 2, home.nobody("check"));
  }

  @Test
  void everyPlatformFileIsChecked() throws IOException {
    home.edit(
        "routes/platforms/hubspot.camel.yaml",
        "value: \"0 0/5 * * * ?\"",
        "value: \"now and then\"");

    expect("bad-schedule", 2, home.nobody("check"));
  }

  @Test
  void aCutoverInTheFutureIsRefused() throws IOException {
    home.edit(MIGRATION, "2026-03-06T18:00:00Z", "2027-03-06T18:00:00Z");

    expect("future-cutover", 2, home.nobody("delta"));
    assertThat(home.nobody("check").code()).isEqualTo(2);
  }

  @Test
  void aMissingSecretIsNamed() {
    home.variables.remove("HUBSPOT_TOKEN");

    expect("missing-secret", 3, home.nobody("delta"));
  }

  @Test
  void whoeverChangesThingsSaysWhoTheyAre() {
    expect("no-token", 3, home.nobody("plan"));
    expect("wrong-token", 3, home.as("not-a-token", "pause", "all", "--reason", "x"));
  }

  @Test
  void aRoleThatIsLackingIsNamed() {
    expect("no-role", 1, home.approver("pause", "all", "--reason", "maintenance"));
  }

  @Test
  void aMistypedCommandOrOptionIsMet() {
    expect("unknown-command", 2, home.nobody("statsu"));
    assertThat(home.nobody("delta", "--ot", "x").code()).isEqualTo(2);
    assertThat(home.operator("pause", "everything", "--reason", "x").err())
        .contains("must be one of delta, plan, apply, all");
  }

  @Test
  void unknownIdsAreInvalidInput() {
    expect("unknown-group", 2, home.nobody("questions", "--group", "no-such-group"));
    expect("unknown-hash", 2, home.approver("approve", "--plan", "abc", "--reason", "x"));
    assertThat(home.operator("decide", "q1", "yes", "--reason", "x").code()).isEqualTo(2);
    assertThat(home.approver("approve", "--standing", "nope", "--reason", "x").code()).isEqualTo(2);
    assertThat(home.approver("approve", "--revoke", "nope", "--reason", "x").code()).isEqualTo(2);
  }

  @Test
  void credentialsThatAreNotOursAreNoticedBeforeAnythingIsRead() {
    home.variables.put("ZENDESK_TOKEN", "wrong");

    Home.Said said = home.nobody("delta");

    assertThat(said.code()).as(said.err()).isEqualTo(3);
    assertThat(said.err()).contains("the source (zendesk)").contains("credentials");
    assertThat(home.nobody("status", "--json").out()).contains("\"delta\" : [ ]");
  }

  @Test
  void aSourceThatDoesNotLetUsWriteFailsTheProbe() {
    zendesk.run(() -> ZendeskSandbox.state(zendesk).putUser(endUser()));

    Home.Said said = home.nobody("probe");

    assertThat(said.code()).as(said.out()).isEqualTo(1);
    assertThat(said.out()).containsIgnoringCase("write");
  }

  private static ObjectNode endUser() {
    return Json.object()
        .put("id", 1)
        .put("name", "Administrator")
        .put("email", "admin@example.com")
        .put("role", "end-user");
  }

  @Test
  void aPauseHoldsUntilItIsResumed() {
    assertThat(home.operator("pause", "delta", "--reason", "maintenance").code()).isZero();

    expect("paused", 1, home.nobody("delta"));
    assertThat(home.nobody("status").out())
        .contains("paused: delta by ada")
        .contains("maintenance");

    assertThat(home.operator("resume", "delta", "--reason", "done").code()).isZero();
    assertThat(home.nobody("delta").code()).isZero();
  }

  @Test
  void whoIsAskedToStopStopsAtAPageAndGoesOnLater() throws IOException {
    home.stops.stop();

    expect("stopped", 1, home.nobody("delta"));

    Map<String, String> secrets = home.variables;
    Home later =
        new Home(folder.resolve("again"), time).at(source.uri(), target.uri(), secrets::get);
    String store = folder.resolve("data/helpdesk.db").toString();
    assertThat(later.nobody("delta", "--store", store).code()).isZero();
  }

  @Test
  void aStoreThatCannotBeMadeIsTheEnvironmentsFault() throws IOException {
    Files.writeString(folder.resolve("data"), "a file in the folder's place");

    Home.Said said = home.nobody("status");

    assertThat(said.code()).isEqualTo(3);
    assertThat(said.err()).contains("the store's folder HOME/data cannot be made");
  }

  @Test
  void aFullDiskLosesNothingAndSaysSo() {
    StoreSettings small = StoreSettings.file(folder.resolve("small.db")).withMaxBytes(2_000_000);
    Throwable full;
    try (Store store = Store.open(small)) {
      full = catchThrowable(() -> fill(store));
    }

    Fault fault = Fault.of(new IllegalStateException("on the way", full));

    assertThat(fault.code()).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(fault.message())
        .contains("is full")
        .contains("nothing before it is lost")
        .contains("free disk space");
  }

  private static void fill(Store store) {
    for (int i = 0; i < 10_000; i++) {
      int row = i;
      store.useTransaction(
          tx ->
              tx.createUpdate(
                      "INSERT INTO plan (id, hash, made_at, summary) VALUES (:id, 'h', 0, :text)")
                  .bind("id", "p" + row)
                  .bind("text", "x".repeat(4000))
                  .execute());
    }
  }

  @Test
  void aTargetThatIsStillBeingWrittenIsPointedOut() {
    assertThat(home.nobody("status").code()).isZero();
    try (Store store = Store.open(StoreSettings.file(folder.resolve("data/helpdesk.db")))) {
      store.useTransaction(
          tx ->
              tx.createUpdate(
                      "INSERT INTO staged (object, id, kind, version, changed_at, payload, staged_at)"
                          + " VALUES ('ticket', '1', 'CHANGED', 'v', :at, :payload, 0)")
                  .bind("at", MONDAY.minusSeconds(600).toEpochMilli())
                  .bind("payload", new byte[0])
                  .execute());
    }

    Home.Said said = home.nobody("status");

    assertThat(said.err())
        .contains(
            "the target is still being written: the last change of a ticket was at 2026-03-09T08:50:00Z, 10 min 00 s ago");
  }

  @Test
  void anotherProcessAtWorkIsSaid() {
    try (var session = new Session(options(), around()).rollback()) {
      Home.Said said = home.nobody("delta");

      assertThat(session.configuration().migration().migration()).isEqualTo("helpdesk");
      assertThat(said.code()).isEqualTo(3);
      assertThat(said.err()).contains("is at work on this rollback");
    }
  }

  private Options options() {
    Options options = new Options();
    options.home = folder;
    options.sourceUrl = source.uri();
    options.targetUrl = target.uri();
    return options;
  }

  private Surroundings around() {
    return new Surroundings(home.variables::get, System.out, System.err, time, false, new Stops());
  }

  @Test
  void onlyLoopbackMayStandInForASystem() {
    Home.Said said = home.nobody("probe", "--source-url", "https://evil.example");

    assertThat(said.code()).isEqualTo(2);
  }

  private static void expect(String golden, int code, Home.Said said) {
    assertThat(said.err()).isEqualToNormalizingNewlines(Golden.read("cli/" + golden + ".txt"));
    assertThat(said.code()).as(said.err()).isEqualTo(code);
    assertThat(said.out()).isEmpty();
  }
}
