package dev.backhaul.parity;

import static dev.backhaul.parity.Aftermath.decision;
import static dev.backhaul.parity.Aftermath.item;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.delta.IdMap;
import dev.backhaul.journal.Op;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.Decision.Kind;
import dev.backhaul.plan.Decision.State;
import dev.backhaul.platform.Item;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ParityTest {
  @TempDir Path folder;
  private Aftermath house;

  @BeforeEach
  void open() {
    house = new Aftermath(folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static ObjectNode priority(String value) {
    return Json.object().put("priority", value);
  }

  private static ObjectNode child(String parent) {
    return Json.object().put("parent", parent).put("body", "hello");
  }

  /** Ticket 1 came home as ticket 11 of the source; the target was swept until nothing was new. */
  private void oneHome() {
    house.sweep("ticket", item("1", priority("LOW")));
    house.sweep("ticket");
    house.target.counts.put("ticket", 1L);
    house.decide(
        decision("ticket:1", "ticket", Kind.UPDATE, State.APPLIED, "11", null, priority("low")));
    house.wrote("ticket:1", Op.UPDATE, "ticket", "11", null, priority("low"));
    house.source.put("ticket", "11", "s2", priority("low"));
  }

  @Test
  void a_run_that_brought_everything_home_is_closed() {
    oneHome();
    ParityReport report = house.parity("ticket").check();
    assertThat(report.openEnds()).isEmpty();
    assertThat(report.closed()).isTrue();
    assertThat(report.rows().get(0).home()).isEqualTo(1);
    assertThat(report.writes().get(0).equal()).isEqualTo(1);
    assertThat(report.counts().get(0).gap()).isZero();
    assertThat(report.reads().get(0).settled()).isTrue();
  }

  @Test
  void a_staged_record_without_a_decision_is_a_loss_and_named() {
    oneHome();
    house.sweep("ticket", item("2", priority("HIGH")));
    house.sweep("ticket");
    house.target.counts.put("ticket", 2L);
    ParityReport report = house.parity("ticket").check();
    assertThat(report.unexplained()).isEqualTo(1);
    assertThat(report.closed()).isFalse();
    assertThat(report.rows().get(0).lost()).containsExactly("ticket:2");
    assertThat(report.openEnds()).singleElement().asString().contains("ticket:2");
  }

  @Test
  void every_record_stands_in_exactly_one_column() {
    List<Item> items = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      items.add(item("" + i, priority("LOW")));
    }
    house.sweep("ticket", items.toArray(Item[]::new));
    house.sweep(
        "note",
        item("1", child("ticket:1")),
        item("6", child("ticket:6")),
        item("7", child("ticket:7")));
    house.decide(
        decision("ticket:1", "ticket", Kind.CREATE, State.APPLIED, null, null, priority("low")),
        decision("ticket:2", "ticket", Kind.NONE, State.READY, "12", null, Json.object()),
        decision("ticket:3", "ticket", Kind.UPDATE, State.HELD, "13", null, priority("low")),
        decision("ticket:4", "ticket", Kind.UPDATE, State.REFUSED, "14", null, priority("low")),
        decision("ticket:5", "ticket", Kind.UPDATE, State.UNDONE, "15", null, priority("low")),
        decision("ticket:6", "ticket", Kind.CREATE, State.READY, null, null, priority("low")),
        decision("ticket:7", "ticket", Kind.CREATE, State.APPLIED, null, null, priority("low")),
        decision("ticket:8", "ticket", Kind.UPDATE, State.APPLIED, "18", null, priority("low")),
        decision("ticket:9", "ticket", Kind.UPDATE, State.HELD, "19", null, priority("low")),
        decision("note:1", "comment", Kind.NONE, State.READY, null, "ticket:1", child("x")),
        decision("note:6", "comment", Kind.NONE, State.READY, null, "ticket:6", child("x")),
        decision("note:7", "comment", Kind.NONE, State.READY, null, "ticket:7", child("x")));
    house.wrote("ticket:1", Op.CREATE, "ticket", "101", null, priority("low"));
    house.link("ticket:1", "ticket", "101", IdMap.Origin.CREATED);
    house.link("note:1", "comment", "in:101", IdMap.Origin.CARRIED);
    house.ask("ticket:3", "CONFLICT", true);
    house.ask("ticket:8", "FIELD", false);

    ParityReport report = house.parity("ticket", "note").check();

    ParityRow tickets = report.rows().get(0);
    assertThat(tickets)
        .isEqualTo(new ParityRow("ticket", 9, 2, 0, 1, 1, 1, 2, 1, 2, List.of("ticket:7")));
    assertThat(tickets.unexplained()).as("claims to be home without a trace").isEqualTo(1);
    ParityRow notes = report.rows().get(1);
    assertThat(notes)
        .isEqualTo(new ParityRow("note", 3, 0, 1, 0, 0, 0, 1, 0, 0, List.of("note:7")));
    assertThat(notes.unexplained()).as("its parent is home, it is not").isEqualTo(1);
  }

  @Test
  void a_record_that_moved_after_it_was_decided_waits_for_the_next_plan() {
    oneHome();
    house.decide(decision("ticket:1", "ticket", Kind.NONE, State.READY, "11", null, Json.object()));
    house.sweep("ticket", new Item("1", "jk", "t2", null, null, priority("HIGH")));
    house.sweep("ticket");
    ParityRow row = house.parity("ticket").check().rows().get(0);
    assertThat(row.waiting()).isEqualTo(1);
    assertThat(row.unexplained()).isZero();
  }

  @Test
  void a_value_that_somebody_changed_since_is_counted_and_closes_the_account() {
    oneHome();
    house.source.put("ticket", "11", "s3", priority("urgent"));
    ParityReport report = house.parity("ticket").check();
    assertThat(report.writes().get(0).changedSince()).isEqualTo(1);
    assertThat(report.writes().get(0).equal()).isZero();
    assertThat(report.closed()).isTrue();
  }

  @Test
  void another_value_in_a_record_nobody_touched_is_our_own_mistake() {
    oneHome();
    house.source.put("ticket", "11", "s2", priority("urgent"));
    ParityReport report = house.parity("ticket").check();
    assertThat(report.writes().get(0).differs()).isEqualTo(1);
    assertThat(report.openEnds()).singleElement().asString().contains("ticket:11");
  }

  @Test
  void a_later_write_of_ours_does_not_make_the_earlier_one_look_changed() {
    oneHome();
    house.wrote("ticket:1", Op.UPDATE, "ticket", "11", null, priority("high"));
    house.source.put("ticket", "11", "s3", priority("high"));
    WriteRow row = house.parity("ticket").check().writes().get(0);
    assertThat(row.written()).isEqualTo(2);
    assertThat(row.equal()).isEqualTo(2);
    assertThat(row.doubled()).as("two updates are no double write").isZero();
  }

  @Test
  void a_record_that_is_gone_keeps_the_account_open() {
    oneHome();
    house.source.remove("ticket", "11");
    ParityReport report = house.parity("ticket").check();
    assertThat(report.writes().get(0).gone()).isEqualTo(1);
    assertThat(report.closed()).isFalse();
  }

  @Test
  void an_appended_comment_is_found_among_its_parents_children() {
    oneHome();
    ObjectNode body = Json.object().put("body", "hello");
    house.wrote("note:1", Op.APPEND, "comment", "c1", "11", body);
    house.wrote("note:2", Op.APPEND, "comment", "c2", "11", body);
    house.source.child("comment", "c1", "11", body);
    WriteRow comments = house.parity("ticket").check().writes().get(0);
    assertThat(comments.object()).isEqualTo("comment");
    assertThat(comments.equal()).isEqualTo(1);
    assertThat(comments.gone()).isEqualTo(1);
    assertThat(comments.look()).containsExactly("comment:c2");
  }

  @Test
  void children_that_travelled_inside_a_create_are_counted_in_the_source() {
    oneHome();
    house.wrote("ticket:2", Op.CREATE, "ticket", "12", null, priority("low"), 2);
    house.source.put("ticket", "12", "s2", priority("low"));
    house.link("note:1", "comment", "in:12", IdMap.Origin.CARRIED);
    house.link("note:2", "comment", "in:12", IdMap.Origin.CARRIED);
    house.source.child("comment", "c1", "12", Json.object());
    ParityReport report = house.parity("ticket").check();
    WriteRow comments = report.writes().get(0);
    assertThat(comments.carried()).isEqualTo(2);
    assertThat(comments.carriedFound()).isEqualTo(1);
    assertThat(report.openEnds()).singleElement().asString().contains("1 children");
    house.source.child("comment", "c2", "12", Json.object());
    assertThat(house.parity("ticket").check().closed()).isTrue();
  }

  @Test
  void what_was_suspended_instead_of_deleted_counts_as_written_while_nobody_touches_it() {
    oneHome();
    house.wrote("ticket:1", Op.DELETE, "ticket", "11", null, Json.object());
    assertThat(house.parity("ticket").check().writes().get(0).equal()).isEqualTo(2);
    house.source.put("ticket", "11", "s9", priority("low"));
    assertThat(house.parity("ticket").check().writes().get(0).changedSince()).isEqualTo(1);
  }

  @Test
  void a_write_that_was_undone_is_no_longer_looked_for() {
    oneHome();
    var created = house.wrote("ticket:2", Op.CREATE, "ticket", "12", null, priority("low"));
    house.store.useTransaction(
        tx ->
            house.journal.move(tx, created, dev.backhaul.journal.State.RESTORED, created.trace()));
    WriteRow row = house.parity("ticket").check().writes().get(0);
    assertThat(row.written()).isEqualTo(1);
    assertThat(row.gone()).isZero();
  }

  @Test
  void a_record_created_twice_is_counted() {
    oneHome();
    house.wrote("ticket:1", Op.CREATE, "ticket", "21", null, priority("low"));
    house.wrote("ticket:1", Op.CREATE, "ticket", "22", null, priority("low"));
    house.source.put("ticket", "21", "s2", priority("low"));
    house.source.put("ticket", "22", "s2", priority("low"));
    ParityReport report = house.parity("ticket").check();
    assertThat(report.writes().get(0).doubled()).isEqualTo(1);
    assertThat(report.closed()).isFalse();
  }

  @Test
  void a_record_the_platform_counts_and_the_delta_lacks_keeps_the_account_open() {
    oneHome();
    house.target.counts.put("ticket", 3L);
    ParityReport report = house.parity("ticket").check();
    assertThat(report.counts().get(0).gap()).isEqualTo(2);
    assertThat(report.openEnds()).singleElement().asString().contains("counts 3");
  }

  @Test
  void what_the_platform_cannot_count_is_said_in_the_manifests_words() {
    oneHome();
    CountRow messages = house.parity("ticket", "message").check().counts().get(1);
    assertThat(messages.platform()).isNull();
    assertThat(messages.gap()).isNull();
    assertThat(messages.says()).isNotBlank();
    assertThat(messages.uncounted()).containsExactly("created", "changed", "deleted", "merged");
    assertThat(messages.blindSpots()).isNotEmpty();
  }

  @Test
  void a_delta_whose_last_sweep_found_something_is_not_final() {
    house.sweep("ticket");
    house.sweep("ticket", item("1", priority("LOW")));
    house.target.counts.put("ticket", 1L);
    house.decide(decision("ticket:1", "ticket", Kind.NONE, State.READY, "11", null, Json.object()));
    ParityReport report = house.parity("ticket").check();
    assertThat(report.openEnds()).singleElement().asString().contains("the last found 1 new");
  }

  @Test
  void records_are_read_in_pages_however_many_there_are() {
    List<Item> items = new ArrayList<>();
    List<Decision> rows = new ArrayList<>();
    for (int i = 0; i < 1203; i++) {
      items.add(item("" + i, priority("LOW")));
      rows.add(
          decision(
              "ticket:" + i, "ticket", Kind.UPDATE, State.APPLIED, "s" + i, null, priority("low")));
    }
    house.sweep("ticket", items.toArray(Item[]::new));
    house.decide(rows.toArray(Decision[]::new));
    for (int i = 0; i < 450; i++) {
      house.wrote("ticket:" + i, Op.UPDATE, "ticket", "s" + i, null, priority("low"));
      house.source.put("ticket", "s" + i, "s2", priority("low"));
    }
    ParityReport report = house.parity("ticket").check();
    assertThat(report.rows().get(0).home()).isEqualTo(1203);
    assertThat(report.writes().get(0).equal()).isEqualTo(450);
    assertThat(house.source.largestRead).isLessThanOrEqualTo(200);
  }

  @Test
  void the_report_as_json_says_whether_it_is_closed() {
    oneHome();
    JsonNode json = house.parity("ticket").check().toJson();
    assertThat(json.path("closed").asBoolean()).isTrue();
    assertThat(json.path("rows").path(0).path("unexplained").asLong(-1)).isZero();
    assertThat(json.path("reads").path(0).path("until").asText()).isEqualTo("2026-03-09T05:58:00Z");
    assertThat(json.path("reads").path(0).path("lag").asText()).isEqualTo("PT2M");
  }
}
