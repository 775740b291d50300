package dev.backhaul.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The laws L1, L2, L4 and L6 for every transform, over seeded values from the odd corners. */
class TransformLawsTest {
  private static final int DRAWS = 1_000;

  static Stream<String> transforms() {
    return Stream.of(
        "{from: v, to: V}",
        "{from: a.deep.v, to: X.Y.V}",
        "{from: v, to: V, type: text}",
        "{from: v, to: V, type: number}",
        "{from: v, to: V, default: import}",
        "{from: v, to: V, default: import, back: {default: value}}",
        "{from: v, to: V, map: {low: LOW, high: HIGH, 010: TEN}}",
        "{from: v, to: V, map: {values: {low: L, normal: L, high: H}}, back: {prefer: {L: low}}}",
        "{from: v, to: V, map: {values: {low: L, normal: L, high: H}, otherwise: L}}",
        "{from: v, to: V, map: {values: {hold: open}, passthrough: true}}",
        "{from: v, to: V, map: {\"\": none, low: L}}",
        "{from: v, to: V, bool: {whenTrue: [\"true\", \"yes\"], whenFalse: [\"false\", \"\"]}}",
        "{from: v, to: V, bool: {not: true}}",
        "{from: v, to: V, number: {}}",
        "{from: v, to: V, number: {scale: 2, rounding: half-up, as: text}}",
        "{from: v, to: V, date: {from: iso, to: epoch-ms}}",
        "{from: v, to: V, date: {from: epoch-ms, to: iso}}",
        "{from: v, to: V, date: {from: epoch-s, to: iso}}",
        "{from: v, to: V, date: {from: iso, to: date, zone: Europe/Berlin}}",
        "{from: v, to: V, date: {from: epoch-ms, to: date, zone: America/New_York}, back: {time: '02:30'}}",
        "{from: v, to: V, date: {from: date, to: iso, zone: Europe/Berlin}}",
        "{from: v, to: V, steps: [trim, lower]}",
        "{from: v, to: V, steps: [nfc, squeeze, upper]}",
        "{from: v, to: V, steps: [{truncate: 5}]}",
        "{from: v, to: V, steps: [{truncate: {length: 7, unit: bytes}}], back: {truncated: keep-tail}}",
        "{from: v, to: V, steps: [{truncate: {length: 7, unit: chars}}], back: {truncated: take-target}}",
        "{from: v, to: V, steps: [trim, {map: {low: LOW, high: HIGH}}]}",
        "{from: v, to: V, steps: [{default: low}, {map: {values: {low: L, high: L}}}]}",
        "{from: [v, w], to: V, concat: {sep: ' '}}",
        "{from: [v, w], to: V, concat: {sep: ' ', skipBlank: true, parts: {v: '[^ ]+', w: '.+'}}}",
        "{from: [v, w], to: V, concat: {sep: ' ', skipBlank: true}, back: {ambiguous: split-last}}",
        "{from: [v, w, x], to: V, concat: {sep: ' ', skipBlank: true}, back: {anchor: none}}",
        "{from: [v, w], to: V, concat: {sep: ''}}",
        "{from: v, to: V, split: {sep: ';'}}",
        "{from: v, to: V, split: {sep: ';', as: set}}",
        "{from: v, to: V, join: {sep: ';'}}",
        "{from: v, to: V, join: {sep: ';', as: set}}",
        "{from: v, to: V, set: {}}",
        "{from: v, to: V, set: {sep: ';', map: {low: L, normal: L, high: H, a: A, b: B}}}",
        "{from: v, to: V, lookup: {values: {Ann: '1', Smith: '2', a: '2'}, otherwise: '9'}}",
        "{from: v, to: V, ref: {object: contact, type: number}}",
        "{from: v, to: V, html: to-text}",
        "{from: v, to: V, html: to-text, back: {html: wrap-paragraphs}}",
        "{from: l, to: '.', keyed: {key: id, value: v, entries: [{7: V}, {8: W, map: {low: L}}]}}",
        "{to: V, const: fixed}");
  }

  /** Values that suit the transform, odd ones that do not, and its own images. */
  private static JsonNode value(Corner corner) {
    return corner.any();
  }

  private static ObjectNode source(Field field, Corner corner) {
    ObjectNode out = Json.object().put("id", 5).put("other", "stays");
    for (Path path : field.from()) {
      path.write(out, value(corner));
    }
    return out;
  }

