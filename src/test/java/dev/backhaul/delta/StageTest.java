package dev.backhaul.delta;

import static dev.backhaul.delta.Delta.after;
import static dev.backhaul.delta.Delta.changed;
import static dev.backhaul.delta.Delta.deleted;
import static dev.backhaul.delta.Delta.item;
import static dev.backhaul.delta.Delta.merged;
import static dev.backhaul.delta.Delta.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.backhaul.json.Json;
import dev.backhaul.platform.Change;
import dev.backhaul.platform.ChangesPage;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.LostLeaseException;
import dev.backhaul.store.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Reading the delta: nothing skipped, nothing twice, nothing by a writer who lost its right. */
@ParameterizedClass
@EnumSource(Stores.class)
class StageTest {
  @Parameter Stores engine;
  @TempDir Path folder;
  private Delta delta;

  @BeforeEach
  void open() {
    delta = new Delta(engine, folder);
  }

  @AfterEach
  void close() {
    delta.close();
  }

  private static Change one(String id, String version, long at) {
    return changed(item(id, version, "s" + id, Json.object().put("v", version)), at);
  }

  private Cursor cursor() {
    return new Cursors(delta.store).find("ticket").orElseThrow();
  }

  private Change.Kind kind(String id) {
    return delta.staged.find("ticket", id).orElseThrow().kind();
  }

  @Test
  void the_first_page_is_asked_from_the_cutover() {
    assertThat(delta.stage.next("ticket", 100).since()).isEqualTo(Delta.CUTOVER);
    assertThat(delta.stage.next("ticket", 100).resume()).isNull();
  }

  @Test
  void the_cursor_stands_behind_the_page_that_was_staged() {
    assertThat(delta.stage.page("ticket", page(true, "p1", one("1", "a", 1)))).isTrue();

    assertThat(delta.stage.next("ticket", 100).resume()).isEqualTo(TextNode.valueOf("p1"));
    assertThat(delta.staged.counts()).containsEntry("ticket", 1L);
  }

  @Test
  void a_finished_sweep_is_followed_by_one_that_overlaps_it() {
    delta.stage.page("ticket", page(true, "p1", one("1", "a", 1)));
    assertThat(delta.stage.page("ticket", page(false, "p2", one("2", "a", 2)))).isFalse();

    assertThat(cursor().sweep()).isEqualTo(1);
    assertThat(cursor().lastNew()).isEqualTo(2);
    assertThat(delta.stage.next("ticket", 100).since()).isEqualTo(after(7200).minusSeconds(120));
  }

  @Test
  void a_sweep_that_finds_nothing_new_agrees_with_the_one_before() {
    delta.sweep("ticket", one("1", "a", 1), one("2", "a", 1));
    assertThat(cursor().lastNew()).isEqualTo(2);

    delta.sweep("ticket", one("1", "a", 1), one("2", "b", 5));
    assertThat(cursor().lastNew()).isEqualTo(1);

    delta.sweep("ticket", one("1", "a", 1), one("2", "b", 5));
    assertThat(cursor().lastNew()).isZero();
    assertThat(cursor().sweep()).isEqualTo(3);
  }

  @Test
  void a_page_delivered_twice_changes_nothing() {
    ChangesPage first = page(true, "p1", one("1", "a", 1));
    delta.stage.page("ticket", first);
    Cursor before = cursor();
    delta.stage.page("ticket", first);
    assertThat(cursor()).isEqualTo(before);

    ChangesPage last = page(false, "p2", one("2", "a", 1));
    delta.stage.page("ticket", last);
    Cursor ended = cursor();
    delta.stage.page("ticket", last);
    assertThat(cursor()).as("not a second sweep that agrees").isEqualTo(ended);
  }

  @Test
  void a_writer_who_lost_its_lease_changes_neither_rows_nor_cursor() {
    delta.stage.page("ticket", page(true, "p1", one("1", "a", 1)));
    delta.time.pass(Duration.ofMinutes(3));
    assertThat(delta.leases.acquire("rollback", "another", Duration.ofMinutes(2))).isPresent();

    assertThatThrownBy(() -> delta.stage.page("ticket", page(true, "p2", one("2", "a", 1))))
        .isInstanceOf(LostLeaseException.class);

    assertThat(delta.staged.counts()).containsEntry("ticket", 1L);
    assertThat(cursor().resume()).isEqualTo(TextNode.valueOf("p1"));
  }

