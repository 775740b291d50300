package dev.backhaul.delta;

import static dev.backhaul.delta.Delta.CUTOVER;
import static dev.backhaul.delta.Delta.PERSON;
import static dev.backhaul.delta.Delta.wrote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backhaul.json.Json;
import dev.backhaul.platform.HistoryEvent;
import dev.backhaul.platform.Item;
import dev.backhaul.store.LostLeaseException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S0 and S1 of the source's records, and the pairs of both systems. */
class OriginalsTest {
  @TempDir Path folder;
  private Delta delta;
  private final List<String> histories = new ArrayList<>();

  @BeforeEach
  void open() {
    delta = new Delta(folder);
  }

  @AfterEach
  void close() {
    delta.close();
  }

  private Original read(
      String subject, String version, @Nullable Instant updated, HistoryEvent... events) {
    Item item =
        new Item("7", null, version, Delta.LOADED, updated, Json.object().put("subject", subject));
    delta.originals.keep(
        "ticket",
        List.of(item),
        ids -> {
          histories.addAll(ids);
          return List.of(events);
        });
    return java.util.Objects.requireNonNull(delta.originals.of("ticket", Set.of("7")).get("7"));
  }

  private static @Nullable String subject(
      com.fasterxml.jackson.databind.node.@Nullable ObjectNode s0) {
    return s0 == null ? null : s0.path("subject").asText();
  }

  @Test
  void a_record_not_changed_since_cutover_is_its_own_original() {
    Original original = read("a", "1", CUTOVER);

    assertThat(subject(original.s0())).isEqualTo("a");
    assertThat(original.s0From()).isEqualTo("unchanged since cutover");
    assertThat(histories).as("no history is read for it").isEmpty();
  }

  @Test
  void a_record_changed_since_is_walked_back_through_its_history() {
    Original original =
        read(
            "b",
            "2",
            CUTOVER.plusSeconds(60),
            wrote("7", "subject", "a", -500, PERSON),
            wrote("7", "subject", "b", 60, PERSON));

    assertThat(subject(original.s0())).isEqualTo("a");
    assertThat(subject(original.s1())).isEqualTo("b");
    assertThat(original.s0From()).contains("walked back");
  }

  @Test
  void a_history_that_does_not_reach_back_to_cutover_leaves_the_original_unknown() {
    Original original =
        read("b", "2", CUTOVER.plusSeconds(60), wrote("7", "subject", "b", 60, PERSON));

    assertThat(original.s0()).isNull();
    assertThat(original.s0From()).contains("no history that reaches back");
  }

  @Test
  void a_record_without_any_history_or_time_of_change_leaves_the_original_unknown() {
    assertThat(read("b", "2", null).s0()).isNull();
  }

  @Test
  void the_original_is_settled_at_the_first_read_and_never_again() {
    read("a", "1", CUTOVER);

    Original later = read("ours", "2", CUTOVER.plusSeconds(900));

    assertThat(subject(later.s0())).isEqualTo("a");
    assertThat(subject(later.s1())).isEqualTo("ours");
    assertThat(later.version()).isEqualTo("2");
    assertThat(histories).isEmpty();
  }

  @Test
  void an_unknown_original_stays_unknown() {
    read("b", "2", CUTOVER.plusSeconds(60));

    assertThat(read("b", "3", CUTOVER.minusSeconds(1)).s0()).isNull();
  }

  @Test
  void a_record_that_this_rollback_created_begins_as_it_was_first_read_back() {
    put("77", "7", IdMap.Origin.CREATED);

    Original original = read("born", "1", CUTOVER.plusSeconds(900));

    assertThat(subject(original.s0())).isEqualTo("born");
    assertThat(original.s0From()).isEqualTo("created by this rollback");
    assertThat(histories).isEmpty();
    assertThat(subject(read("edited there", "2", CUTOVER.plusSeconds(999)).s0())).isEqualTo("born");
  }

