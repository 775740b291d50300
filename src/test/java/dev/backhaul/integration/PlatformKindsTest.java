package dev.backhaul.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.hubspot.HubSpotSandbox;
import dev.backhaul.sandbox.zendesk.ZendeskSandbox;
import dev.backhaul.sandbox.zendesk.ZendeskState;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The platforms' own webhooks, rules and workflows, held and put back in their sandboxes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlatformKindsTest {
  private static final Map<String, String> ZENDESK =
      Map.of("user", "admin@example.com", "token", "sandbox");
  private static final String SPEC =
      ", system: target, hold: pause, waivers: [{of: loses-events, name: Ada, reason: test}]";

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

  private static void goesOffAndComesBack(Board board) {
    assertThat(board.switchboard.pause(Set.of(), Board.MIA, false))
        .isNotEmpty()
        .allMatch(result -> result.outcome() == Result.Outcome.DONE);
    assertThat(board.switchboard.verify(Set.of())).isNotEmpty().allMatch(Result::good);
    assertThat(board.switchboard.restore(Set.of(), Board.MIA, false, false))
        .isNotEmpty()
        .allMatch(result -> result.good() || result.outcome() == Result.Outcome.MANUAL);
    assertThat(board.switchboard.diff(Set.of())).isEmpty();
  }

  @Test
  void triggersAutomationsAndWebhooksOfZendeskGoOffAndComeBack() throws Exception {
    try (ProviderRig rig = new ProviderRig(camel, folder, ZendeskSandbox::withAdministrator)) {
      ZendeskState state = ZendeskSandbox.state(rig.sandbox);
      rig.sandbox.run(
          () -> {
            String rule =
                "{'id':%d,'title':'tell','active':%b,'position':1,'conditions':{'all':[],'any':[]},'actions':[]}";
            state.putTrigger(KindRun.tree(rule.formatted(7, true)));
            state.putTrigger(KindRun.tree(rule.formatted(8, false)));
            state.putAutomation(KindRun.tree(rule.formatted(9, true)));
            state.putWebhook(
                KindRun.tree(
                    "{'id':'01W','name':'erp','endpoint':'https://erp.example.com/z','status':'active','http_method':'POST','request_format':'json'}"));
          });
      for (String kind : new String[] {"zendesk-triggers", "zendesk-automations"}) {
        Wired wired = rig.wired(kind, SPEC, ZENDESK);
        try (Board board = rig.board(wired)) {
          assertThat(board.switchboard.items(wired)).hasSize(1);
          goesOffAndComesBack(board);
        }
      }
      try (Board board = rig.board(rig.wired("zendesk-webhooks", SPEC, ZENDESK))) {
        goesOffAndComesBack(board);
      }
    }
  }

  @Test
  void aHubspotWorkflowGoesOffWholeAndComesBackWithNothingButItsRevisionChanged() throws Exception {
    try (ProviderRig rig = new ProviderRig(camel, folder, HubSpotSandbox::withPrivateApp)) {
      HubSpotSandbox hubspot = (HubSpotSandbox) rig.sandbox.platform();
      rig.sandbox.run(
          () ->
              hubspot
                  .state()
                  .addFlow(
                      KindRun.tree(
                          "{'id':'44','name':'hi','type':'PLATFORM_FLOW','isEnabled':true,'revisionId':'3','flowType':'WORKFLOW','actions':[{'actionId':'1'}],'blockedDates':[],'customProperties':{},'timeWindows':[]}")));
      ObjectNode before = Objects.requireNonNull(hubspot.state().flow("44")).deepCopy();
      Wired wired = rig.wired("hubspot-workflows", SPEC, Map.of("token", "pat-sandbox"));
      try (Board board = rig.board(wired)) {
        goesOffAndComesBack(board);
        ObjectNode after = Objects.requireNonNull(hubspot.state().flow("44")).deepCopy();
        assertThat(after.path("revisionId").asText()).isEqualTo("5");
        after.remove("updatedAt");
        after.put("revisionId", "3");
        before.remove("updatedAt");
        assertThat(after).isEqualTo(before);
      }
    }
  }
}
