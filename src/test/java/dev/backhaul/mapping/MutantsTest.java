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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One hand-made case for each way in which a reverse mapping is commonly wrong. */
class MutantsTest {

  private static Inversion edit(Mapping mapping, String s0, String path, String value) {
    ObjectNode source = json(s0);
    JsonNode view = Json.parse(value.replace('\'', '"'));
    ObjectNode t1 = Given.edited(mapping.get(source, REFS), path, view);
    return mapping.invert(Given.first(mapping, source, t1), REFS);
  }

  private static Map<String, JsonNode> text(String path, String value) {
    return Map.of(path, TextNode.valueOf(value));
  }

  @Test
  void m01_an_untouched_record_is_never_written_even_where_no_inverse_exists() {
    Mapping mapping =
        Given.fields("{from: s, to: S, map: {a: X, b: X}}", "{from: n, to: N, number: {scale: 0}}");
    ObjectNode s0 = json("{'id':'1','s':'b','n':'1.50'}");

    Inversion back = mapping.invert(Given.first(mapping, s0, mapping.get(s0, REFS)), REFS);

    assertThat(back.empty()).isTrue();
    assertThat(back.flags()).isEmpty();
  }

  @Test
  void m02_an_edit_is_measured_against_what_was_loaded_and_not_against_the_source_now() {
    Mapping mapping = Given.fields("{from: s, to: S}");
    ObjectNode s0 = json("{'id':'1','s':'old'}");
    ObjectNode t = mapping.get(s0, REFS);

    // When only the source moved
    Inversion back =
        mapping.invert(
            Given.versions(mapping, s0, t, t, json("{'id':'1','s':'new'}"), Map.of(), null), REFS);

    // Then nothing goes home, and the target is called stale
    assertThat(back.empty()).isTrue();
    assertThat(back.evidence()).containsEntry("stale", "S");
  }

  @Test
  void m03_a_collapsed_value_is_a_question_with_all_its_preimages() {
    Mapping mapping =
        Given.fields(
            "{from: s, to: S, map: {lead: Open, other: Open, customer: Won, evangelist: Won}}");

    Inversion back = edit(mapping, "{'id':'1','s':'lead'}", "S", "'Won'");

    assertThat(back.empty()).isTrue();
    Flag flag = back.flags().get(0);
    assertThat(flag.code()).isEqualTo(Code.AMBIGUOUS_COLLAPSED_VALUE);
    assertThat(flag.choices()).extracting(Choice::name).containsExactly("customer", "evangelist");
    assertThat(flag.rule()).contains("prefer").contains("Won").contains("line 8");
  }

  @Test
  void m03_a_rule_decides_a_collapsed_value() {
    Mapping mapping =
        Given.fields(
            "{from: s, to: S, map: {lead: Open, customer: Won, fan: Won}, back: {prefer: {Won: fan}}}");

    assertThat(edit(mapping, "{'id':'1','s':'lead'}", "S", "'Won'").set())
        .isEqualTo(text("s", "fan"));
  }

  @Test
  void m03_a_passed_value_is_one_of_its_own_preimages() {
    Mapping mapping =
        Given.fields("{from: s, to: S, map: {values: {hold: open}, passthrough: true}}");

    assertThat(edit(mapping, "{'id':'1','s':'new'}", "S", "'open'").flags().get(0).choices())
        .extracting(Choice::name)
        .containsExactly("hold", "open");
    assertThat(edit(mapping, "{'id':'1','s':'new'}", "S", "'solved'").set())
        .isEqualTo(text("s", "solved"));
  }

  private static final String NAME =
      "{from: [first, last], to: Name, concat: {sep: ' ', skipBlank: true, parts: {first: '.+', last: '.+'}}}";

  @Test
  void m04_the_part_nobody_changed_decides_the_cut() {
    Mapping mapping = Given.fields(NAME);
    String s0 = "{'id':'1','first':'Mary Jo','last':'Smith'}";

    assertThat(edit(mapping, s0, "Name", "'Mary Jo Smyth'").set()).isEqualTo(text("last", "Smyth"));
    assertThat(edit(mapping, s0, "Name", "'Ann Smith'").set()).isEqualTo(text("first", "Ann"));
  }

