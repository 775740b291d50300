package dev.backhaul.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.delta.FieldEvidence;
import dev.backhaul.delta.RecordEvidence;
import dev.backhaul.delta.WriterClass;
import dev.backhaul.json.Json;
import dev.backhaul.mapping.T0;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** T0 where the target keeps no history of an object at all. */
class LoadedTest {
  private static final List<String> PATHS = List.of("name", "phone");
  private static final ObjectNode LOADED = Json.object().put("name", "Ann").put("phone", "1");
  private static final ObjectNode NOW = Json.object().put("name", "Ann").put("phone", "2");

  private static Loaded unrecorded(WriterClass writer, ObjectNode now) {
    return Loaded.of(PATHS, RecordEvidence.NONE, LOADED, path -> false).unrecorded(writer, now);
  }

  @Test
  void what_nobody_can_say_who_wrote_is_a_question_with_both_values() {
    Loaded loaded = unrecorded(WriterClass.UNKNOWN, NOW);

    assertThat(loaded.open()).containsOnlyKeys("phone");
    FieldEvidence phone = Objects.requireNonNull(loaded.open().get("phone"));
    assertThat(phone.state()).isEqualTo(FieldEvidence.State.UNKNOWN_WRITER);
    assertThat(phone.loaded().asText()).isEqualTo("1");
    assertThat(phone.value().asText()).isEqualTo("2");
    assertThat(loaded.t0().get("phone")).isEqualTo(new T0.SameAsNow());
  }

  @Test
  void a_rule_that_calls_such_writers_people_brings_their_edits_home() {
    Loaded loaded = unrecorded(WriterClass.PEOPLE, NOW);

    assertThat(loaded.open()).isEmpty();
    assertThat(loaded.t0().get("phone")).isEqualTo(new T0.Known(Json.tree("1")));
  }

  @Test
  void a_rule_that_calls_such_writers_the_migration_keeps_them_away() {
    Loaded loaded = unrecorded(WriterClass.MIGRATION, NOW);

    assertThat(loaded.open()).isEmpty();
    assertThat(loaded.t0().get("phone")).isEqualTo(new T0.SameAsNow());
  }

  @Test
  void what_is_as_it_was_loaded_asks_nothing() {
    assertThat(unrecorded(WriterClass.UNKNOWN, LOADED).open()).isEmpty();
  }

  @Test
  void a_list_s_element_is_set_where_its_key_stands() {
    ObjectNode record = Json.parseObject("{\"custom_fields\":[{\"id\":7,\"value\":\"a\"}]}");

    Dotted.set(record, "custom_fields.id=7.value", Json.tree("b"));
    Dotted.set(record, "custom_fields.id=8.value", Json.tree("c"));

    assertThat(Dotted.at(record, "custom_fields.id=7.value").asText()).isEqualTo("b");
    assertThat(Json.canonical(record))
        .isEqualTo("{\"custom_fields\":[{\"id\":7,\"value\":\"b\"},{\"id\":8,\"value\":\"c\"}]}");
  }
}
