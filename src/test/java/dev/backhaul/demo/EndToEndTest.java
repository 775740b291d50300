package dev.backhaul.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.platform.Role;
import dev.backhaul.sandbox.Caller;
import dev.backhaul.sandbox.Ledger;
import dev.backhaul.sandbox.hubspot.CrmObject;
import dev.backhaul.sandbox.hubspot.HubSpotSandbox;
import dev.backhaul.sandbox.hubspot.HubSpotState;
import dev.backhaul.sandbox.hubspot.SourceTag;
import dev.backhaul.sandbox.zendesk.ZendeskSandbox;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service, from routes to HTTP, brings a helpdesk home. */
final class EndToEndTest {
  private static final SourceTag PERSON = new SourceTag("CRM_UI", "userId:501", 501L, null);

  @TempDir Path folder;

  @Test
  void everything_comes_home_once_and_a_second_run_writes_nothing() throws Exception {
    try (Episode episode = new Episode(1, Scale.SMALL, folder)) {
      // Given
      episode.way.approvedPlan();

      // When
      String stopped = episode.way.write();

      // Then
      assertThat(stopped).isNull();
      episode.assertPerfect();

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
  void a_later_round_brings_home_what_people_did_since_and_spares_what_the_source_has_changed()
      throws Exception {
    try (Episode episode = new Episode(2, Scale.TINY, folder)) {
      // Given
      Set<Long> touched =
          episode.incident.story().oracle().values().stream()
              .filter(value -> value.object().equals("ticket"))
              .map(Oracle.Value::id)
              .collect(Collectors.toSet());
      episode.incident.story().oracle().replies().forEach(reply -> touched.add(reply.ticket()));
      List<CrmObject> calm =
          target(episode).all("tickets").stream()
              .filter(ticket -> calm(episode, ticket, touched))
              .limit(3)
              .toList();
      CrmObject edited = calm.get(0);
      CrmObject reverted = calm.get(1);
      CrmObject contested = calm.get(2);
      String original = subject(source(episode, reverted));
      String loaded = java.util.Objects.requireNonNull(reverted.properties().get("subject"));
      edit(episode, reverted, "A passing thought");
      edit(episode, contested, "The target's first word");
      round(episode);
      assertThat(subject(source(episode, reverted))).isEqualTo("A passing thought");
      assertThat(subject(source(episode, contested))).isEqualTo("The target's first word");

      // When
      edit(episode, edited, "Edited after the first run");
      edit(episode, reverted, loaded);
      edit(episode, contested, "The target's second word");
      asBusiness(episode, contested, "The source's own word");
      round(episode);

      // Then
      assertThat(subject(source(episode, edited))).isEqualTo("Edited after the first run");
      assertThat(subject(source(episode, reverted))).isEqualTo(original);
      assertThat(subject(source(episode, contested))).isEqualTo("The source's own word");
      assertThat(episode.way.asked())
          .contains(new Asked("ticket", contested.id(), "properties.subject", "CONFLICT"));
    }
  }

  private static void round(Episode episode) throws InterruptedException {
    episode.pass(Duration.ofMinutes(10));
    episode.way.approvedPlan();
    assertThat(episode.way.write()).isNull();
  }

  private static List<Ledger.Write> records(Episode episode) {
    // Silence is proven anew by every run: its switches and its canary are no records of anybody.
    Set<String> canaries =
        episode
            .incident
            .source()
            .look(() -> Snapshot.of(state(episode)).of("ticket"))
            .values()
            .stream()
            .filter(ticket -> ticket.path("tags").toString().contains("backhaul_canary"))
            .map(ticket -> ticket.path("id").asText())
            .collect(Collectors.toSet());
    return episode.incident.source().ledger().writes().stream()
        .filter(write -> write.caller() == Caller.OURS)
        .filter(
            write -> Set.of("organization", "user", "ticket", "comment").contains(write.object()))
        .filter(write -> !canaries.contains(write.id()))
        .toList();
  }

  private static boolean calm(Episode episode, CrmObject ticket, Set<Long> touched) {
    String key = ticket.properties().getOrDefault("zendesk_id", "");
    if (!key.matches("\\d+") || touched.contains(Long.parseLong(key))) {
      return false;
    }
    boolean asked =
        episode.incident.story().oracle().questions().stream()
            .anyMatch(q -> q.targetId().equals(ticket.id()));
    boolean truncated = ticket.properties().getOrDefault("subject", "").length() > 100;
    JsonNode twin = source(episode, ticket);
    return !asked && !truncated && twin.path("status").asText().equals("open");
  }

  private static HubSpotState target(Episode episode) {
    return ((HubSpotSandbox) episode.incident.target().platform()).state();
  }

  private static dev.backhaul.sandbox.zendesk.ZendeskState state(Episode episode) {
    return ZendeskSandbox.state(episode.incident.source());
  }

  private static JsonNode source(Episode episode, CrmObject ticket) {
    long id = Long.parseLong(ticket.properties().getOrDefault("zendesk_id", ""));
    return episode
        .incident
        .source()
        .look(
            () -> {
              ObjectNode row = Snapshot.of(state(episode)).of("ticket").get(id);
              return row == null ? Json.object() : row;
            });
  }

  private static String subject(JsonNode ticket) {
    return ticket.path("subject").asText();
  }

  private static void edit(Episode episode, CrmObject ticket, String subject) {
    episode
        .incident
        .target()
        .run(
            () ->
                target(episode)
                    .set(
                        "tickets",
                        ticket.id(),
                        Map.of("subject", subject),
                        episode.time.instant(),
                        PERSON));
  }

  private static void asBusiness(Episode episode, CrmObject ticket, String subject)
      throws Exception {
    var environment = episode.incident.environment();
    String who =
        environment.variable("ZENDESK_USER") + "/token:" + environment.variable("ZENDESK_TOKEN");
    String body = Json.text(Json.object().set("ticket", Json.object().put("subject", subject)));
    HttpRequest request =
        HttpRequest.newBuilder(
                java.util.Objects.requireNonNull(episode.incident.baseUrls().get(Role.SOURCE))
                    .resolve("/api/v2/tickets/" + ticket.properties().get("zendesk_id")))
            .header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(who.getBytes(StandardCharsets.UTF_8)))
            .header("Content-Type", "application/json")
            .header("X-Sandbox-Caller", "business")
            .PUT(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
  }
}