  @Test
  void m04_two_parts_that_both_could_have_stayed_are_a_question() {
    Mapping mapping = Given.fields(NAME);

    Flag flag =
        edit(mapping, "{'id':'1','first':'Ann','last':'Smith'}", "Name", "'Ann Lee Smith'")
            .flags()
            .get(0);

    assertThat(flag.code()).isEqualTo(Code.AMBIGUOUS_SPLIT);
    assertThat(flag.choices())
        .extracting(Choice::name)
        .containsExactly("Ann | Lee Smith", "Ann Lee | Smith");
  }

  @Test
  void m04_a_narrower_pattern_decides_the_same_name() {
    Mapping mapping = Given.fields(NAME.replace("first: '.+'", "first: '[^ ]+'"));

    assertThat(
            edit(mapping, "{'id':'1','first':'Ann','last':'Smith'}", "Name", "'Ann Lee Smith'")
                .set())
        .isEqualTo(text("last", "Lee Smith"));
  }

  @Test
  void m05_a_new_day_keeps_the_time_of_day_and_the_offset() {
    Mapping mapping =
        Given.fields("{from: d, to: D, date: {from: iso, to: date, zone: Europe/Berlin}}");

    assertThat(
            edit(mapping, "{'id':'1','d':'2026-01-05T14:30:00+01:00'}", "D", "'2026-01-09'").set())
        .isEqualTo(text("d", "2026-01-09T14:30:00+01:00"));
    assertThat(edit(mapping, "{'id':'1','d':'2026-01-05T01:30:00Z'}", "D", "'2026-03-29'").flags())
        .extracting(Flag::code)
        .containsExactly(Code.DST_GAP);
  }

  @Test
  void m06_a_default_is_not_written_into_a_blank_source() {
    Mapping mapping = Given.fields("{from: s, to: S, default: import}", "{from: n, to: N}");

    assertThat(edit(mapping, "{'id':'1','s':null,'n':'a'}", "N", "'b'").set())
        .isEqualTo(text("n", "b"));
    assertThat(edit(mapping, "{'id':'1','s':'x'}", "S", "'import'").set())
        .isEqualTo(text("s", "import"));
  }

  private static final String KEYED =
      "{from: custom, to: '.', keyed: {key: id, value: value, entries: [{101: VAT}, {102: Terms}]}}";

  @Test
  void m07_entries_of_a_keyed_list_that_the_mapping_does_not_carry_stay() {
    Mapping mapping = Given.fields(KEYED);
    String s0 = "{'id':'1','custom':[{'id':999,'value':'keep'},{'id':101,'value':'a'}]}";

    Inversion back = edit(mapping, s0, "VAT", "'b'");

    assertThat(back.set()).isEqualTo(text("custom.id=101.value", "b"));
    assertThat(Given.applied(json(s0), back))
        .isEqualTo(json("{'id':'1','custom':[{'id':999,'value':'keep'},{'id':101,'value':'b'}]}"));
  }

  @Test
  void m08_a_keyed_list_is_aligned_by_key_and_not_by_position() {
    Mapping mapping = Given.fields(KEYED);
    ObjectNode s0 = json("{'id':'1','custom':[{'id':101,'value':'a'},{'id':102,'value':'b'}]}");
    ObjectNode t0 = mapping.get(s0, REFS);
    ObjectNode s1 = json("{'id':'1','custom':[{'id':102,'value':'b'},{'id':101,'value':'a'}]}");

    Inversion back =
        mapping.invert(
            Given.versions(
                mapping,
                s0,
                t0,
                Given.edited(t0, "VAT", TextNode.valueOf("x")),
                s1,
                Map.of(),
                null),
            REFS);

    assertThat(Given.applied(s1, back))
        .isEqualTo(json("{'id':'1','custom':[{'id':102,'value':'b'},{'id':101,'value':'x'}]}"));
  }

  @Test
  void m08_two_entries_under_one_key_are_a_question() {
    Mapping mapping = Given.fields(KEYED);
    String s0 = "{'id':'1','custom':[{'id':101,'value':'a'},{'id':101,'value':'b'}]}";

    assertThat(edit(mapping, s0, "VAT", "'x'").flags())
        .extracting(Flag::code)
        .containsExactly(Code.DUPLICATE_KEY);
  }

