package dev.backhaul.delta;

import static dev.backhaul.delta.Delta.changed;
import static dev.backhaul.delta.Delta.item;
import static dev.backhaul.delta.Delta.wrote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backhaul.json.Json;
import dev.backhaul.manifest.WriterClass;
import dev.backhaul.platform.Change;
import dev.backhaul.platform.Item;
import dev.backhaul.progress.Progress;
import dev.backhaul.store.LostLeaseException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the histories of staged records prove, and when they must be read again. */
class EvidenceTest {
  @TempDir Path folder;
  private Delta delta;

  @BeforeEach
  void open() {
    delta = new Delta(folder);
  }

  @AfterEach
  void close() {
    delta.close();
  }

  private void stage(String id, String version, String by) {
    delta.sweep("ticket", changed(item(id, version, null, Json.object().put("by", by)), 10));
  }

  private RecordEvidence of(String id) {
    List<StagedRecord> page = List.of(delta.staged.find("ticket", id).orElseThrow());
    return delta.evidence.of("ticket", page).getOrDefault(id, RecordEvidence.NONE);
  }

  @Test
  void the_creator_is_whoever_wrote_first_whatever_the_order_of_events() {
    stage("1", "a", "");

    delta.prove(
        "ticket",
        wrote("1", "subject", "x", 60, Delta.PERSON),
        wrote("1", "status", "new", -60, Delta.MIGRATION));

    assertThat(of("1").creator()).isEqualTo(dev.backhaul.delta.WriterClass.MIGRATION);
    assertThat(of("1").field("subject")).isNotNull();
    assertThat(of("1").field("nowhere")).isNull();
  }

  @Test
  void values_are_put_in_time_order_before_they_are_judged() {
    stage("1", "a", "");

    delta.prove(
        "ticket",
        wrote("1", "subject", "b", 60, Delta.PERSON),
        wrote("1", "subject", "a", -60, Delta.MIGRATION));

    FieldEvidence subject = java.util.Objects.requireNonNull(of("1").fields().get("subject"));
    assertThat(subject.state()).isEqualTo(FieldEvidence.State.EDITED);
    assertThat(subject.value().asText()).isEqualTo("b");
  }

  @Test
  void a_record_without_history_is_its_creator_s_as_the_record_says() {
    stage("1", "a", "billing");
    stage("2", "a", "");

    delta.prove("ticket");

    assertThat(of("1").creator()).isEqualTo(dev.backhaul.delta.WriterClass.INTEGRATION);
    assertThat(of("2").creator()).isEqualTo(dev.backhaul.delta.WriterClass.UNKNOWN);
  }

  @Test
  void who_created_a_record_is_judged_by_the_rules_of_its_creation_not_of_its_last_change() {
    Writers until =
        new Writers(
            List.of(
                Delta.rule("shared", null, Delta.CUTOVER, WriterClass.MIGRATION),
                Delta.rule("shared", null, null, WriterClass.PEOPLE)));
    Evidence evidence =
        new Evidence(
            delta.store,
            delta.staged,
            until,
            delta.fence,
            Progress.NONE,
            record -> Delta.app("shared"));
    stage("1", "a", "");
    StagedRecord loadedThenChanged = delta.staged.find("ticket", "1").orElseThrow();

    RecordEvidence proven = evidence.prove(loadedThenChanged, List.of());

    assertThat(proven.creator()).isEqualTo(dev.backhaul.delta.WriterClass.MIGRATION);
    assertThat(proven.editor()).isEqualTo(dev.backhaul.delta.WriterClass.PEOPLE);
    assertThat(RecordEvidence.fromJson(proven.toJson())).isEqualTo(proven);
  }

  @Test
  void history_is_read_once_for_each_version_of_a_record() {
    stage("1", "a", "");
    stage("2", "a", "");
    assertThat(delta.evidence.wanted("ticket", 1)).hasSize(1);

    delta.prove("ticket");
    assertThat(delta.evidence.wanted("ticket", 10)).isEmpty();

    stage("2", "b", "");
    assertThat(delta.evidence.wanted("ticket", 10))
        .extracting(StagedRecord::id)
        .containsExactly("2");
  }

  @Test
  void a_record_that_moved_while_its_history_was_read_is_wanted_again() {
    stage("1", "a", "");
    List<StagedRecord> page = delta.evidence.wanted("ticket", 10);
    stage("1", "b", "");

    delta.evidence.keep("ticket", page, List.of());

    assertThat(delta.evidence.wanted("ticket", 10))
        .extracting(StagedRecord::version)
        .containsExactly("b");
  }

  @Test
  void a_page_asks_for_exactly_its_records() {
    stage("1", "a", "");
    stage("2", "a", "");

    assertThat(delta.evidence.request(delta.evidence.wanted("ticket", 10)).ids())
        .containsExactly("1", "2");
    assertThat(delta.evidence.of("ticket", List.of())).isEmpty();
  }

  @Test
  void a_writer_who_lost_its_lease_proves_nothing() {
    stage("1", "a", "");
    delta.time.pass(Duration.ofMinutes(3));
    assertThat(delta.leases.acquire("rollback", "another", Duration.ofMinutes(2))).isPresent();

    assertThatThrownBy(() -> delta.prove("ticket")).isInstanceOf(LostLeaseException.class);
    assertThat(delta.evidence.wanted("ticket", 10)).hasSize(1);
  }

  @Test
  void a_record_that_does_not_say_when_it_was_created_counts_as_of_its_change() {
    delta.sweep(
        "ticket",
        new Change(
            Change.Kind.CHANGED,
            new Item("9", null, "a", null, null, Json.object().put("by", "billing")),
            Delta.after(10),
            null));

    delta.prove("ticket");

    assertThat(of("9").creator()).isEqualTo(dev.backhaul.delta.WriterClass.INTEGRATION);
  }
}
