package dev.backhaul.demo.servicedesk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.demo.Asked;
import dev.backhaul.demo.Dealings;
import dev.backhaul.demo.Judge;
import dev.backhaul.demo.Scale;
import dev.backhaul.demo.Story;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.sandbox.hubspot.HubSpotSandbox;
import dev.backhaul.sandbox.hubspot.HubSpotState;
import dev.backhaul.sandbox.hubspot.Revision;
import dev.backhaul.sandbox.zendesk.ZendeskSandbox;
import dev.backhaul.sandbox.zendesk.ZendeskState;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The sandboxes hold what the world tells. */
class ServicedeskSeedingTest {
  private static final ServicedeskWorld WORLD = ServicedeskWorld.of(6, Scale.TINY);
  private static final InstantSource CLOCK = InstantSource.fixed(Scene.MASS_UPDATE);

  @Test
  void theSourceHoldsEverythingWithItsLinks() {
    HubSpotState state = source();
    Crm source = WORLD.source();

    assertThat(state.all("companies"))
        .hasSize(source.companies().size() + source.skippedCompanies().size());
    assertThat(state.all("contacts"))
        .hasSize(source.contacts().size() + source.skippedContacts().size());
    for (Crm.Row ticket : source.tickets().subList(0, 50)) {
      assertThat(state.associated("tickets", "" + ticket.id(), "contacts"))
          .containsExactly("" + ticket.contact());
      assertThat(state.associated("tickets", "" + ticket.id(), "notes"))
          .hasSize(source.notes().getOrDefault(ticket.id(), List.of()).size());
    }
  }

  @Test
  void peopleWentOnInTheSourceWithTheirNames() {
    HubSpotState state = source();

    for (SourceEdit edit : WORLD.sourceEdits()) {
      Revision last = state.history(edit.object() + "s", "" + edit.id(), edit.property()).get(0);
      assertThat(last.value()).isEqualTo(edit.value());
      assertThat(last.source().sourceType()).isEqualTo("CRM_UI");
    }
  }

  @Test
  void theTargetTellsItsStoryWithWriters() {
    ZendeskState state = target();

    for (Asked asked : WORLD.oracle().questions()) {
      if (asked.code().equals("MIGRATION_OVERWROTE")) {
        List<String> writers = new ArrayList<>();
        for (ObjectNode audit : state.audits(Long.parseLong(asked.targetId()))) {
          for (JsonNode event : audit.path("events")) {
            if (event.path("field_name").asText().equals("subject")
                && event.path("type").asText().equals("Change")) {
              writers.add(audit.at("/via/channel").asText());
            }
          }
        }
        assertThat(writers).containsExactly("web", "api");
      }
    }
  }

  @Test
  void whatWasDeletedOrMergedIsGone() {
    ZendeskState state = target();

    for (Asked asked : WORLD.oracle().questions()) {
      long id = Long.parseLong(asked.targetId());
      if (asked.code().equals("RECORD_DELETED") && asked.object().equals("user")) {
        assertThat(Objects.requireNonNull(state.user(id)).path("active").asBoolean()).isFalse();
      } else if (asked.code().equals("RECORD_DELETED")) {
        assertThat(status(state, id)).isEqualTo("deleted");
      } else if (asked.code().equals("RECORD_MERGED")) {
        assertThat(status(state, id)).isEqualTo("closed");
      }
    }
  }

  private static String status(ZendeskState state, long ticket) {
    return Objects.requireNonNull(state.ticket(ticket)).path("status").asText();
  }

  @Test
  void aRollbackThatDidNothingIsFoundWantingButHasHarmedNothing() {
    Sandbox sandbox = WORLD.source(CLOCK, Story.Limits.TRUE);
    Dealings idle = new Dealings(List.of(), List.of(), 0);

    assertThat(
            Judge.judge(
                    WORLD.oracle(),
                    WORLD.copy(sandbox),
                    WORLD.copy(sandbox),
                    idle,
                    idle,
                    Set.of(),
                    new HashSet<>())
                .byLaw()
                .keySet())
        .containsExactlyInAnyOrder("everything-home", "questions-exact", "fault-named");
  }

  private static HubSpotState source() {
    Sandbox sandbox = WORLD.source(CLOCK, Story.Limits.TRUE);
    return ((HubSpotSandbox) sandbox.platform()).state();
  }

  private static ZendeskState target() {
    return ZendeskSandbox.state(WORLD.target(CLOCK, Story.Limits.TRUE));
  }
}