  @Test
  void a_page_that_cannot_be_staged_whole_leaves_the_cursor_where_it_was() {
    delta.stage.page("ticket", page(true, "p1", one("1", "a", 1)));
    Change broken =
        new Change(Change.Kind.CHANGED, item("2", "a", null, Json.object()), after(1), null);
    Stage failing =
        new Stage(
            delta.store,
            delta.staged,
            delta.fence,
            delta.time,
            dev.backhaul.progress.Progress.NONE,
            Delta.CUTOVER,
            Duration.ZERO,
            (object, item) -> null,
            point -> {
              if (point == CrashPoint.Step.CURSOR.committing()) {
                throw new IllegalStateException("cannot");
              }
            });

    assertThatThrownBy(() -> failing.page("ticket", page(true, "p2", broken, one("3", "a", 1))))
        .isInstanceOf(IllegalStateException.class);

    assertThat(cursor().resume()).isEqualTo(TextNode.valueOf("p1"));
    assertThat(delta.staged.find("ticket", "2")).isEmpty();
  }

  @Test
  void a_deleted_record_is_not_resurrected_by_an_older_change_that_comes_late() {
    delta.sweep("ticket", one("1", "a", 1), deleted("1", "s1", 50));

    delta.sweep("ticket", one("1", "b", 49));

    assertThat(kind("1")).isEqualTo(Change.Kind.DELETED);
  }

  @Test
  void a_record_restored_after_its_deletion_lives_again() {
    delta.sweep("ticket", deleted("1", "s1", 50));

    delta.sweep("ticket", one("1", "c", 60));

    assertThat(kind("1")).isEqualTo(Change.Kind.CHANGED);
  }

  @Test
  void a_merge_is_final_so_that_sweeps_come_to_agree() {
    delta.sweep("ticket", merged("1", "s1", "2", 50));

    delta.sweep("ticket", deleted("1", "s1", 50), one("1", "z", 99), merged("1", "s1", "2", 50));

    assertThat(kind("1")).isEqualTo(Change.Kind.MERGED);
    assertThat(delta.staged.find("ticket", "1").orElseThrow().mergedInto()).isEqualTo("2");
    assertThat(cursor().lastNew()).isZero();
  }

  @Test
  void objects_have_cursors_of_their_own() {
    delta.sweep("ticket", one("1", "a", 1));
    delta.stage.page("contact", page(true, "c1"));

    assertThat(new Cursors(delta.store).all())
        .extracting(Cursor::object)
        .containsExactly("contact", "ticket");
    assertThat(new Cursors(delta.store).all())
        .extracting(Cursor::midSweep)
        .containsExactly(true, false);
  }

  @Test
  void pages_follow_each_other_in_id_order_without_gap_or_overlap() {
    delta.sweep("ticket", one("3", "a", 1), one("1", "a", 1), one("20", "a", 1), one("10", "a", 1));

    List<StagedRecord> first = delta.staged.page("ticket", "", 3);
    List<StagedRecord> second = delta.staged.page("ticket", first.get(2).id(), 3);

    assertThat(first).extracting(StagedRecord::id).containsExactly("1", "10", "20");
    assertThat(second).extracting(StagedRecord::id).containsExactly("3");
    assertThat(delta.staged.page("ticket", "3", 3)).isEmpty();
  }

  @Test
  void a_join_key_is_doubled_only_among_live_records_of_one_object() {
    delta.sweep(
        "ticket",
        changed(item("1", "a", "s1", Json.object()), 1),
        changed(item("2", "a", "s1", Json.object()), 1),
        changed(item("3", "a", "s3", Json.object()), 1),
        deleted("4", "s3", 1),
        changed(item("5", "a", null, Json.object()), 1),
        changed(item("6", "a", null, Json.object()), 1));
    delta.sweep("contact", changed(item("7", "a", "s3", Json.object()), 1));

    assertThat(delta.staged.duplicateJoinKeys("ticket")).containsExactly("s1");
  }

  @Test
  void children_come_oldest_first_whatever_their_kind_of_record() {
    delta.sweep("note", child("n2", 30), child("n1", 10), deleted("n9", null, 5));
    delta.sweep("email", child("e1", 20));

    assertThat(delta.staged.children("ticket:1"))
        .extracting(StagedRecord::id)
        .containsExactly("n1", "e1", "n2");
    assertThat(delta.staged.children("ticket:2")).isEmpty();
  }

  private static Change child(String id, long created) {
    return new Change(
        Change.Kind.CHANGED,
        new dev.backhaul.platform.Item(
            id, null, "v", after(created), null, Json.object().put("parent", "1")),
        after(created),
        null);
  }

  @Test
  void a_staged_record_never_prints_its_fields() {
    delta.sweep(
        "ticket", changed(item("1", "a", "s1", Json.object().put("name", "Ann Secret")), 1));

    assertThat(delta.staged.find("ticket", "1").orElseThrow().toString()).doesNotContain("Ann");
  }
}
