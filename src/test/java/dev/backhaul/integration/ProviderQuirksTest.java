package dev.backhaul.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.Ledger;
import dev.backhaul.sandbox.provider.Shelf;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Where a switch that believes what it is told would be fooled, and this one is not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderQuirksTest {
  private static final Map<String, String> TOKEN = Map.of("token", "sandbox");
  private static final String WAIVED = ", waivers: [{of: loses-events, name: Ada, reason: test}]";

  @TempDir Path folder;
  private CamelContext camel;

  @BeforeAll
  void start() throws Exception {
    camel = ProviderRig.camel();
  }

  @AfterAll
  void stop() {
    camel.stop();
  }

  private ProviderRig rig(String kind) throws Exception {
    KindRun run = run(kind);
    ProviderRig rig =
        ProviderRig.of(camel, Files.createTempDirectory(folder, "run"), run.provider());
    run.seed(rig);
    return rig;
  }

  private static KindRun run(String kind) {
    return KindRun.all().stream().filter(one -> one.kind().equals(kind)).findFirst().orElseThrow();
  }

  private static Wired wired(ProviderRig rig, String kind) {
    KindRun run = run(kind);
    return rig.wired(kind, run.spec().replace("TARGET", rig.target()), run.secrets());
  }

  private static ObjectNode at(ProviderRig rig, String shelf, String id) {
    return rig.sandbox.look(
        () -> Objects.requireNonNull(rig.provider().shelf(shelf).find(id), shelf + " " + id));
  }

  private static void change(ProviderRig rig, String shelf, String id, String fields) {
    rig.sandbox.run(
        () -> {
          Shelf rows = rig.provider().shelf(shelf);
          ObjectNode row = Objects.requireNonNull(rows.find(id));
          row.setAll(KindRun.tree(fields));
          rows.put(id, row);
        });
  }

  private static List<Ledger.Call> calls(ProviderRig rig, String method) {
    return rig.sandbox.ledger().calls().stream()
        .filter(call -> call.method().equals(method))
        .toList();
  }

  @Test
  void chargebeesTwoHundredThatDoesNothingIsNotBelieved() throws Exception {
    // A file that trusts the flag, as the documentation would have it.
    String trusting =
        ProviderRig.kind("chargebee-webhooks")
            .replace("class: url-only", "class: toggle")
            .replace(
                "\nverify:\n",
                """

                pause: {request: {post: "/api/v2/webhook_endpoints/{id}", body: '{disabled: true}', expect: '.webhook_endpoint.id != null'}, form: true, evidence: vendor, source: here}
                resume: {request: {post: "/api/v2/webhook_endpoints/{id}", body: '{disabled: false}'}, form: true, evidence: vendor, source: here}
                verify:
                  paused: '.now.on == false'
                """);
    try (ProviderRig rig = rig("chargebee-webhooks")) {
      Wired wired =
          rig.wiredAs(trusting, ", hold: pause" + WAIVED, Map.of("token", "c2FuZGJveDo="));
      try (Board board = rig.board(wired)) {
        List<Result> held = board.switchboard.pause(Set.of(), Board.MIA, false);
        assertThat(rig.sandbox.ledger().calls())
            .filteredOn(c -> c.method().equals("POST"))
            .singleElement()
            .matches(call -> call.status() == 200);
        assertThat(Board.outcomes(held)).containsExactly(Result.Outcome.FAILED);
        assertThat(held.getFirst().say()).contains("said yes, but nothing has changed");
      }
      // The shipped file does not offer it at all: it holds by its address.
      assertThat(wired(rig, "chargebee-webhooks").kind().pause()).isNull();
    }
  }

  @Test
  void klaviyosTruncatedAddressIsBelievedOnlyWhenADeliveryHasArrived() throws Exception {
    try (ProviderRig rig = rig("klaviyo-webhooks")) {
      Wired wired = wired(rig, "klaviyo-webhooks");
      try (Board board = rig.board(wired)) {
        List<Result> held = board.switchboard.pause(Set.of(), Board.MIA, false);
        // What is read begins like the ingress; nothing has come, so nobody says that it is held.
        assertThat(Board.outcomes(held)).containsExactly(Result.Outcome.UNCLEAR);
        assertThat(held.getFirst().say()).contains("no delivery has arrived");
        // A delivery settles it, without another request.
        int patches = calls(rig, "PATCH").size();
        run("klaviyo-webhooks").fire(rig);
        assertThat(rig.atIngress()).isEqualTo(1);
        assertThat(board.switchboard.pause(Set.of(), Board.MIA, false))
            .anyMatch(result -> result.outcome() == Result.Outcome.DONE)
            .allMatch(Result::good);
        assertThat(calls(rig, "PATCH")).hasSize(patches);
      }
    }
  }

  @Test
  void stripesSecretIsToldAtCreationOnlySoNothingIsEverMadeAnew() throws Exception {
    try (ProviderRig rig = rig("stripe-webhooks")) {
      try (Board board = rig.board(wired(rig, "stripe-webhooks"))) {
        board.switchboard.pause(Set.of(), Board.MIA, false);
        board.switchboard.restore(Set.of(), Board.MIA, false, false);
        // The same endpoint with the same secret, which no read could have brought back.
        ObjectNode after = at(rig, "webhook_endpoints", "we_1");
        assertThat(after.path("secret").asText()).isEqualTo("whsec_1");
        assertThat(after.path("url").asText()).isEqualTo(rig.target());
        assertThat(calls(rig, "DELETE")).isEmpty();
        assertThat(calls(rig, "POST")).allMatch(call -> call.path().endsWith("/we_1"));
        assertThat(rig.sandbox.ledger().calls()).noneMatch(call -> call.status() >= 400);
      }
    }
  }

  @Test
  void slacksManifestGoesBackWhole() throws Exception {
    try (ProviderRig rig = rig("slack-app")) {
      ObjectNode before = at(rig, "apps", "A1");
      try (Board board = rig.board(wired(rig, "slack-app"))) {
        board.switchboard.pause(Set.of(), Board.MIA, false);
        ObjectNode held = at(rig, "apps", "A1");
        // Every address moved, and nothing else was lost.
        assertThat(held.toString()).doesNotContain(rig.target());
        assertThat(held.toString().replace(rig.ingress().toString(), rig.target()))
            .isEqualTo(before.toString());
        board.switchboard.restore(Set.of(), Board.MIA, false, false);
        assertThat(at(rig, "apps", "A1")).isEqualTo(before);
      }
    }
  }

  @Test
  void slackDoesNotMoveToAnAddressThatFailsItsChallengeAndTheServiceSaysSo() throws Exception {
    try (ProviderRig rig = rig("slack-app")) {
      ObjectNode before = at(rig, "apps", "A1");
      rig.inbox.deaf();
      try (Board board = rig.board(wired(rig, "slack-app"))) {
        assertThat(board.switchboard.pause(Set.of(), Board.MIA, false))
            .anyMatch(result -> result.outcome() == Result.Outcome.FAILED)
            .noneMatch(result -> result.outcome() == Result.Outcome.DONE);
        assertThat(at(rig, "apps", "A1")).isEqualTo(before);
      }
    }
  }

  @Test
  void oktasProvisioningStopsAndNobodyLosesAnAssignment() throws Exception {
    try (ProviderRig rig = rig("okta-provisioning")) {
      try (Board board = rig.board(wired(rig, "okta-provisioning"))) {
        assertThat(board.switchboard.pause(Set.of(), Board.MIA, false))
            .anyMatch(result -> result.outcome() == Result.Outcome.DONE);
        assertThat(at(rig, "connections", "0oa1").path("status").asText()).isEqualTo("DISABLED");
        assertThat(at(rig, "apps", "0oa1").path("status").asText()).isEqualTo("ACTIVE");
        at(rig, "assignments", "u1"); // still there: deactivating the app would have removed it
        board.switchboard.restore(Set.of(), Board.MIA, false, false);
        assertThat(at(rig, "connections", "0oa1").path("status").asText()).isEqualTo("ENABLED");
      }
    }
  }

  @Test
  void shopifysRetriesStillGoToTheOldAddressForTheDrainThatTheFileNames() throws Exception {
    try (ProviderRig rig = rig("shopify-webhooks")) {
      Wired wired = wired(rig, "shopify-webhooks");
      try (Board board = rig.board(wired)) {
        rig.inbox.answer(503);
        run("shopify-webhooks").fire(rig);
        assertThat(board.switchboard.pause(Set.of(), Board.MIA, false)).allMatch(Result::good);
        rig.inbox.answer(200);
        // Repointed, verified - and the retry of what fired before arrives at the old receiver.
        Duration drain = Objects.requireNonNull(wired.kind().drain());
        rig.time.sleepUntil(rig.time.instant().plus(drain));
        rig.sandbox.run(() -> {});
        assertThat(rig.atTarget()).isEqualTo(2);
        assertThat(rig.atIngress()).isZero();
        assertThat(drain).isGreaterThanOrEqualTo(Duration.ofHours(4));
      }
    }
  }

  @Test
  void aShopifySubscriptionThatWasDeletedMeanwhileIsReportedNotTakenForRestored() throws Exception {
    try (ProviderRig rig = rig("shopify-webhooks")) {
      try (Board board = rig.board(wired(rig, "shopify-webhooks"))) {
        board.switchboard.pause(Set.of(), Board.MIA, false);
        // Our ingress is down for hours: eight failures in a row delete the subscription.
        rig.inbox.answer(503);
        run("shopify-webhooks").fire(rig);
        rig.time.sleepUntil(rig.time.instant().plus(Duration.ofHours(5)));
        assertThat(board.switchboard.restore(Set.of(), Board.MIA, false, false))
            .anyMatch(result -> result.outcome() == Result.Outcome.GONE);
      }
    }
  }

  @Test
  void ringcentralIsNeverAskedByAPutWhichWouldRenewWhatShouldExpire() throws Exception {
    try (ProviderRig rig = rig("ringcentral")) {
      String expires = at(rig, "subscriptions", "s1").path("expirationTime").asText();
      try (Board board = rig.board(wired(rig, "ringcentral"))) {
        board.switchboard.capture(Set.of(), Board.MIA);
        board.switchboard.verify(Set.of());
        assertThat(at(rig, "subscriptions", "s1").path("expirationTime").asText())
            .isEqualTo(expires);
        assertThat(board.switchboard.pause(Set.of(), Board.MIA, false)).allMatch(Result::good);
        assertThat(board.switchboard.restore(Set.of(), Board.MIA, false, false))
            .allMatch(Result::good);
        assertThat(calls(rig, "PUT")).isEmpty();
      }
    }
  }

  @Test
  void aZapThatAnEditHasSwitchedOnAgainIsSeen() throws Exception {
    try (ProviderRig rig =
        ProviderRig.of(camel, Files.createTempDirectory(folder, "run"), "zapier")) {
      rig.sandbox.run(
          () ->
              rig.provider()
                  .shelf("zaps")
                  .put(
                      "5",
                      KindRun.tree("{'id':'5','title':'sync','is_enabled':false,'steps':[]}")));
      Wired wired = rig.wired("zapier-zaps", "", TOKEN);
      try (Board board = rig.board(wired)) {
        board.switchboard.capture(Set.of(), Board.MIA);
        assertThat(board.switchboard.diff(Set.of())).isEmpty();
        // Somebody only corrects a step of the paused Zap: that publishes and enables it.
        change(rig, "zaps", "5", "{'steps':[{'app':'x'}],'is_enabled':true}");
        assertThat(board.switchboard.diff(Set.of()))
            .singleElement()
            .satisfies(one -> assertThat(one.fields()).contains("on", "steps"));
        // The service itself never edits one, and pauses none unless told.
        assertThat(Board.outcomes(board.switchboard.pause(Set.of(), Board.MIA, false)))
            .contains(Result.Outcome.MANUAL);
        assertThat(rig.sandbox.ledger().calls()).allMatch(call -> call.method().equals("GET"));
      }
    }
  }

  @Test
  void typeformsUpsertKeepsSecretAndTlsCheck() throws Exception {
    try (ProviderRig rig = rig("typeform-webhooks")) {
      try (Board board = rig.board(wired(rig, "typeform-webhooks"))) {
        assertThat(board.switchboard.pause(Set.of(), Board.MIA, false)).allMatch(Result::good);
        ObjectNode held = at(rig, "webhooks", "f1/crm");
        assertThat(held.path("secret").asText()).isEqualTo("tf");
        assertThat(held.path("verify_ssl").asBoolean(true)).isFalse();
      }
    }
  }

  @Test
  void customerioStaysOffWhenOnlyItsAddressIsPutBack() throws Exception {
    try (ProviderRig rig = rig("customerio-webhooks")) {
      change(rig, "webhooks", "3", "{'disabled':true}");
      try (Board board = rig.board(wired(rig, "customerio-webhooks"))) {
        // It was off when captured: a full replacement without the flag would switch it on.
        board.switchboard.pause(Set.of(), Board.MIA, false);
        board.switchboard.restore(Set.of(), Board.MIA, false, false);
        assertThat(at(rig, "webhooks", "3").path("disabled").asBoolean()).isTrue();
      }
    }
  }

  @Test
  void anOldN8nIsAskedInItsOwnWords() throws Exception {
    try (ProviderRig rig = rig("n8n-workflows")) {
      rig.sandbox.run(
          () -> rig.provider().shelf("settings").put("server", KindRun.tree("{'old':true}")));
      try (Board board = rig.board(wired(rig, "n8n-workflows"))) {
        assertThat(board.switchboard.pause(Set.of(), Board.MIA, false)).allMatch(Result::good);
        assertThat(at(rig, "workflows", "1").path("active").asBoolean(true)).isFalse();
        assertThat(board.switchboard.restore(Set.of(), Board.MIA, false, false))
            .allMatch(Result::good);
        assertThat(at(rig, "workflows", "1").path("active").asBoolean()).isTrue();
      }
    }
  }

  @Test
  void aTwilioNumberBehindATrunkIsLeftAlone() throws Exception {
    try (ProviderRig rig = rig("twilio-numbers")) {
      try (Board board = rig.board(wired(rig, "twilio-numbers"))) {
        board.switchboard.pause(Set.of(), Board.MIA, false);
        assertThat(at(rig, "numbers", "PN2").path("trunk_sid").asText()).isEqualTo("TK1");
        assertThat(at(rig, "numbers", "PN2").path("voice_url").asText()).isEqualTo(rig.target());
      }
    }
  }
}
