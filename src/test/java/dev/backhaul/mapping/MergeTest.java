package dev.backhaul.mapping;

import static dev.backhaul.mapping.Given.REFS;
import static dev.backhaul.mapping.Given.json;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.backhaul.json.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both sides at work: what goes home, what stays, what is asked. */
class MergeTest {

  private static Inversion merge(Mapping mapping, String s0, String t1, String s1) {
    ObjectNode original = json(s0);
    ObjectNode t0 = mapping.get(original, REFS);
    return mapping.invert(
        Given.versions(mapping, original, t0, json(t1), json(s1), Map.of(), null), REFS);
  }

  @ParameterizedTest
  @CsvSource({"flag,false,", "source-wins,false,", "target-wins,true,target"})
  void the_policy_of_a_field_decides_a_conflict(String policy, boolean written, String value) {
    Mapping mapping = Given.with("merge: {fields: {S: " + policy + "}}", "{from: s, to: S}");

    Inversion back =
        merge(
            mapping, "{'id':'1','s':'old'}", "{'Id':'1','S':'target'}", "{'id':'1','s':'source'}");

    assertThat(back.set().containsKey("s")).isEqualTo(written);
    if (written) {
      assertThat(requireNonNull(back.set().get("s")).asText()).isEqualTo(value);
    }
    assertThat(back.flags().size()).isEqualTo(policy.equals("flag") ? 1 : 0);
  }

  @Test
  void both_sides_agreeing_is_no_write_and_no_question() {
    Mapping mapping = Given.fields("{from: s, to: S}");

    Inversion back =
        merge(mapping, "{'id':'1','s':'old'}", "{'Id':'1','S':'new'}", "{'id':'1','s':'new'}");

    assertThat(back.empty() && back.flags().isEmpty()).isTrue();
  }

  @Test
  void agreement_in_the_view_keeps_the_finer_value_of_the_source() {
    Mapping mapping =
        Given.fields("{from: s, to: S, map: {a: X, b: Y, c: Y}, back: {prefer: {Y: b}}}");

    Inversion back =
        merge(mapping, "{'id':'1','s':'a'}", "{'Id':'1','S':'Y'}", "{'id':'1','s':'c'}");

    assertThat(back.empty() && back.flags().isEmpty()).isTrue();
  }

  @Test
  void collapsed_values_conflict_at_full_resolution() {
    Mapping mapping = Given.fields("{from: s, to: S, map: {a: X, b: Y, c: Z}}");

    Flag flag =
        merge(mapping, "{'id':'1','s':'a'}", "{'Id':'1','S':'Y'}", "{'id':'1','s':'c'}")
            .flags()
            .get(0);

    assertThat(flag.code()).isEqualTo(Code.CONFLICT);
    assertThat(flag.wasSource().asText()).isEqualTo("c");
    assertThat(requireNonNull(flag.choices().get(1).set().get("s")).asText()).isEqualTo("b");
  }

  @Test
  void members_of_a_set_are_merged_one_by_one() {
    Mapping mapping = Given.fields("{from: tags, to: Tags, set: {sep: ';'}}");

    Inversion back =
        merge(
            mapping,
            "{'id':'1','tags':['a','b','c']}",
            "{'Id':'1','Tags':'a;c;new'}",
            "{'id':'1','tags':['theirs','a','b','c']}");

    assertThat(back.set().get("tags")).isEqualTo(Json.parse("[\"theirs\",\"a\",\"c\",\"new\"]"));
  }

  @Test
  void what_people_added_in_the_source_survives_every_later_edit_and_the_revert() {
    Mapping mapping = Given.fields("{from: tags, to: Tags, set: {sep: ';'}}");
    ObjectNode s0 = json("{'id':'1','tags':['a']}");
    ObjectNode t0 = mapping.get(s0, REFS);
    ObjectNode s1 = json("{'id':'1','tags':['a','theirs']}");

    // When the target adds c, then d, and takes both back
    Inversion c =
        mapping.invert(Given.versions(mapping, s0, t0, tags("a;c"), s1, Map.of(), null), REFS);
    s1 = Given.applied(s1, c);
    Map<String, JsonNode> written = Given.written(Map.of(), c);
    Inversion d =
        mapping.invert(
            Given.versions(mapping, s0, t0, tags("a;c;d"), s1, written, c.taken()), REFS);
    s1 = Given.applied(s1, d);
    written = Given.written(written, d);
    Inversion none =
        mapping.invert(Given.versions(mapping, s0, t0, t0, s1, written, d.taken()), REFS);

    // Then their member never left
    assertThat(d.set().get("tags")).isEqualTo(Json.parse("[\"a\",\"theirs\",\"c\",\"d\"]"));
    assertThat(none.set().get("tags")).isEqualTo(Json.parse("[\"a\",\"theirs\"]"));
  }

  private static ObjectNode tags(String tags) {
    return Json.object().put("Id", "1").put("Tags", tags);
  }

  @Test
  void union_only_ever_adds() {
    Mapping mapping =
        Given.with("merge: {fields: {Tags: union}}", "{from: tags, to: Tags, set: {sep: ';'}}");

    Inversion back =
        merge(
            mapping,
            "{'id':'1','tags':['a','b']}",
            "{'Id':'1','Tags':'b;new'}",
            "{'id':'1','tags':['a','b']}");

    assertThat(back.set().get("tags")).isEqualTo(Json.parse("[\"a\",\"b\",\"new\"]"));
    assertThat(back.flags()).isEmpty();
  }

  @Test
  void union_is_refused_for_a_single_value() {
    assertThatThrownBy(() -> Given.with("merge: {fields: {S: union}}", "{from: s, to: S}"))
        .hasMessage(
            "example.yaml:6: S holds one value; union and three-way-set are for lists and sets");
  }

  @Test
  void a_question_leaves_what_was_taken_before_as_it_was() {
    Mapping mapping = Given.fields("{from: s, to: S, map: {a: X, b: Y, c: Z, d: Z}}");
    ObjectNode s0 = json("{'id':'1','s':'a'}");
    ObjectNode t0 = mapping.get(s0, REFS);
    Inversion first = mapping.invert(Given.first(mapping, s0, json("{'Id':'1','S':'Y'}")), REFS);
    ObjectNode s1 = Given.applied(s0, first);
    Map<String, JsonNode> written = Given.written(Map.of(), first);

    // When the next edit cannot be decided
    Inversion asked =
        mapping.invert(
            Given.versions(mapping, s0, t0, json("{'Id':'1','S':'Z'}"), s1, written, first.taken()),
            REFS);

    // Then the first edit stands, and a revert later still finds its way
    assertThat(asked.empty()).isTrue();
    assertThat(asked.taken()).isEqualTo(first.taken());
    assertThat(
            mapping
                .invert(Given.versions(mapping, s0, t0, t0, s1, written, asked.taken()), REFS)
                .set())
        .isEqualTo(Map.of("s", TextNode.valueOf("a")));
  }
}