  @Test
  void m09_two_owners_of_a_source_path_are_refused() {
    assertThatThrownBy(() -> Given.fields("{from: email, to: A}", "{from: email, to: B}"))
        .hasMessage(
            "example.yaml:9: the source path 'email' is already owned by line 8;"
                + " make one of them `derived: {from: email}`");
  }

  @Test
  void m10_a_view_that_no_source_value_gives_is_a_question() {
    Mapping mapping = Given.fields("{from: s, to: S, steps: [{truncate: 3}]}");

    assertThat(edit(mapping, "{'id':'1','s':'ab'}", "S", "'abcdef'").flags())
        .extracting(Flag::code)
        .containsExactly(Code.VIEW_NOT_REPRESENTABLE);
  }

  @Test
  void m11_a_second_edit_is_put_on_the_original_and_not_on_the_first_result() {
    Mapping mapping = Given.fields("{from: s, to: S, map: {b: P, a: P, c: Q}}");
    ObjectNode s0 = json("{'id':'1','s':'b'}");
    ObjectNode t0 = mapping.get(s0, REFS);
    Inversion first =
        mapping.invert(
            Given.first(mapping, s0, Given.edited(t0, "S", TextNode.valueOf("Q"))), REFS);
    ObjectNode s1 = Given.applied(s0, first);

    // When the user goes back to P
    Inversion second =
        mapping.invert(
            Given.versions(mapping, s0, t0, t0, s1, Given.written(Map.of(), first), first.taken()),
            REFS);

    // Then the source gets the very value it had
    assertThat(second.set()).isEqualTo(text("s", "b"));
    assertThat(second.flags()).isEmpty();
  }

  @Test
  void m12_survivors_of_a_set_keep_order_and_spelling() {
    Mapping mapping = Given.fields("{from: tags, to: Tags, set: {sep: ';'}}");
    String s0 = "{'id':'1','tags':['zeta','alpha','mid']}";

    assertThat(edit(mapping, s0, "Tags", "'new;alpha;zeta'").set().get("tags"))
        .isEqualTo(Json.parse("[\"zeta\",\"alpha\",\"new\"]"));
    assertThat(edit(mapping, s0, "Tags", "'mid;alpha;zeta'").empty()).isTrue();
  }

  @Test
  void m12_members_that_the_mapping_does_not_carry_stay_in_the_set() {
    Mapping mapping =
        Given.fields("{from: tags, to: Tags, set: {sep: ';', map: {vip: VIP, gold: GOLD}}}");
    String s0 = "{'id':'1','tags':['internal','vip']}";

    assertThat(edit(mapping, s0, "Tags", "'GOLD'").set().get("tags"))
        .isEqualTo(Json.parse("[\"internal\",\"gold\"]"));
    assertThat(edit(mapping, s0, "Tags", "null").set().get("tags"))
        .isEqualTo(Json.parse("[\"internal\"]"));
  }

  @Test
  void m13_the_spelling_of_a_number_survives_an_unrelated_edit() {
    Mapping mapping = Given.fields("{from: n, to: N, number: {}}", "{from: s, to: S}");

    Inversion back = edit(mapping, "{'id':'1','n':'1.50','s':'a'}", "S", "'b'");

    assertThat(back.set()).containsOnlyKeys("s");
    assertThat(edit(mapping, "{'id':'1','n':'1.50'}", "N", "2.25").set())
        .isEqualTo(text("n", "2.25"));
  }

  @Test
  void m13_a_number_the_platform_answers_as_text_is_the_same_number() {
    Mapping mapping = Given.fields("{from: n, to: N}");

    assertThat(edit(mapping, "{'id':'1','n':250}", "N", "'250.0'").empty()).isTrue();
    assertThat(
            Json.text(
                requireNonNull(edit(mapping, "{'id':'1','n':250}", "N", "'251'").set().get("n"))))
        .isEqualTo("251");
  }