  private static Field field(Mapping mapping) {
    return mapping.owners().get(1).fields().get(0);
  }

  private static JsonNode view(Field field, ObjectNode source, Corner corner) {
    if (corner.chance(40)) {
      return field.get(source(field, corner), Given.REFS);
    }
    if (field.lens() instanceof RefLens) {
      return Json.tree(corner.pick(List.of("t-1", "t-77", "t-9", "t-dead", "nobody")));
    }
    return value(corner);
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void l1_an_unedited_field_is_never_written(String line) {
    Mapping mapping = Given.fields(line);
    Field field = field(mapping);
    Corner corner = new Corner(1);
    for (int i = 0; i < DRAWS; i++) {
      ObjectNode s0 = source(field, corner);
      ObjectNode t = mapping.get(s0, Given.REFS);
      Inversion back = mapping.invert(Given.first(mapping, s0, t), Given.REFS);
      check(back.empty() && back.flags().isEmpty(), s0, back);
    }
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void l1_a_field_the_platform_rewrote_is_not_written_either_if_nobody_edited_it(String line) {
    Mapping mapping = Given.fields(line);
    Field field = field(mapping);
    Corner corner = new Corner(2);
    for (int i = 0; i < DRAWS; i++) {
      ObjectNode s0 = source(field, corner);
      ObjectNode t = Given.edited(mapping.get(s0, Given.REFS), field.to().text(), value(corner));
      Versions versions = Given.versions(mapping, s0, t, t, s0, java.util.Map.of(), null);
      Inversion back = mapping.invert(versions, Given.REFS);
      check(back.empty() && back.flags().isEmpty(), s0, t);
    }
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void l2_what_is_written_gives_the_view_and_l4_every_choice_does_too(String line) {
    Mapping mapping = Given.fields(line);
    Field field = field(mapping);
    Corner corner = new Corner(3);
    int written = 0;
    for (int i = 0; i < DRAWS; i++) {
      ObjectNode s0 = source(field, corner);
      JsonNode view = view(field, s0, corner);
      ObjectNode t1 = Given.edited(mapping.get(s0, Given.REFS), field.to().text(), view);
      Inversion back = mapping.invert(Given.first(mapping, s0, t1), Given.REFS);
      ObjectNode s1 = Given.applied(s0, back);
      if (back.flags().isEmpty()) {
        JsonNode now = field.to().read(t1);
        check(field.holds(now, s1, Given.REFS), s0, view);
        written += back.empty() ? 0 : 1;
      } else {
        check(back.empty(), s0, back);
        for (Choice choice : back.flags().get(0).choices()) {
          ObjectNode chosen = Given.applied(s0, choice.set(), choice.clear());
          check(field.holds(view, chosen, Given.REFS), s0, choice);
        }
      }
      check(leaves(s1, field).equals(leaves(s0, field)), s0, view);
    }
    assertThat(written > 0 || field.lens().cells().edit().compareTo(Grade.Cell.RULE) >= 0)
        .as("some edits go home")
        .isTrue();
  }

  /** All of a record but the footprint. */
  private static ObjectNode leaves(ObjectNode record, Field field) {
    ObjectNode out = record.deepCopy();
    field.from().forEach(path -> out.remove(path.steps().get(0).name()));
    return out;
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void l6_a_created_record_gives_the_record_it_was_made_from(String line) {
    Mapping mapping = Given.fields(line);
    Field field = field(mapping);
    Corner corner = new Corner(4);
    for (int i = 0; i < DRAWS; i++) {
      JsonNode view = view(field, Json.object(), corner);
      ObjectNode target = Given.edited(Json.object().put("Id", 5), field.to().text(), view);
      Inversion born = mapping.create(target, Given.REFS);
      if (born.flags().isEmpty() && !Same.blank(view)) {
        ObjectNode source = Given.applied(Json.object(), born);
        check(field.holds(view, source, Given.REFS), view, source);
      }
      for (Flag flag : born.flags()) {
        check(Collections.disjoint(born.set().keySet(), flag.sourcePaths()), view, born);
      }
    }
  }

  private static void check(boolean holds, Object record, Object detail) {
    if (!holds) {
      throw new AssertionError("law broken for " + record + " with " + detail);
    }
  }
}
