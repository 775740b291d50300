package dev.backhaul.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.sandbox.hubspot.CrmObject;
import dev.backhaul.sandbox.hubspot.HubSpotState;
import dev.backhaul.sandbox.hubspot.Revision;
import dev.backhaul.sandbox.zendesk.ZendeskSandbox;
import dev.backhaul.sandbox.zendesk.ZendeskState;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

// Looks things up that the world is known to hold.
@NullUnmarked
class SeedingTest {
  private static final World WORLD = World.of(5, Scale.SMALL);

  @Test
  void theSourceHoldsEveryRecordAndItsConversation() {
    ZendeskState state = source();

    Helpdesk source = WORLD.source();
    assertThat(state.all("tickets")).hasSize(source.tickets().size());
    assertThat(state.all("users"))
        .hasSize(source.users().size() + source.agents().size() + source.skippedUsers().size());
    for (ObjectNode ticket : source.tickets().subList(0, 50)) {
      assertThat(state.comments(Scene.id(ticket)))
          .hasSize(source.comments().getOrDefault(Scene.id(ticket), List.of()).size());
    }
  }

  @Test
  void theSourcesRulesWouldNotifyPeople() {
    ZendeskState state = source();

    assertThat(state.all("triggers")).filteredOn(t -> t.path("active").asBoolean()).hasSize(4);
    assertThat(state.all("automations")).allMatch(a -> a.path("active").asBoolean());
    assertThat(state.all("webhooks")).allMatch(w -> w.path("status").asText().equals("active"));
  }

  @Test
  void theTargetTellsItsStoryWithWriters() {
    HubSpotState state = target();

    assertThat(state.all("tickets")).hasSizeGreaterThan(WORLD.source().tickets().size());
    for (Asked asked : WORLD.oracle().questions()) {
      if (asked.code().equals("MIGRATION_OVERWROTE")) {
        List<Revision> history = state.history("tickets", asked.targetId(), "subject");
        assertThat(history).hasSize(3);
        assertThat(history.get(0).source().sourceId()).isEqualTo("990001");
        assertThat(history.get(1).source().sourceType()).isEqualTo("CRM_UI");
      }
    }
  }

  @Test
  void whatWasDeletedOrMergedIsGone() {
    HubSpotState state = target();

    for (Asked asked : WORLD.oracle().questions()) {
      String type = asked.object().equals("ticket") ? "tickets" : "contacts";
      if (asked.code().equals("RECORD_DELETED")) {
        CrmObject gone = state.get(type, asked.targetId());
        assertThat(gone).isNotNull();
        assertThat(gone.archivedAt()).isNotNull();
      } else if (asked.code().equals("RECORD_MERGED")) {
        assertThat(state.merged("contacts")).containsKey(asked.targetId());
      }
    }
  }

  @Test
  void aRollbackThatDidNothingIsFoundWantingButHasHarmedNothing() {
    ZendeskState state = source();
    Dealings idle = new Dealings(List.of(), List.of(), 0);

    Verdict verdict =
        Judge.judge(
            WORLD.oracle(),
            Snapshot.of(state),
            Snapshot.of(state),
            idle,
            idle,
            Set.of(),
            new HashSet<>());

    assertThat(verdict.byLaw().keySet())
        .containsExactlyInAnyOrder("everything-home", "questions-exact", "fault-named");
  }

  private static ZendeskState source() {
    Sandbox sandbox = ZendeskSandbox.sandbox(InstantSource.fixed(Scene.CUTOVER));
    ZendeskState state = ZendeskSandbox.state(sandbox);
    WORLD.seed(state);
    return state;
  }

  private static HubSpotState target() {
    HubSpotState state = new HubSpotState();
    WORLD.seed(state);
    return state;
  }
}
