package dev.backhaul.mapping;

import static dev.backhaul.mapping.Given.REFS;
import static dev.backhaul.mapping.Given.json;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.backhaul.json.Json;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FidelityTest {
  private static final String PRIORITY =
      "{from: p, to: P, map: {low: LOW, normal: MEDIUM, high: HIGH}}";

  private static Report.Line line(Fidelity fidelity, String field) {
    return fidelity.report().lines().stream()
        .filter(l -> l.field().equals(field))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void two_values_turned_round_are_named_with_how_many_records() {
    Mapping mapping = Given.fields(PRIORITY);
    Fidelity fidelity = mapping.fidelity();
    for (int i = 0; i < 10; i++) {
      fidelity.add(json("{'id':'1','p':'low'}"), json("{'Id':'1','P':'HIGH'}"), REFS);
      fidelity.add(json("{'id':'1','p':'normal'}"), json("{'Id':'1','P':'MEDIUM'}"), REFS);
    }
    for (int i = 0; i < 4; i++) {
      fidelity.add(json("{'id':'1','p':'high'}"), json("{'Id':'1','P':'LOW'}"), REFS);
    }

    Report.Line line = line(fidelity, "P");

    assertThat(line.compared()).isEqualTo(24);
    assertThat(line.equal()).isEqualTo(10);
    assertThat(line.trusted()).isFalse();
    assertThat(line.diagnosis()).isEqualTo(new Diagnosis.SwappedValues("HIGH", "LOW", 4, 10));
    assertThat(line.commonest().get(0)).isEqualTo(new Report.Kind("LOW", "HIGH", 10));
    assertThat(line(fidelity, "Id").diagnosis()).isEqualTo(new Diagnosis.Equal());
  }

  @Test
  void what_really_ran_explains_the_difference() {
    Mapping mapping =
        Given.with(
            "asRun: {fields: [{from: p, to: P, map: {low: HIGH, normal: MEDIUM, high: LOW}}]}",
            PRIORITY);
    Fidelity fidelity = mapping.fidelity();
    ObjectNode s0 = json("{'id':'1','p':'low'}");
    fidelity.add(s0, mapping.getAsRun(s0, REFS), REFS);

    assertThat(line(fidelity, "P").asRun()).isEqualTo(1);
  }

  @Test
  void times_that_are_all_off_by_one_zone_are_named() {
    Mapping mapping = Given.fields("{from: d, to: D, date: {from: iso, to: iso}}");
    Fidelity fidelity = mapping.fidelity();
    for (int i = 10; i < 20; i++) {
      fidelity.add(
          json("{'id':'1','d':'2026-01-" + i + "T12:00:00Z'}"),
          json("{'Id':'1','D':'2026-01-" + i + "T07:00:00Z'}"),
          REFS);
    }

    assertThat(line(fidelity, "D").diagnosis())
        .isEqualTo(new Diagnosis.ShiftedZone(Duration.ofHours(-5), 10));
  }

  @Test
  void texts_that_were_cut_are_named_with_the_length() {
    Mapping mapping = Given.fields("{from: s, to: S}");
    Fidelity fidelity = mapping.fidelity();
    for (int i = 0; i < 5; i++) {
      fidelity.add(
          Json.object().put("id", "1").put("s", "x".repeat(20 + i)),
          Json.object().put("Id", "1").put("S", "x".repeat(16)),
          REFS);
      fidelity.add(json("{'id':'1','s':'short'}"), json("{'Id':'1','S':'short'}"), REFS);
    }

    assertThat(line(fidelity, "S").diagnosis()).isEqualTo(new Diagnosis.CutLength(16, 5));
  }

  @Test
  void a_value_of_a_single_record_is_never_shown() {
    Mapping mapping = Given.fields("{from: s, to: S}");
    Fidelity fidelity = mapping.fidelity();
    fidelity.add(json("{'id':'1','s':'private'}"), json("{'Id':'1','S':'other'}"), REFS);

    assertThat(line(fidelity, "S").commonest()).isEmpty();
    assertThat(line(fidelity, "S").diagnosis()).isEqualTo(new Diagnosis.Other(1));
  }

  @Test
  void an_edit_on_top_of_the_wrong_load_goes_home_as_the_person_meant_it() {
    // Given a migration that had two priorities turned round
    Mapping mapping =
        Given.with(
            "asRun: {fields: [{from: p, to: P, map: {low: HIGH, normal: MEDIUM, high: LOW}}]}",
            PRIORITY);
    ObjectNode s0 = json("{'id':'1','p':'high'}");
    ObjectNode t0 = mapping.getAsRun(s0, REFS);
    assertThat(t0.get("P").asText()).isEqualTo("LOW");

    // When a person sets MEDIUM, or repairs the value, or leaves it alone
    Inversion edited = invert(mapping, s0, t0, Given.edited(t0, "P", TextNode.valueOf("MEDIUM")));
    Inversion repaired = invert(mapping, s0, t0, Given.edited(t0, "P", TextNode.valueOf("HIGH")));
    Inversion untouched = invert(mapping, s0, t0, t0);

    // Then MEDIUM is normal, the repair needs no write, and the damage never reaches the source
    assertThat(requireNonNull(edited.set().get("p")).asText()).isEqualTo("normal");
    assertThat(repaired.empty() && repaired.flags().isEmpty()).isTrue();
    assertThat(untouched.empty() && untouched.flags().isEmpty()).isTrue();
  }

  private static Inversion invert(Mapping mapping, ObjectNode s0, ObjectNode t0, ObjectNode t1) {
    return mapping.invert(Given.versions(mapping, s0, t0, t1, s0, java.util.Map.of(), null), REFS);
  }

  @Test
  void an_edit_of_a_text_that_the_platform_had_rewritten_is_a_question() {
    Mapping mapping = Given.fields("{from: s, to: S}");
    ObjectNode s0 = json("{'id':'1','s':'a long text that was cut'}");
    ObjectNode t0 = json("{'Id':'1','S':'a long text'}");

    Inversion back = invert(mapping, s0, t0, json("{'Id':'1','S':'a new text'}"));

    assertThat(back.empty()).isTrue();
    assertThat(back.flags()).extracting(Flag::code).containsExactly(Code.LOADED_DIFFERS);
  }

  @Test
  void an_edit_of_a_set_that_lost_members_in_the_load_leaves_the_lost_ones_in_the_source() {
    Mapping mapping = Given.fields("{from: tags, to: Tags, set: {sep: ';'}}");
    ObjectNode s0 = json("{'id':'1','tags':['lost','a','b']}");

    Inversion back =
        invert(mapping, s0, json("{'Id':'1','Tags':'a;b'}"), json("{'Id':'1','Tags':'b;c'}"));

    assertThat(back.flags()).isEmpty();
    assertThat(back.set().get("tags")).isEqualTo(Json.parse("[\"lost\",\"b\",\"c\"]"));
  }

  @Test
  void an_unknown_load_is_a_question_unless_the_value_is_the_original_anyway() {
    Mapping mapping = Given.fields("{from: s, to: S}");
    ObjectNode s0 = json("{'id':'1','s':'a'}");
    Versions same =
        new Versions(
            json("{'Id':'1','S':'a'}"), java.util.Map.of(), s0, s0, java.util.Map.of(), null);
    Versions other =
        new Versions(
            json("{'Id':'1','S':'b'}"), java.util.Map.of(), s0, s0, java.util.Map.of(), null);

    assertThat(mapping.invert(same, REFS).flags()).isEmpty();
    Flag flag = mapping.invert(other, REFS).flags().get(0);
    assertThat(flag.code()).isEqualTo(Code.LOADED_UNKNOWN);
    assertThat(flag.choices())
        .extracting(Choice::name)
        .containsExactly("keep the source", "take the target");
  }

  @Test
  void an_unknown_original_is_a_question_for_edited_fields_only() {
    Mapping mapping = Given.fields("{from: s, to: S}", "{from: n, to: N}");
    java.util.Map<String, T0> loaded =
        java.util.Map.of(
            "Id",
            new T0.SameAsNow(),
            "S",
            new T0.Known(TextNode.valueOf("a")),
            "N",
            new T0.SameAsNow());
    Versions versions =
        new Versions(
            json("{'Id':'1','S':'b','N':'n'}"),
            loaded,
            null,
            json("{'id':'1','s':'a','n':'x'}"),
            java.util.Map.of(),
            null);

    assertThat(mapping.invert(versions, REFS).flags())
        .extracting(Flag::code)
        .containsExactly(Code.ORIGINAL_UNKNOWN);
  }
}
