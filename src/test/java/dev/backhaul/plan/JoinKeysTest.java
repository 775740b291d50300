package dev.backhaul.plan;

import static dev.backhaul.delta.Delta.MIGRATION;
import static dev.backhaul.delta.Delta.PERSON;
import static dev.backhaul.plan.PlanWorld.wrote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.delta.Delta;
import dev.backhaul.delta.IdMap;
import dev.backhaul.platform.Change;
import dev.backhaul.platform.HistoryEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records whose join key cannot be trusted are never written, nor is an object with too many of
 * them.
 */
class JoinKeysTest {
  @TempDir Path folder;
  private PlanWorld world;

  @BeforeEach
  void open() {
    world = new PlanWorld(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static HistoryEvent edit(String id) {
    return wrote(id, "subject", "new", 60, PERSON);
  }

  /** Tickets loaded soundly, each with an edit. */
  private List<HistoryEvent> sound(int from, int count) {
    List<HistoryEvent> events = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      String id = "t" + i;
      world.inSource("ticket", "" + i, "s1", -500, "{'subject':'old','status':'open'}");
      world.inDelta("ticket", id, "v1", "" + i, "{'subject':'new'}");
      events.add(wrote(id, "zendesk_id", "" + i, -60, MIGRATION));
      events.add(wrote(id, "subject", "old", -60, MIGRATION));
      events.add(edit(id));
    }
    return events;
  }

  /** Tickets whose key a person changed. */
  private List<HistoryEvent> spoiled(int from, int count) {
    List<HistoryEvent> events = sound(from, count);
    for (int i = from; i < from + count; i++) {
      events.add(wrote("t" + i, "zendesk_id", "" + i, 70, PERSON));
    }
    return events;
  }

  private void plan(List<HistoryEvent> events) {
    world.proven("ticket", events.toArray(HistoryEvent[]::new));
    world.plan();
  }

  @Test
  void a_record_with_an_edited_key_is_held_and_the_others_go_on() {
    List<HistoryEvent> events = sound(1, 20);
    events.addAll(spoiled(21, 1));
    plan(events);

    assertThat(world.question("ticket:t21").code()).isEqualTo("JOIN_KEY_EDITED");
    assertThat(world.decision("ticket:t21").state()).isEqualTo(Decision.State.HELD);
    assertThat(world.ready()).hasSize(20);
  }

  @Test
  void a_bad_key_stays_bad_however_often_one_plans_and_whoever_asked_for_the_record() {
    List<HistoryEvent> events = sound(1, 20);
    events.addAll(spoiled(21, 1));
    plan(events);
    world.pair("ticket", "t21", "ticket", "21", IdMap.Origin.MIGRATION);

    world.plan();

    assertThat(world.decision("ticket:t21").state()).isEqualTo(Decision.State.HELD);
  }

  @Test
  void a_person_s_word_outweighs_the_key() {
    List<HistoryEvent> events = sound(1, 20);
    events.addAll(spoiled(21, 1));
    world.pair("ticket", "t21", "ticket", "21", IdMap.Origin.LINKED);
    plan(events);

    assertThat(world.codes()).isEmpty();
    assertThat(world.decision("ticket:t21").kind()).isEqualTo(Decision.Kind.UPDATE);
  }

  @Test
  void two_records_with_one_key_are_both_held() {
    List<HistoryEvent> events = sound(1, 30);
    world.inDelta("ticket", "t99", "v1", "30", "{'subject':'new'}");
    events.add(edit("t99"));
    plan(events);

    assertThat(world.codes()).containsExactly("JOIN_KEY_DUPLICATED", "JOIN_KEY_DUPLICATED");
    assertThat(world.decision("ticket:t30").state()).isEqualTo(Decision.State.HELD);
  }

  @Test
  void a_loaded_record_without_a_key_is_held() {
    List<HistoryEvent> events = sound(1, 20);
    world.delta.sweep(
        "ticket",
        new Change(
            Change.Kind.CHANGED,
            Delta.item("t50", "v1", null, PlanWorld.json("{'properties':{'subject':'new'}}")),
            Delta.after(100),
            null));
    events.add(wrote("t50", "subject", "old", -60, MIGRATION));
    plan(events);

    assertThat(world.question("ticket:t50").code()).isEqualTo("JOIN_KEY_MISSING");
  }

  @Test
  void too_many_bad_keys_refuse_the_whole_object_under_one_cause() {
    List<HistoryEvent> events = sound(1, 20);
    events.addAll(spoiled(21, 10));
    plan(events);

    assertThat(world.questions.groups())
        .singleElement()
        .matches(group -> group.code().equals("JOIN_KEYS_UNSOUND"))
        .matches(group -> group.questions() == 30 && group.holding() == 30)
        .matches(group -> group.choices().equals(List.of("skip")));
    assertThat(world.ready()).isEmpty();
  }

  @Test
  void children_of_a_refused_object_are_refused_with_it() {
    List<HistoryEvent> events = sound(1, 20);
    events.addAll(spoiled(21, 10));
    world.inDelta("note", "n1", "v1", null, "{'parent':'t1','body':'hello'}");
    world.proven("note", wrote("n1", "body", "hello", 60, PERSON));
    plan(events);

    assertThat(world.question("note:n1").code()).isEqualTo("JOIN_KEYS_UNSOUND");
    assertThat(world.ready()).isEmpty();
  }

  @Test
  void the_share_is_of_the_records_that_the_target_holds_where_it_can_count() {
    world.maxBad = 0.01;
    world.target.live = 2000L;
    List<HistoryEvent> events = sound(1, 20);
    events.addAll(spoiled(21, 10));
    plan(events);

    assertThat(world.codes()).hasSize(10).containsOnly("JOIN_KEY_EDITED");
    assertThat(world.target.asked.stream().filter(ask -> ask.endsWith("count"))).hasSize(1);
  }

  @Test
  void the_target_is_not_asked_to_count_while_all_keys_are_sound() {
    plan(sound(1, 5));

    assertThat(world.target.asked).noneMatch(ask -> ask.endsWith("count"));
  }

  @Test
  void a_tiny_object_is_refused_when_more_than_a_tenth_of_its_keys_are_bad() {
    List<HistoryEvent> events = sound(1, 4);
    events.addAll(spoiled(5, 2));
    plan(events);

    assertThat(world.codes()).hasSize(6).containsOnly("JOIN_KEYS_UNSOUND");
  }
}
