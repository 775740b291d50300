package dev.backhaul.apply;

import static dev.backhaul.apply.House.append;
import static dev.backhaul.apply.House.create;
import static dev.backhaul.apply.House.update;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.DecisionRows;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UndoTest {
  @TempDir Path folder;
  private final SteppedTime time = new SteppedTime();
  private final FakePlatform platform = new FakePlatform(time);

  @BeforeEach
  void tickets() {
    for (int i = 1; i <= 3; i++) {
      platform.put("ticket", "s" + i, Json.object().put("status", "open").put("subject", "S" + i));
    }
  }

  private House house() {
    House house = House.open(folder, platform, time);
    house.link("t-ticket", "t1", "ticket", "s1");
    return house;
  }

  private static ObjectNode set(String field, String value) {
    return Json.object().put(field, value);
  }

  private String status(String id) {
    return platform.fields("ticket", id).path("status").asText();
  }

  private static Undo.Undone undo(House house, UndoScope scope) {
    Undo.Preview preview = house.undo.preview(scope);
    house.approvals.approvePlan(preview.hash(), "mia", House.KAI, "undo it");
    return house.undo.run(preview, House.MIA, "wrong mapping");
  }

  @Test
  void an_undone_update_is_back_to_the_value_before_and_an_undone_undo_is_home_again() {
    ObjectNode both = set("status", "solved").put("priority", "high");
    try (House house = house().planned(update("d1", "s1", "v1", both))) {
      house.apply();
      assertThat(undo(house, UndoScope.ALL)).isEqualTo(new Undo.Undone(1, 0, 0));
      assertThat(status("s1")).isEqualTo("open");
      assertThat(platform.fields("ticket", "s1").path("priority").isNull()).isTrue();
      assertThat(house.state("d1")).isEqualTo(Decision.State.UNDONE);
      assertThat(house.undo.preview(UndoScope.ALL).lines()).isEmpty();
      // When the undo is undone
      assertThat(undo(house, UndoScope.UNDONE).restored()).isEqualTo(1);
      assertThat(status("s1")).isEqualTo("solved");
      assertThat(house.state("d1")).isEqualTo(Decision.State.APPLIED);
    }
  }

  @Test
  void a_preview_writes_nothing_and_an_unapproved_undo_is_refused() {
    try (House house = house().planned(update("d1", "s1", "v1", set("status", "solved")))) {
      house.apply();
      int calls = platform.calls;
      Undo.Preview preview = house.undo.preview(UndoScope.ALL);
      assertThat(preview.count(Undo.Fate.RESTORE)).isEqualTo(1);
      assertThatThrownBy(() -> house.undo.run(preview, House.MIA, "no"))
          .isInstanceOf(GateClosedException.class)
          .hasMessageContaining("not approved");
      assertThat(platform.calls).isEqualTo(calls);
    }
  }

  @Test
  void what_somebody_touched_since_is_left_alone_even_if_touched_after_the_preview() {
    try (House house =
        house()
            .planned(
                update("d1", "s1", "v1", set("status", "solved")),
                update("d2", "s2", "v1", set("status", "solved")),
                update("d3", "s3", "v1", set("status", "solved")))) {
      house.apply();
      platform.touch("ticket", "s1", "status", "pending");
      platform.touch("ticket", "s3", "subject", "another field");
      Undo.Preview preview = house.undo.preview(UndoScope.ALL);
      assertThat(preview.count(Undo.Fate.TOUCHED_SINCE)).isEqualTo(1);
      house.approvals.approvePlan(preview.hash(), "mia", House.KAI, "undo it");
      platform.touch("ticket", "s2", "status", "hold");
      assertThat(house.undo.run(preview, House.MIA, "wrong")).isEqualTo(new Undo.Undone(1, 2, 0));
      assertThat(List.of(status("s1"), status("s2"), status("s3")))
          .containsExactly("pending", "hold", "open");
      assertThat(house.state("d1")).isEqualTo(Decision.State.APPLIED);
    }
  }

  @Test
  void undo_of_two_writes_to_one_record_goes_newest_first_back_to_the_start() {
    try (House house = house().planned(update("d1", "s1", "v1", set("status", "pending")))) {
      house.apply();
      DecisionRows.save(
          house.store,
          house.decisions,
          List.of(update("d2", "s1", platform.version("ticket", "s1"), set("status", "solved"))));
      house.approve();
      house.apply();
      assertThat(status("s1")).isEqualTo("solved");
      assertThat(undo(house, UndoScope.ALL).restored()).isEqualTo(2);
      assertThat(status("s1")).isEqualTo("open");
    }
  }

  @Test
  void what_was_created_is_taken_away_as_far_as_the_platform_can_and_the_rest_is_named() {
    try (House house =
        house()
            .planned(
                create("u1", "user", set("name", "Ann"), Decision.UndoClass.COMPENSATED),
                create("u2", "user", set("name", "Bob"), Decision.UndoClass.COMPENSATED),
                append("a1", "t-ticket:t1", "hello"))) {
      house.apply();
      platform.touch("user", requireNonNull(platform.idOf("user", "jk-u2")), "name", "Bobby");
      Undo.Undone undone = undo(house, UndoScope.ALL);
      assertThat(undone).isEqualTo(new Undo.Undone(2, 1, 0));
      assertThat(platform.idOf("user", "jk-u1")).isNull();
      assertThat(platform.all("user")).hasSize(1);
      assertThat(platform.all("comment")).isEmpty();
    }
  }

  @Test
  void a_created_record_is_suspended_where_the_platform_never_restores_a_deleted_one() {
    platform.insteadOfDelete.put("user", set("suspended", "true"));
    try (House house =
        house().planned(create("u1", "user", set("name", "Ann"), Decision.UndoClass.COMPENSATED))) {
      house.apply();
      Undo.Undone undone = undo(house, UndoScope.ALL);
      assertThat(undone).isEqualTo(new Undo.Undone(1, 0, 0));
      String id = requireNonNull(platform.idOf("user", "jk-u1"));
      assertThat(platform.fields("user", id).path("suspended").asText()).isEqualTo("true");
    }
  }

  @Test
  void undo_can_be_narrowed_to_one_record_and_to_a_span_of_time() {
    try (House house =
        house()
            .planned(
                update("d1", "s1", "v1", set("status", "solved")),
                update("d2", "s2", "v1", set("status", "solved")))) {
      house.apply();
      assertThat(
              house
                  .undo
                  .preview(new UndoScope(null, time.instant().plusSeconds(1), null, null, false))
                  .lines())
          .isEmpty();
      undo(house, UndoScope.ALL.ofRecord("ticket", "s2"));
      assertThat(List.of(status("s1"), status("s2"))).containsExactly("solved", "open");
    }
  }

  @Test
  void a_lost_answer_during_undo_is_settled_and_nothing_is_undone_twice() {
    try (House house = house().planned(update("d1", "s1", "v1", set("status", "solved")))) {
      house.apply();
      platform.faults = (object, writes) -> FakePlatform.Fault.LOST_AFTER;
      assertThat(undo(house, UndoScope.ALL).restored()).isEqualTo(1);
      platform.faults = (object, writes) -> FakePlatform.Fault.NONE;
      assertThat(undo(house, UndoScope.ALL)).isEqualTo(new Undo.Undone(0, 0, 0));
      assertThat(platform.ledger).hasSize(2);
    }
  }
}