  @Test
  void a_record_of_the_migration_is_not_taken_for_one_of_ours() {
    put("77", "7", IdMap.Origin.MIGRATION);

    assertThat(read("b", "2", CUTOVER.plusSeconds(60)).s0()).isNull();
  }

  @Test
  void a_writer_who_lost_its_lease_keeps_nothing() {
    delta.time.pass(Duration.ofMinutes(3));
    assertThat(delta.leases.acquire("rollback", "another", Duration.ofMinutes(2))).isPresent();

    assertThatThrownBy(() -> read("a", "1", CUTOVER)).isInstanceOf(LostLeaseException.class);
    assertThat(delta.originals.of("ticket", Set.of("7"))).isEmpty();
  }

  @Test
  void walking_back_touches_only_fields_that_moved_after_the_instant() {
    var now = Json.object().put("a", "2").put("b", "x");
    List<HistoryEvent> events =
        List.of(
            wrote("7", "a", "2", 60, PERSON),
            wrote("7", "a", "1", 0, PERSON),
            wrote("7", "a", "0", -60, PERSON));

    assertThat(WalkBack.to(CUTOVER, now, events))
        .as("what was written at the instant itself counts as before it")
        .contains(Json.object().put("a", "1").put("b", "x"));
    assertThat(now.path("a").asText()).isEqualTo("2");
    assertThat(WalkBack.to(CUTOVER, now, List.of())).isEmpty();
  }

  @Test
  void walking_back_empties_a_field_that_was_first_filled_later_and_finds_nested_ones() {
    var now = Json.object();
    now.putObject("properties").put("a", "1").put("b", "late");
    List<HistoryEvent> events =
        List.of(
            wrote("7", "properties.a", "0", -60, PERSON),
            wrote("7", "properties.a", "1", 60, PERSON),
            wrote("7", "properties.b", "late", 60, PERSON));

    var then = Json.object();
    then.putObject("properties").put("a", "0").putNull("b");
    assertThat(WalkBack.to(CUTOVER, now, events)).contains(then);
  }

  @Test
  void walking_back_guesses_nothing_of_a_field_whose_older_values_may_have_been_dropped() {
    var now = Json.object().put("a", "x").put("b", "24");
    List<HistoryEvent> events = new java.util.ArrayList<>();
    events.add(wrote("7", "a", "x", -60, PERSON));
    for (int i = 0; i < 25; i++) {
      events.add(wrote("7", "b", Integer.toString(i), 60 + i, PERSON));
    }

    assertThat(WalkBack.to(CUTOVER, now, events)).isEmpty();
  }

  private void put(String target, String source, IdMap.Origin origin) {
    delta.store.useTransaction(tx -> IdMap.put(tx, "ticket", target, "ticket", source, origin));
  }

  @Test
  void a_pair_once_known_is_never_replaced_only_forgotten() {
    put("77", "7", IdMap.Origin.CREATED);
    put("77", "8", IdMap.Origin.MIGRATION);

    assertThat(delta.ids.sourceId("ticket", "77")).contains("7");
    assertThat(delta.ids.targetId("ticket", "7")).contains("77");
    assertThat(delta.ids.targetId("ticket", "8")).isEmpty();
    assertThat(delta.ids.sourceId("contact", "77")).isEmpty();

    delta.store.useTransaction(tx -> IdMap.remove(tx, "ticket", "77"));
    assertThat(delta.ids.sourceId("ticket", "77")).isEmpty();
  }

  @Test
  void only_pairs_that_do_not_rest_on_a_join_key_are_vouched_for() {
    put("1", "a", IdMap.Origin.MIGRATION);
    put("2", "b", IdMap.Origin.CREATED);
    put("3", "c", IdMap.Origin.LINKED);

    assertThat(delta.ids.vouched("ticket", List.of("1", "2", "3", "4")))
        .containsExactlyInAnyOrder("2", "3");
    assertThat(delta.ids.vouched("ticket", List.of())).isEmpty();
  }
}
