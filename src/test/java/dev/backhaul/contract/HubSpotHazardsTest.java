package dev.backhaul.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Kind;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.platform.Failure;
import dev.backhaul.platform.WriteResult;
import dev.backhaul.sandbox.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each thing that HubSpot would ignore, garble or never take back, and what is done about it. */
final class HubSpotHazardsTest {
  private static final Path FILE = Path.of("config/platforms/hubspot.yaml");
  private final Manifest manifest = Facts.manifest("hubspot");

  @Test
  void a_lifecycle_stage_goes_back_only_after_asking() {
    for (String object : List.of("contact", "company")) {
      String now = "{'properties':{'lifecyclestage':'customer'}}";
      assertThat(
              Facts.asked(
                  manifest, object, Kind.UPDATE, now, "{'properties.lifecyclestage':'lead'}"))
          .contains("LIFECYCLE_BACKWARD");
      assertThat(
              Facts.asked(
                  manifest, object, Kind.UPDATE, now, "{'properties.lifecyclestage':'evangelist'}"))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"lifecycle-automation,switch it off", "workflow-re-enrolment,enrol records"})
  void what_hubspot_does_by_itself_needs_a_person_who_looked(String cause, String words) {
    assertThat(Objects.requireNonNull(manifest.silence()).unprovable().get(cause)).contains(words);
  }

  @Test
  void a_key_that_another_record_holds_is_never_written_by_address() throws Exception {
    // By a unique key of ours alone: an address may have gone to another person since.
    String text = Files.readString(FILE);
    long upserts = text.lines().filter(line -> line.matches(".*post: .*/batch/upsert,.*")).count();
    long byOurKey =
        text.lines()
            .filter(
                line -> line.contains("{id: .joinKey, idProperty: .property, objectWriteTraceId"))
            .count();
    assertThat(upserts).isPositive();
    assertThat(byOurKey).isEqualTo(upserts);
  }

  @Test
  void nothing_is_ever_merged_and_a_merge_of_people_is_told_with_its_survivor() throws Exception {
    assertThat(Files.readString(FILE)).doesNotContain("/merge");
    assertThat(Facts.cannot(manifest)).anyMatch(words -> words.startsWith("undo a merge"));
    assertThat(HubSpotStream.contacts().blind(TargetSubject.Deed.MERGE)).isNull();
  }

  @Test
  void nobody_is_ever_erased_for_privacy() throws Exception {
    assertThat(Files.readString(FILE)).doesNotContain("gdpr-delete");
    assertThat(Facts.cannot(manifest)).anyMatch(words -> words.startsWith("erase for privacy"));
    assertThat(manifest.object("contact").blindSpots())
        .anyMatch(words -> words.contains("privacy"));
  }

  @Test
  void an_archived_record_comes_back_only_in_hubspots_screens_and_it_says_so() {
    assertThat(Facts.cannot(manifest))
        .anyMatch(
            words -> words.startsWith("restore an archived record") && words.contains("90 days"));
  }

  @ParameterizedTest
  @CsvSource({
    "a time of HubSpot's own,          properties.createdate,         2026-01-01T00:00:00Z",
    "a stage that is in no pipeline,   properties.hs_pipeline_stage,  7777",
    "a label in the place of a name,   properties.hs_ticket_priority, High priority",
    "a property that there is not,     properties.no_such_property,   x"
  })
  void what_hubspot_would_refuse_is_told_for_that_record_and_changes_nothing(
      String what, String path, String value) throws Exception {
    HubSpotTickets subject = new HubSpotTickets();
    try (Stand stand = Stand.of(subject)) {
      String id = subject.seed(1, "before");
      ObjectNode set = Json.object().put("properties.subject", "after").put(path, value);

      WriteResult result = Facts.update(stand, "ticket", id, set);

      assertThat(result.failure()).as(what).isInstanceOf(Failure.Rejected.class);
      assertThat(subject.held(id)).isEqualTo("before");
    }
  }

  @Test
  void an_owner_is_not_a_user() {
    // Owners are read as owners, by their address; a user's id is never taken for an owner's.
    assertThat(manifest.object("owner").naturalKeys()).containsKey("email");
    assertThat(manifest.object("owner").key()).isEqualTo("id");
  }

  @Test
  void no_batch_is_all_or_nothing_because_each_row_has_a_trace_of_its_own() throws Exception {
    String text = Files.readString(FILE);
    assertThat(text).doesNotContainPattern("post: /crm/v3/objects/\\w+/batch/create");
    long batches =
        text.lines()
            .filter(line -> line.matches(".*post: /crm/v3/objects/\\w+/batch/(upsert|update).*"))
            .count();
    long traces = text.lines().filter(line -> line.contains("objectWriteTraceId: .key")).count();
    assertThat(batches).isPositive();
    assertThat(traces).isGreaterThanOrEqualTo(batches);
  }

  @Test
  void a_create_whose_answer_was_lost_is_found_though_the_search_is_a_minute_late(
      @TempDir Path folder) throws Exception {
    HubSpotTickets subject = new HubSpotTickets();
    try (Stand stand = Stand.late(subject, Duration.ofSeconds(60));
        Home home = new Home(folder.resolve("h.db"), stand, subject).silenced()) {
      home.planned(home.create("c", "old-5", subject.fresh(5, "born")));
      List<String> call = subject.call(Kind.CREATE);
      stand.sandbox.faults().add(Fault.once(Fault.Kind.RESET_AFTER, call.get(0), call.get(1), 1));

      assertThat(home.apply().complete()).isTrue();

      assertThat(subject.carrying("old-5")).hasSize(1);
      assertThat(home.questions).isEmpty();
    }
  }

  @Test
  void a_locked_account_is_left_alone_for_two_seconds() throws Exception {
    HubSpotTickets subject = new HubSpotTickets();
    try (Stand stand = Stand.of(subject)) {
      stand.sandbox.faults().add(Fault.once(Fault.Kind.LOCKED, "*", "/**", 1));

      subject.ask(stand.account);

      var calls = stand.calls();
      assertThat(calls).hasSize(2);
      assertThat(Duration.between(calls.get(0).at(), calls.get(1).at()))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }
  }

  @Test
  void labels_of_an_association_are_lost_with_it_and_it_says_so() {
    assertThat(Facts.cannot(manifest))
        .anyMatch(words -> words.startsWith("keep labels of an association"));
    for (String object : List.of("contact", "ticket")) {
      assertThat(manifest.hazards()).anyMatch(hazard -> hazard.object().equals(object));
    }
  }
}
