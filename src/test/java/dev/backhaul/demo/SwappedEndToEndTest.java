package dev.backhaul.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.demo.servicedesk.ServicedeskWorld;
import dev.backhaul.plan.Question;
import dev.backhaul.sandbox.Caller;
import dev.backhaul.sandbox.Ledger;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.sandbox.hubspot.CrmObject;
import dev.backhaul.sandbox.hubspot.HubSpotSandbox;
import dev.backhaul.sandbox.hubspot.HubSpotState;
import dev.backhaul.sandbox.zendesk.ZendeskSandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same service with the roles swapped: HubSpot is the source, Zendesk the failed target. */
final class SwappedEndToEndTest {
  @TempDir Path folder;

  @Test
  void everything_comes_home_to_hubspot_once_and_a_second_run_writes_nothing() throws Exception {
    try (Episode episode = new Episode(ServicedeskWorld.of(1, Scale.SMALL), folder)) {
      // Given
      episode.way.approvedPlan();

      // When
      String stopped = episode.way.write();

      // Then
      assertThat(stopped).isNull();
      episode.assertPerfect();
      episode.pass(Duration.ofMinutes(10));
      episode.rollback.stage();
      assertThat(episode.rollback.parity().openEnds()).isEmpty();

      // When
      List<Ledger.Write> before = records(episode);
      episode.way.approvedPlan();
      String again = episode.way.write();

      // Then
      assertThat(again).isNull();
      assertThat(records(episode)).isEqualTo(before);
    }
  }

  @Test
  void a_stage_of_life_goes_back_once_somebody_has_consented() throws Exception {
    try (Episode episode = new Episode(ServicedeskWorld.of(2, Scale.TINY), folder)) {
      // Given
      episode.way.approvedPlan();
      assertThat(episode.way.write()).isNull();
      Question backward =
          episode.rollback.questions().open("", "", 500).stream()
              .filter(question -> question.code().equals("LIFECYCLE_BACKWARD"))
              .findFirst()
              .orElseThrow();

      // When
      episode
          .rollback
          .answers()
          .answer(backward.id(), "as-is", Homecoming.OPERATOR, "the dates are not needed");
      episode.way.approvedPlan();
      String stopped = episode.way.write();

      // Then
      assertThat(stopped).isNull();
      String contact = target(episode, backward.decision());
      assertThat(
              java.util.Objects.requireNonNull(source(episode).get("contacts", contact))
                  .value("lifecyclestage"))
          .isEqualTo("lead");
      assertThat(episode.way.asked()).noneMatch(a -> a.code().equals("LIFECYCLE_BACKWARD"));
    }
  }

  /** The contact that a user of the target was loaded from. */
  private static String target(Episode episode, String symbol) {
    long user = Long.parseLong(symbol.substring(symbol.indexOf(':') + 1));
    ObjectNode found = ZendeskSandbox.state(episode.incident.target()).user(user);
    return java.util.Objects.requireNonNull(found).path("external_id").asText();
  }

  private static HubSpotState source(Episode episode) {
    return ((HubSpotSandbox) episode.incident.source().platform()).state();
  }

  /** What the service wrote into records; silence is proven anew by every run, its canary too. */
  private static List<Ledger.Write> records(Episode episode) {
    Sandbox source = episode.incident.source();
    HubSpotState state = source(episode);
    Set<String> canaries =
        source.look(
            () ->
                state.all("contacts").stream()
                    .filter(contact -> contact.value("lastname").equals("backhaul-canary"))
                    .map(CrmObject::id)
                    .collect(Collectors.toSet()));
    return source.ledger().writes().stream()
        .filter(write -> write.caller() == Caller.OURS)
        .filter(
            write -> Set.of("companies", "contacts", "tickets", "notes").contains(write.object()))
        .filter(write -> !canaries.contains(write.id()))
        .toList();
  }
}
