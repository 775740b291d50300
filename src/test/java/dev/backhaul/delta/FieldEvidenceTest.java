package dev.backhaul.delta;

import static dev.backhaul.delta.Delta.BILLING;
import static dev.backhaul.delta.Delta.MIGRATION;
import static dev.backhaul.delta.Delta.PERSON;
import static dev.backhaul.delta.Delta.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.backhaul.delta.FieldEvidence.State;
import dev.backhaul.json.Json;
import dev.backhaul.platform.HistoryEvent;
import dev.backhaul.platform.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the history of one field proves about it. */
class FieldEvidenceTest {
  private static HistoryEvent wrote(@Nullable String value, long at, Writer by) {
    return Delta.wrote("1", "subject", value, at, by);
  }

  private static FieldEvidence of(HistoryEvent... events) {
    return FieldEvidence.of(
        List.of(events), event -> Delta.writers().classOf(event.writer(), event.at()));
  }

  private static JsonNode text(String value) {
    return TextNode.valueOf(value);
  }

  @Test
  void a_field_that_only_the_migration_wrote_is_unedited() {
    FieldEvidence field = of(wrote("a", -60, MIGRATION));

    assertThat(field.state()).isEqualTo(State.UNEDITED);
    assertThat(field.loaded()).isEqualTo(text("a"));
    assertThat(field.value()).isEqualTo(text("a"));
    assertThat(field.writer()).isEqualTo(WriterClass.MIGRATION);
  }

  @Test
  void a_late_write_of_the_migration_is_still_the_load() {
    FieldEvidence field = of(wrote("a", -60, MIGRATION), wrote("b", 600, MIGRATION));

    assertThat(field.state()).isEqualTo(State.UNEDITED);
    assertThat(field.loaded()).isEqualTo(text("b"));
  }

  @Test
  void an_edit_keeps_the_loaded_value_beside_the_new_one() {
    FieldEvidence field = of(wrote("a", -60, MIGRATION), wrote("b", 60, PERSON));

    assertThat(field)
        .isEqualTo(
            new FieldEvidence(
                State.EDITED, text("a"), text("b"), null, WriterClass.PEOPLE, Delta.after(60)));
  }

  @Test
  void an_integration_s_edit_is_an_edit() {
    assertThat(of(wrote("a", -60, MIGRATION), wrote("b", 60, BILLING)).writer())
        .isEqualTo(WriterClass.INTEGRATION);
  }

  @Test
  void a_reverted_edit_ends_at_the_loaded_value() {
    FieldEvidence field =
        of(wrote("a", -60, MIGRATION), wrote("b", 60, PERSON), wrote("a", 120, PERSON));

    assertThat(field.state()).isEqualTo(State.EDITED);
    assertThat(field.value()).isEqualTo(field.loaded());
  }

  @Test
  void a_value_that_was_cleared_is_an_edit_to_nothing() {
    FieldEvidence field = of(wrote("a", -60, MIGRATION), wrote(null, 60, PERSON));

    assertThat(field.state()).isEqualTo(State.EDITED);
    assertThat(field.value()).isEqualTo(NullNode.getInstance());
  }

  @Test
  void a_field_that_the_migration_never_set_was_loaded_as_nothing() {
    FieldEvidence field = of(wrote("b", 60, PERSON));

    assertThat(field.state()).isEqualTo(State.EDITED);
    assertThat(field.loaded().isMissingNode()).isTrue();
  }

  @Test
  void a_person_who_writes_after_a_stranger_settles_it() {
    FieldEvidence field =
        of(wrote("a", -60, MIGRATION), wrote("x", 60, STRANGER), wrote("b", 120, PERSON));

    assertThat(field.state()).isEqualTo(State.EDITED);
    assertThat(field.value()).isEqualTo(text("b"));
  }

  @Test
  void a_stranger_s_value_is_unknown_even_if_the_migration_wrote_over_it() {
    FieldEvidence field =
        of(wrote("a", -60, MIGRATION), wrote("x", 60, STRANGER), wrote("c", 120, MIGRATION));

    assertThat(field.state()).isEqualTo(State.UNKNOWN_WRITER);
    assertThat(field.value()).as("never the migration's late value").isEqualTo(text("x"));
    assertThat(field.at()).isEqualTo(Delta.after(60));
  }

  @Test
  void the_migration_over_a_person_s_edit_offers_both_values() {
    FieldEvidence field =
        of(wrote("a", -60, MIGRATION), wrote("b", 60, PERSON), wrote("c", 120, MIGRATION));

    assertThat(field.state()).isEqualTo(State.OVERWRITTEN);
    assertThat(field.overwritten()).isEqualTo(text("b"));
    assertThat(field.value()).isEqualTo(text("c"));
    assertThat(field.loaded()).isEqualTo(text("a"));
  }

  @Test
  void the_migration_repeating_a_person_s_edit_leaves_it_the_person_s() {
    FieldEvidence field =
        of(wrote("a", -60, MIGRATION), wrote("b", 60, PERSON), wrote("b", 120, MIGRATION));

    assertThat(field.state()).isEqualTo(State.EDITED);
    assertThat(field.writer()).isEqualTo(WriterClass.PEOPLE);
  }

  @Test
  void a_field_without_any_load_or_history_is_unedited_and_empty() {
    FieldEvidence field = of();

    assertThat(field.state()).isEqualTo(State.UNEDITED);
    assertThat(field.loaded().isMissingNode()).isTrue();
    assertThat(field.at()).isNull();
  }

  @Test
  void what_the_store_keeps_is_what_was_proven() {
    List<FieldEvidence> all =
        List.of(
            of(),
            of(wrote("b", 60, PERSON)),
            of(wrote("a", -60, MIGRATION), wrote(null, 60, PERSON), wrote("c", 120, MIGRATION)));

    assertThat(all)
        .allSatisfy(
            field ->
                assertThat(FieldEvidence.fromJson(Json.parse(Json.text(field.toJson()))))
                    .isEqualTo(field));
  }
}
