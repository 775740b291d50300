package dev.backhaul.apply;

import static dev.backhaul.apply.House.append;
import static dev.backhaul.apply.House.create;
import static dev.backhaul.apply.House.update;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.journal.Entry;
import dev.backhaul.journal.State;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.Question;
import dev.backhaul.platform.Write;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.NotAllowedException;
import dev.backhaul.store.Standing;
import dev.backhaul.store.Written;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApplyTest {
  @TempDir Path folder;
  private final SteppedTime time = new SteppedTime();
  private final FakePlatform platform = new FakePlatform(time);

  @BeforeEach
  void tickets() {
    for (int i = 1; i <= 9; i++) {
      platform.put("ticket", "s" + i, Json.object().put("status", "open").put("subject", "S" + i));
    }
    platform.rule("trigger", "r1", true);
  }

  private House house() {
    House house = House.open(folder, platform, time);
    for (int i = 1; i <= 9; i++) {
      house.link("t-ticket", "t" + i, "ticket", "s" + i);
    }
    return house;
  }

  private static ObjectNode set(String field, String value) {
    return Json.object().put(field, value);
  }

  private List<Entry> entries(House house, State state) {
    return house
        .store
        .<List<Entry>, RuntimeException>read(h -> house.journal.in(h, Set.of(state)))
        .stream()
        .filter(e -> e.intent().decision() != null)
        .toList();
  }

  @Test
  void an_update_comes_home_and_is_read_back() {
    try (House house = house().planned(update("d1", "s1", "v1", set("status", "solved")))) {
      Report report = house.apply();
      assertThat(report.complete()).isTrue();
      assertThat(report.written()).isEqualTo(1);
      assertThat(platform.fields("ticket", "s1").path("status").asText()).isEqualTo("solved");
      assertThat(house.state("d1")).isEqualTo(Decision.State.APPLIED);
      Entry entry = entries(house, State.VERIFIED).get(0);
      assertThat(Wanted.fields(entry.intent().before()).path("status").asText()).isEqualTo("open");
      assertThat(Wanted.fields(entry.trace().after()).path("status").asText()).isEqualTo("solved");
      Written.Leaves left =
          house.store.read(
              h -> new Written(house.store.payload()).of(h, "ticket", "s1").orElseThrow());
      assertThat(left.leaves().path("status").asText()).isEqualTo("solved");
    }
  }

  @Test
  void applying_again_sends_nothing() {
    try (House house = house().planned(update("d1", "s1", "v1", set("status", "solved")))) {
      house.apply();
      int calls = platform.calls;
      assertThat(house.apply().written()).isZero();
      assertThat(platform.calls).isEqualTo(calls);
    }
  }

  @Test
  void what_the_source_already_holds_costs_no_write() {
    try (House house = house().planned(update("d1", "s1", "v1", set("status", "open")))) {
      house.apply();
      assertThat(platform.calls).isZero();
      assertThat(house.state("d1")).isEqualTo(Decision.State.APPLIED);
    }
  }

  @Test
  void a_record_that_moved_since_planning_is_left_for_the_next_plan() {
    try (House house = house().planned(update("d1", "s1", "v1", set("status", "solved")))) {
      platform.touch("ticket", "s1", "subject", "edited by somebody");
      house.apply();
      assertThat(platform.calls).isZero();
      assertThat(house.state("d1")).isEqualTo(Decision.State.STALE);
    }
  }

  @Test
  void our_own_writes_do_not_make_a_record_stale() {
    try (House house =
        house()
            .planned(
                append("a1", "t-ticket:t1", "hello"),
                append("a2", "t-ticket:t1", "again"),
                update("d1", "s1", "v1", set("status", "solved")))) {
      assertThat(house.apply().complete()).isTrue();
      assertThat(platform.ledger)
          .containsExactly(
              "append s1 hello", "append s1 again", "update ticket s1 {\"status\":\"solved\"}[]");
    }
  }

  @Test
  void a_born_record_travels_after_the_records_it_refers_to_and_before_its_comments() {
    ObjectNode ticket = set("subject", "new");
    ticket.putObject("requester_id").put("$ref", "t-user:u1");
    try (House house =
        house()
            .planned(
                append("c1", "t-ticket:k1", "first"),
                create("k1", "ticket", ticket, Decision.UndoClass.COMPENSATED),
                create("u1", "user", set("name", "Ann"), Decision.UndoClass.COMPENSATED))) {
      assertThat(house.apply().complete()).isTrue();
      assertThat(platform.ledger.get(0)).isEqualTo("create user jk-u1");
      assertThat(platform.ledger.get(1)).isEqualTo("create ticket jk-k1");
      assertThat(platform.ledger.get(2)).endsWith("first");
      String ticketId = platform.idOf("ticket", "jk-k1");
      assertThat(platform.fields("ticket", requireNonNull(ticketId)).path("requester_id").asText())
          .isEqualTo(platform.idOf("user", "jk-u1"));
    }
  }

  @Test
  void a_decision_waits_while_a_record_it_refers_to_is_missing() {
    ObjectNode set = Json.object();
    set.putObject("requester_id").put("$ref", "t-user:absent");
    try (House house = house().planned(update("d1", "s1", "v1", set))) {
      Report report = house.apply();
      assertThat(report.waiting()).isEqualTo(1);
      assertThat(report.complete()).isFalse();
      assertThat(platform.calls).isZero();
    }
  }

  @Test
  void a_record_to_create_that_is_there_with_other_values_is_a_question_and_not_written() {
    platform.faults = (object, writes) -> FakePlatform.Fault.NONE;
    platform.write(
        "user",
        List.of(
            new Write(
                "x",
                Write.Kind.CREATE,
                null,
                "jk-u1",
                set("name", "Bob"),
                List.of(),
                null,
                List.of(),
                null)));
    try (House house =
        house().planned(create("u1", "user", set("name", "Ann"), Decision.UndoClass.COMPENSATED))) {
      house.apply();
      assertThat(platform.ledger).hasSize(1);
      assertThat(house.state("u1")).isEqualTo(Decision.State.REFUSED);
      assertThat(house.questions.asked).extracting(Question::code).containsExactly("ALREADY_THERE");
    }
  }

  @Test
  void a_refused_record_becomes_a_question_grouped_by_reason_and_does_not_stop_the_others() {
    for (boolean named : List.of(true, false)) {
      platform.namesTheBad = named;
      int offset = named ? 0 : 4;
      try (House house =
          new House(
              folder.resolve("h" + named),
              platform,
              time,
              ApplySettings.USUAL.withBrake(BrakeLimits.OFF),
              CrashPoint.NONE,
              1)) {
        house.planned(
            update("d1", "s" + (1 + offset), "v1", set("status", "solved")),
            update("d2", "s" + (2 + offset), "v1", set("bad", "x")),
            update("d3", "s" + (3 + offset), "v1", set("bad", "y")),
            update("d4", "s" + (4 + offset), "v1", set("status", "solved")));
        assertThat(house.apply().complete()).isTrue();
        assertThat(
                List.of(house.state("d1"), house.state("d2"), house.state("d3"), house.state("d4")))
            .containsExactly(
                Decision.State.APPLIED,
                Decision.State.REFUSED,
                Decision.State.REFUSED,
                Decision.State.APPLIED);
        assertThat(house.questions.asked).hasSize(2).allMatch(q -> q.code().equals("REJECTED"));
        assertThat(house.questions.asked.stream().map(Question::group).distinct()).hasSize(1);
      }
    }
    assertThat(platform.ledger).hasSize(4);
  }

  @Test
  void each_fault_of_a_call_ends_with_every_write_done_once() {
    for (FakePlatform.Fault fault : FakePlatform.Fault.values()) {
      if (fault == FakePlatform.Fault.IGNORED) {
        continue;
      }
      for (boolean marks : List.of(true, false)) {
        SteppedTime clock = new SteppedTime();
        FakePlatform fresh = new FakePlatform(clock);
        fresh.put("ticket", "s1", set("status", "open"));
        fresh.marks = marks;
        int[] call = {0};
        fresh.faults = (object, writes) -> call[0]++ % 2 == 0 ? fault : FakePlatform.Fault.NONE;
        try (House house =
            new House(
                folder.resolve(fault + "" + marks),
                fresh,
                clock,
                ApplySettings.USUAL.withBrake(BrakeLimits.OFF),
                CrashPoint.NONE,
                1)) {
          house.link("t-ticket", "t1", "ticket", "s1");
          house.planned(
              update("d1", "s1", "v1", set("status", "solved")),
              append("a1", "t-ticket:t1", "ok"),
              append("a2", "t-ticket:t1", "ok"),
              create("u1", "user", set("name", "Ann"), Decision.UndoClass.COMPENSATED));
          Report report = house.apply();
          assertThat(report.complete()).as(fault + ": " + report).isTrue();
          assertThat(fresh.ledger)
              .as(fault.name())
              .containsExactlyInAnyOrder(
                  "update ticket s1 {\"status\":\"solved\"}[]",
                  "append s1 ok",
                  "append s1 ok",
                  "create user jk-u1");
          assertThat(house.questions.asked).as(fault.name()).isEmpty();
        }
      }
    }
  }

  @Test
  void a_write_that_the_platform_ignored_becomes_a_question_and_is_not_sent_again() {
    platform.faults = (object, writes) -> FakePlatform.Fault.IGNORED;
    try (House house = house().planned(update("d1", "s1", "v1", set("status", "solved")))) {
      assertThat(house.apply().unsettled()).isEqualTo(1);
      house.apply();
      assertThat(platform.calls).isEqualTo(1);
      assertThat(house.questions.asked).extracting(Question::code).containsExactly("NOT_TAKEN");
      // When a person says again
      platform.faults = (object, writes) -> FakePlatform.Fault.NONE;
      house.questions.answers.put(house.questions.asked.get(0).group(), "again");
      assertThat(house.apply().complete()).isTrue();
      assertThat(house.state("d1")).isEqualTo(Decision.State.APPLIED);
    }
  }

  @Test
  void a_lost_answer_and_another_hand_in_between_is_a_question_never_a_blind_resend() {
    platform.faults =
        (object, writes) -> {
          platform.touch("ticket", "s1", "status", "pending");
          return FakePlatform.Fault.LOST_BEFORE;
        };
    try (House house = house().planned(update("d1", "s1", "v1", set("status", "solved")))) {
      house.apply();
      assertThat(house.questions.asked).extracting(Question::code).containsExactly("MAYBE_WRITTEN");
      house.apply();
      assertThat(platform.calls).isEqualTo(1);
      house.questions.answers.put(house.questions.asked.get(0).group(), "written");
      assertThat(house.apply().complete()).isTrue();
      assertThat(platform.calls).isEqualTo(1);
      assertThat(house.state("d1")).isEqualTo(Decision.State.APPLIED);
    }
  }

  @Test
  void an_outage_stops_the_wave_and_the_next_run_goes_on() {
    platform.faults = (object, writes) -> FakePlatform.Fault.TRANSIENT;
    try (House house = house().planned(update("d1", "s1", "v1", set("status", "solved")))) {
      Report report = house.apply();
      assertThat(report.stopped()).contains("tried 5 times").contains("apply again");
      assertThat(report.ready()).isEqualTo(1);
      platform.faults = (object, writes) -> FakePlatform.Fault.NONE;
      assertThat(house.apply().complete()).isTrue();
      assertThat(platform.ledger).hasSize(1);
    }
  }

  @Test
  void nothing_is_written_without_an_approved_plan() {
    try (House house = house()) {
      house.planned();
      dev.backhaul.plan.DecisionRows.save(
          house.store, house.decisions, List.of(update("d1", "s1", "v1", set("status", "solved"))));
      assertThat(house.apply().stopped()).contains("is not approved").contains("approve it");
      assertThat(platform.calls).isZero();
      house.approve();
      assertThat(house.apply().complete()).isTrue();
    }
  }

  @Test
  void whoever_proposed_a_plan_cannot_approve_it_and_an_operator_never_can() {
    try (House house = house()) {
      assertThatThrownBy(() -> house.approvals.approvePlan("h", "kai", House.KAI, "mine"))
          .isInstanceOf(NotAllowedException.class)
          .hasMessageContaining("second person");
      assertThatThrownBy(() -> house.approvals.approvePlan("h", "kai", House.MIA, "please"))
          .isInstanceOf(NotAllowedException.class)
          .hasMessageContaining("role approver");
      assertThat(
              house.store.<Boolean, RuntimeException>read(
                  h -> house.approvals.planApproved(h, "h")))
          .isFalse();
    }
  }

  @Test
  void a_revoked_approval_stops_what_is_not_sent_yet() {
    try (House house = house().planned(update("d1", "s1", "v1", set("status", "solved")))) {
      String id = house.store.read(h -> house.approvals.inForce(h).get(0).id());
      house.approvals.revoke(id, House.KAI, "found a mistake");
      assertThat(house.apply().stopped()).contains("is not approved");
      assertThat(platform.calls).isZero();
    }
  }

  @Test
  void a_standing_approval_lets_so_many_an_hour_through_and_never_what_cannot_be_undone() {
    try (House house = house()) {
      house.planned();
      dev.backhaul.plan.DecisionRows.save(
          house.store,
          house.decisions,
          List.of(
              update("d1", "s1", "v1", set("status", "solved")),
              update("d2", "s2", "v1", set("status", "solved")),
              update("d3", "s3", "v1", set("status", "solved")),
              create("k1", "ticket", set("subject", "n"), Decision.UndoClass.NONE)));
      house.approvals.approveStanding(
          new Standing(
              "night",
              Set.of("ticket"),
              Set.of("UPDATE", "CREATE"),
              2,
              time.instant().plus(Duration.ofHours(9))),
          "mia",
          House.KAI,
          "small edits");
      assertThat(house.apply().written()).isEqualTo(2);
      time.sleepUntil(time.instant().plus(Duration.ofMinutes(61)));
      assertThat(house.apply().written()).isEqualTo(1);
      assertThat(house.state("k1")).isEqualTo(Decision.State.READY);
      // Expiry is a no.
      dev.backhaul.plan.DecisionRows.save(
          house.store, house.decisions, List.of(update("d4", "s4", "v1", set("status", "solved"))));
      time.sleepUntil(time.instant().plus(Duration.ofHours(9)));
      assertThat(house.apply().written()).isZero();
    }
  }

  @Test
  void a_standing_approval_for_deletes_is_refused() {
    assertThatThrownBy(
            () -> new Standing("x", Set.of("ticket"), Set.of("DELETE"), 5, time.instant()))
        .hasMessageContaining("plan by plan");
  }

  @Test
  void what_cannot_be_undone_needs_its_own_consent() {
    try (House house =
        house()
            .planned(
                create("k1", "ticket", set("subject", "n"), Decision.UndoClass.NONE),
                update("d1", "s1", "v1", set("status", "solved")))) {
      Report report = house.apply();
      assertThat(report.written()).isEqualTo(1);
      assertThat(report.stopped()).contains("its own consent");
      house.approvals.consent(house.decisions.planHash(), House.KAI, "we accept it");
      assertThat(house.apply().complete()).isTrue();
    }
  }

  @Test
  void the_gate_names_every_reason_at_once() {
    try (House house = house()) {
      house.desired.pause("apply", House.MIA, "lunch");
      Duration day = Duration.ofDays(2);
      time.sleepUntil(time.instant().plus(day));
      assertThat(house.leases.acquire("source", "other", day)).isPresent();
      assertThatThrownBy(house::apply)
          .isInstanceOf(GateClosedException.class)
          .hasMessageContaining("lease")
          .hasMessageContaining("paused by mia")
          .hasMessageContaining("silence");
    }
  }

  @Test
  void the_brake_pauses_for_good_when_too_much_is_refused() {
    ApplySettings settings =
        ApplySettings.USUAL.withBrake(new BrakeLimits(3, 0.5, 0.5, 0, Duration.ofMinutes(1)));
    try (House house =
        new House(folder.resolve("b"), platform, time, settings, CrashPoint.NONE, 1)) {
      Decision[] rows = new Decision[9];
      for (int i = 1; i <= 9; i++) {
        rows[i - 1] = update("d" + i, "s" + i, "v1", set("bad", "x"));
      }
      house.planned(rows);
      assertThat(house.apply().stopped()).contains("the brake stopped the wave").contains("4 of 4");
      assertThatThrownBy(house::apply)
          .isInstanceOf(GateClosedException.class)
          .hasMessageContaining("brake");
      assertThat(platform.calls).isEqualTo(1);
    }
  }

  @Test
  void an_ex_leader_sends_nothing_more() {
    try (House house = house().planned(update("d1", "s1", "v1", set("status", "solved")))) {
      platform.watch =
          where -> {
            if (where.equals("read")) {
              time.sleepUntil(time.instant().plus(Duration.ofDays(2)));
              house.leases.acquire("source", "other", Duration.ofDays(9));
            }
          };
      assertThatThrownBy(house::apply).isInstanceOf(dev.backhaul.store.LostLeaseException.class);
      assertThat(platform.calls).isZero();
    }
  }

  @Test
  void lanes_side_by_side_write_the_same_as_one() {
    ApplySettings settings = ApplySettings.USUAL.withLanes(3).withBrake(BrakeLimits.OFF);
    try (House house =
        new House(folder.resolve("l"), platform, time, settings, CrashPoint.NONE, 1)) {
      Decision[] rows = new Decision[18];
      for (int i = 1; i <= 9; i++) {
        house.link("t-ticket", "t" + i, "ticket", "s" + i);
        rows[i - 1] = update("d" + i, "s" + i, "v1", set("status", "solved"));
        rows[i + 8] = append("a" + i, "t-ticket:t" + i, "ok");
      }
      assertThat(house.planned(rows).apply().complete()).isTrue();
      assertThat(platform.ledger).hasSize(18).doesNotHaveDuplicates();
    }
  }
}
