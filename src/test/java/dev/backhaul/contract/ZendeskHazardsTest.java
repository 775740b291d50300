package dev.backhaul.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backhaul.json.Json;
import dev.backhaul.manifest.Kind;
import dev.backhaul.manifest.Lookup;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.Question;
import dev.backhaul.platform.Failure;
import dev.backhaul.platform.PlatformException;
import dev.backhaul.platform.ReadRequest;
import dev.backhaul.platform.Write;
import dev.backhaul.platform.WriteResult;
import dev.backhaul.sandbox.zendesk.ZendeskHand;
import dev.backhaul.sandbox.zendesk.ZendeskSandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each thing that Zendesk would refuse, garble or never take back, and what is done about it. */
final class ZendeskHazardsTest {
  private static final Path FILE = Path.of("config/platforms/zendesk.yaml");
  private final Manifest manifest = Facts.manifest("zendesk");

  @Test
  void a_user_is_never_deleted() throws Exception {
    assertThat(Facts.asked(manifest, "user", Kind.DELETE, "{}", "{}")).contains("USER_DELETED");
    assertThat(Files.readString(FILE)).doesNotContain("delete: /api/v2/users", "deleted_users/{");
    try (Stand stand = Stand.of(new ZendeskTickets())) {
      Write delete =
          new Write(
              "k", Write.Kind.DELETE, "2", null, Json.object(), List.of(), null, List.of(), null);
      assertThatThrownBy(() -> stand.account.write("user", List.of(delete)))
          .isInstanceOf(PlatformException.class)
          .hasMessageContaining("suspended, never deleted");
      assertThat(stand.calls()).isEmpty();
    }
  }

  @Test
  void nothing_is_ever_merged_and_a_merge_of_people_is_a_question() throws Exception {
    assertThat(Files.readString(FILE)).doesNotContain("/merge,", "/merge\"");
    assertThat(Facts.cannot(manifest)).anyMatch(words -> words.startsWith("undo a merge"));
    assertThat(ZendeskStream.tickets().blind(TargetSubject.Deed.MERGE)).isNull();
  }

  @Test
  void a_closed_ticket_is_a_question_for_every_kind_of_write() {
    for (Kind kind : List.of(Kind.UPDATE, Kind.APPEND, Kind.DELETE)) {
      assertThat(
              Facts.asked(manifest, "ticket", kind, "{'status':'closed'}", "{'priority':'high'}"))
          .contains("TICKET_CLOSED");
      assertThat(Facts.asked(manifest, "ticket", kind, "{'status':'open'}", "{'priority':'high'}"))
          .isEmpty();
    }
  }

  @Test
  void two_tickets_of_one_external_id_are_a_question_and_no_third_is_made(@TempDir Path folder)
      throws Exception {
    ZendeskTickets subject = new ZendeskTickets();
    try (Stand stand = Stand.of(subject);
        Home home = new Home(folder.resolve("h.db"), stand, subject).silenced()) {
      subject.seed(1, "one");
      subject.seed(1, "two");
      home.planned(home.create("c", "old-1", subject.fresh(1, "three")));

      home.apply();

      assertThat(subject.carrying("old-1")).hasSize(2);
      assertThat(home.state("c")).isEqualTo(Decision.State.REFUSED);
      assertThat(home.questions).extracting(Question::code).containsExactly("ALREADY_THERE");
    }
  }

  @Test
  void an_update_fires_triggers_even_on_an_imported_ticket_unless_they_are_off() throws Exception {
    ZendeskTickets subject = new ZendeskTickets();
    try (Stand stand = Stand.of(subject)) {
      subject.newRule();
      WriteResult made =
          Facts.write(
              stand,
              "ticket",
              new Write(
                  "k",
                  Write.Kind.CREATE,
                  null,
                  "old-9",
                  subject.fresh(9, "x"),
                  List.of(),
                  null,
                  List.of(),
                  null));
      assertThat(stand.sandbox.ledger().mails()).as("mails of the import").isEmpty();

      Facts.update(stand, "ticket", String.valueOf(made.nativeId()), subject.set("y"));

      // So it must be off: the contract's clauses on silence prove that it is.
      assertThat(stand.sandbox.ledger().mails()).as("mails of the update").isNotEmpty();
    }
  }

  @Test
  void collaborators_are_not_added_without_asking() {
    assertThat(Facts.asked(manifest, "ticket", Kind.UPDATE, "{}", "{'collaborators':['a@b.test']}"))
        .contains("COLLABORATORS_NOTIFIED");
    assertThat(
            Facts.asked(
                manifest, "ticket", Kind.UPDATE, "{}", "{'additional_collaborators':['a@b.test']}"))
        .contains("COLLABORATORS_NOTIFIED");
  }