  @Test
  void m14_an_emptied_field_is_cleared_and_not_set_to_an_empty_text() {
    Mapping mapping = Given.fields("{from: s, to: S}");

    for (String blank : List.of("null", "''")) {
      Inversion back = edit(mapping, "{'id':'1','s':'a'}", "S", blank);
      assertThat(back.clear()).containsExactly("s");
      assertThat(back.set()).isEmpty();
    }
  }

  @Test
  void m15_text_is_cut_in_the_unit_the_target_counts() {
    String text = "aé👩b";
    ObjectNode s0 = Json.object().put("id", "1").put("s", text);

    assertThat(cut(s0, "{length: 3, unit: code-points}")).isEqualTo("aé👩");
    assertThat(cut(s0, "{length: 4, unit: chars}")).isEqualTo("aé👩");
    assertThat(cut(s0, "{length: 3, unit: chars}")).isEqualTo("aé");
    assertThat(cut(s0, "{length: 6, unit: bytes}")).isEqualTo("aé");
    assertThat(cut(s0, "3")).isEqualTo("aé👩");
  }

  private static String cut(ObjectNode s0, String spec) {
    return Given.fields("{from: s, to: S, steps: [{truncate: " + spec + "}]}")
        .get(s0, REFS)
        .get("S")
        .asText();
  }

  @Test
  void m15_an_edit_of_a_cut_text_asks_whether_the_tail_stays() {
    Mapping mapping = Given.fields("{from: s, to: S, steps: [{truncate: 4}]}");

    Flag flag = edit(mapping, "{'id':'1','s':'abcdef'}", "S", "'abXd'").flags().get(0);

    assertThat(flag.code()).isEqualTo(Code.TRUNCATED_THEN_EDITED);
    assertThat(flag.choices())
        .extracting(c -> requireNonNull(c.set().get("s")).asText())
        .containsExactly("abXd", "abXdef");
  }

  @Test
  void m16_an_unknown_id_is_never_passed_through() {
    Mapping mapping =
        Given.fields(
            "{from: o, to: O, lookup: {'1': 'x', '2': 'y', '3': 'y'}}",
            "{from: r, to: R, ref: {object: contact, type: number}}");
    String s0 = "{'id':'1','o':'1','r':5}";

    assertThat(edit(mapping, s0, "O", "'stranger'").flags().get(0).code())
        .isEqualTo(Code.UNKNOWN_ID);
    assertThat(edit(mapping, s0, "O", "'y'").flags().get(0).code()).isEqualTo(Code.SHARED_OWNER);
    assertThat(edit(mapping, s0, "R", "'stranger'").flags().get(0).code())
        .isEqualTo(Code.UNKNOWN_ID);
    assertThat(edit(mapping, s0, "R", "'t-dead'").flags().get(0).code())
        .isEqualTo(Code.REF_DELETED);
    assertThat(edit(mapping, s0, "R", "'t-7'").set()).isEqualTo(Map.of("r", Json.parse("7")));
  }

  @Test
  void m16_a_reference_to_a_record_still_to_be_created_waits_for_it() {
    Mapping mapping = Given.fields("{from: r, to: R, ref: {object: contact, type: number}}");

    Inversion back = edit(mapping, "{'id':'1','r':5}", "R", "'t-9'");

    assertThat(back.set()).isEqualTo(Map.of("r", json("{'$ref':'contact:t-9'}")));
    assertThat(back.needs()).containsExactly("contact:t-9");
  }

  @Test
  void m17_a_flagged_field_is_not_written_and_the_others_are() {
    Mapping mapping = Given.fields("{from: s, to: S, map: {a: X, b: X, c: Y}}", "{from: n, to: N}");
    ObjectNode s0 = json("{'id':'1','s':'c','n':'1'}");
    ObjectNode t1 =
        Given.edited(
            Given.edited(mapping.get(s0, REFS), "S", TextNode.valueOf("X")),
            "N",
            TextNode.valueOf("2"));

    Inversion back = mapping.invert(Given.first(mapping, s0, t1), REFS);

    assertThat(back.set()).isEqualTo(text("n", "2"));
    assertThat(back.flags()).extracting(Flag::field).containsExactly("S");
    assertThat(back.taken()).isEqualTo(json("{'n':'2'}"));
  }