  @Test
  void a_list_of_tags_never_swallows_a_tag_that_came_meanwhile() throws Exception {
    ZendeskTickets subject = new ZendeskTickets();
    try (Stand stand = Stand.of(subject)) {
      String id = subject.seed(1, "x");
      String read = stand.account.read("ticket", ReadRequest.ids(List.of(id))).getFirst().version();
      stand.time.sleep(Duration.ofSeconds(5));
      subject.touch(id);
      var set = Json.object();
      set.putArray("tags").add("ours");

      WriteResult result =
          Facts.write(
              stand,
              "ticket",
              new Write("k", Write.Kind.UPDATE, id, null, set, List.of(), read, List.of(), null));

      assertThat(result.failure()).isInstanceOf(Failure.Conflict.class);
    }
  }

  @Test
  void a_user_does_not_leave_an_organization_without_asking() {
    assertThat(
            Facts.asked(
                manifest, "user", Kind.UPDATE, "{'organization_id':5}", "{}", "organization_id"))
        .contains("ORGANIZATION_REMOVED");
  }

  @Test
  void restoring_a_deleted_ticket_is_left_to_a_person_and_said_so() {
    assertThat(Facts.cannot(manifest))
        .anyMatch(
            words -> words.startsWith("restore a deleted ticket") && words.contains("30 days"));
    assertThat(manifest.object("ticket").undo(Kind.DELETE).is().name()).isEqualTo("NONE");
  }

  @Test
  void a_status_and_its_category_are_not_written_together() {
    assertThat(
            Facts.asked(
                manifest, "ticket", Kind.UPDATE, "{}", "{'status':'open','custom_status_id':7}"))
        .contains("STATUS_TWICE");
    assertThat(
            Facts.asked(
                manifest, "ticket", Kind.UPDATE, "{'status':'open'}", "{'status':'solved'}"))
        .isEmpty();
  }

  @Test
  void custom_fields_are_numbers_of_one_account_and_the_mapping_must_say_them() {
    assertThat(Facts.cannot(manifest))
        .anyMatch(words -> words.startsWith("name a custom field") && words.contains("differ"));
  }

  @Test
  void credentials_do_not_follow_a_file_to_another_host() throws Exception {
    var files = manifest.files();
    assertThat(files).isNotNull();
    assertThat(manifest.allows("content.zdusercontent.com")).isFalse();
    assertThat(manifest.allows("acme.zendesk.com.evil.test")).isFalse();
  }

  @Test
  void a_search_is_never_used_to_see_what_was_written() {
    manifest
        .objects()
        .forEach(
            (object, type) -> {
              for (String by : List.of("id", "joinKey", "parent")) {
                Lookup lookup = type.read().get(by);
                if (lookup != null) {
                  assertThat(lookup.request().toString())
                      .as(object + " by " + by)
                      .doesNotContain("search");
                }
              }
            });
  }

  @Test
  void a_new_user_never_writes_over_another_who_holds_the_address_as_a_secondary_one()
      throws Exception {
    try (Stand stand = Stand.of(new ZendeskTickets())) {
      // Given Ann, with a second address
      ZendeskHand.person(stand.sandbox, ZendeskDesk.ADMIN)
          .updateUser(
              ZendeskDesk.CUSTOMER, Facts.json("{'email':'second@acme.test'}"), Stand.CUTOVER);

      // When
      WriteResult result =
          Facts.write(
              stand,
              "user",
              new Write(
                  "k",
                  Write.Kind.CREATE,
                  null,
                  "hs-9",
                  Facts.json("{'name':'Bob','email':'second@acme.test'}"),
                  List.of(),
                  null,
                  List.of(),
                  null));

      // Then
      assertThat(result.failure()).isInstanceOf(Failure.Rejected.class);
      var ann = stand.account.read("user", ReadRequest.ids(List.of("2"))).getFirst();
      assertThat(ann.fields().path("name").asText()).isEqualTo("Ann");
      assertThat(ann.joinKey()).isNull();
    }
  }

  @Test
  void a_full_queue_of_jobs_is_waited_for_and_each_write_done_once(@TempDir Path folder)
      throws Exception {
    ZendeskTickets subject = new ZendeskTickets();
    try (Stand stand = Stand.of(subject);
        Home home = new Home(folder.resolve("h.db"), stand, subject).silenced()) {
      String id = subject.seed(1, "before");
      home.planned(home.update("u", id, subject.set("after")));
      // Given the customer's own tools in all thirty places
      ZendeskSandbox.occupyJobs(stand.sandbox, 30, Duration.ofSeconds(45));
      Instant full = stand.time.instant();

      assertThat(home.apply().complete()).isTrue();

      assertThat(stand.calls()).anyMatch(call -> call.status() == 429);
      assertThat(stand.time.instant()).isAfter(full.plusSeconds(45));
      assertThat(subject.held(id)).isEqualTo("after");
      assertThat(
              stand.calls().stream()
                  .filter(call -> call.path().endsWith("/tickets/update_many"))
                  .filter(call -> call.status() == 200))
          .hasSize(1);
      assertThat(home.questions).isEmpty();
    }
  }
}