  @Test
  void m18_edits_of_two_parts_in_two_systems_merge_in_the_source_and_not_in_the_view() {
    Mapping mapping = Given.fields(NAME);
    ObjectNode s0 = json("{'id':'1','first':'Ann','last':'Smith'}");
    ObjectNode t0 = mapping.get(s0, REFS);
    ObjectNode t1 = Given.edited(t0, "Name", TextNode.valueOf("Ann Miller"));
    ObjectNode s1 = json("{'id':'1','first':'Anna','last':'Smith'}");

    Inversion back = mapping.invert(Given.versions(mapping, s0, t0, t1, s1, Map.of(), null), REFS);

    assertThat(back.flags()).isEmpty();
    assertThat(back.set()).isEqualTo(text("last", "Miller"));
  }

  @Test
  void m19_edit_apply_edit_apply_is_no_conflict_with_our_own_write() {
    Mapping mapping = Given.fields("{from: s, to: S}");
    ObjectNode s0 = json("{'id':'1','s':'a'}");
    ObjectNode t0 = mapping.get(s0, REFS);
    Inversion first =
        mapping.invert(
            Given.first(mapping, s0, Given.edited(t0, "S", TextNode.valueOf("b"))), REFS);
    ObjectNode s1 = Given.applied(s0, first);
    Map<String, JsonNode> written = Given.written(Map.of(), first);

    Inversion second =
        mapping.invert(
            Given.versions(
                mapping,
                s0,
                t0,
                Given.edited(t0, "S", TextNode.valueOf("c")),
                s1,
                written,
                first.taken()),
            REFS);

    assertThat(second.flags()).isEmpty();
    assertThat(second.set()).isEqualTo(text("s", "c"));
  }

  @Test
  void m19_edit_apply_revert_apply_restores_the_original() {
    Mapping mapping = Given.fields("{from: s, to: S}", "{from: n, to: N}");
    ObjectNode s0 = json("{'id':'1','s':'','n':null}");
    ObjectNode t0 = mapping.get(s0, REFS);
    ObjectNode t1 =
        Given.edited(Given.edited(t0, "S", TextNode.valueOf("b")), "N", TextNode.valueOf("c"));
    Inversion first = mapping.invert(Given.first(mapping, s0, t1), REFS);

    Inversion second =
        mapping.invert(
            Given.versions(
                mapping,
                s0,
                t0,
                t0,
                Given.applied(s0, first),
                Given.written(Map.of(), first),
                first.taken()),
            REFS);

    assertThat(second.set()).isEqualTo(text("s", ""));
    assertThat(second.clear()).containsExactly("n");
    assertThat(second.flags()).isEmpty();
    assertThat(second.taken()).isEqualTo(Json.object());
  }

  @Test
  void m19_a_revert_after_people_moved_the_source_is_a_conflict() {
    Mapping mapping = Given.fields("{from: s, to: S}");
    ObjectNode s0 = json("{'id':'1','s':'a'}");
    ObjectNode t0 = mapping.get(s0, REFS);
    Inversion first =
        mapping.invert(
            Given.first(mapping, s0, Given.edited(t0, "S", TextNode.valueOf("b"))), REFS);

    Inversion second =
        mapping.invert(
            Given.versions(
                mapping,
                s0,
                t0,
                t0,
                json("{'id':'1','s':'theirs'}"),
                Given.written(Map.of(), first),
                first.taken()),
            REFS);

    assertThat(second.empty()).isTrue();
    assertThat(second.flags()).extracting(Flag::code).containsExactly(Code.CONFLICT);
    assertThat(second.flags().get(0).choices())
        .extracting(Choice::name)
        .containsExactly("keep the source", "take the target");
  }

  @Test
  void m19_the_same_revert_is_found_from_the_last_write_alone() {
    Mapping mapping = Given.fields("{from: s, to: S}");
    ObjectNode s0 = json("{'id':'1','s':'a'}");
    ObjectNode t0 = mapping.get(s0, REFS);

    Inversion back =
        mapping.invert(
            Given.versions(
                mapping,
                s0,
                t0,
                t0,
                json("{'id':'1','s':'b'}"),
                Map.of("s", TextNode.valueOf("b")),
                null),
            REFS);

    assertThat(back.set()).isEqualTo(text("s", "a"));
  }
}
