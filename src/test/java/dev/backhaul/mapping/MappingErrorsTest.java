package dev.backhaul.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a person reads who made a mistake in a mapping file; line 8 is the first field after the
 * key.
 */
class MappingErrorsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{from: a, to: A, concta: {}} | example.yaml:8: unknown key 'concta'; did you mean 'concat'?",
        "{from: a, to: A, from: b} | example.yaml:8: the key 'from' stands here twice",
        "{from: a, too: A} | example.yaml:8: unknown key 'too'; did you mean 'to'?",
        "{to: A} | example.yaml:8: expected the key 'from' here (or `const:`)",
        "{from: a, to: A, map: {x: y, x: z}} | example.yaml:8: the key 'x' stands here twice",
        "{from: a, to: A, map: {table: live}} | example.yaml:8: unknown table 'live'; did you mean 'life'?",
        "{from: a, to: A, map: {x: y, otherwise: z}} | example.yaml:8: put the pairs under `values:` to use `otherwise:`",
        "{from: a, to: A, steps: [trimm]} | example.yaml:8: unknown step 'trimm'; did you mean 'trim'?",
        "{from: a, to: A, steps: [{truncate: many}]} | example.yaml:8: expected a whole number, found 'many'",
        "{from: a, to: A, date: {from: iso, to: dat}} | example.yaml:8: unknown value 'dat'; did you mean 'date'?",
        "{from: a, to: A, date: {from: iso, to: date, zone: Mars/Base}} | example.yaml:8: unknown zone 'Mars/Base'; expected e.g. Europe/Berlin",
        "{from: a, to: A, back: {prefer: {x: y}}} | example.yaml:8: no transform of this field knows `back: prefer`",
        "{from: a, to: A, back: {perfer: {x: y}}} | example.yaml:8: unknown key 'perfer'; did you mean 'prefer'?",
        "{from: a, to: Id} | example.yaml:8: the target path 'Id' is already owned by line 7; keep one, or make the second `derived:`",
        "{from: a, to: Id.part} | example.yaml:8: the target path 'Id.part' lies inside 'Id' of line 7",
        "{from: id.part, to: B} | example.yaml:8: the source path 'id.part' is already owned by line 7; make one of them `derived: {from: id.part}`",
        "{from: [a, b], to: C} | example.yaml:8: several sources need `concat:`",
        "{from: [a, b], to: C, concat: {parts: {a: x}}} | example.yaml:8: expected 2 parts, one for each source; found 1",
        "{from: a..b, to: C} | example.yaml:8: the path 'a..b' has an empty segment",
        "{from: a, to: C, map: {x: y}, bool: {}} | example.yaml:8: a field has one transform; put further ones under `steps:`",
      })
  void a_mistake_is_named_with_its_line_and_the_nearest_right_word(String line, String message) {
    assertThatThrownBy(() -> Given.with("tables: {life: {a: b}}", line).hash())
        .isInstanceOf(MappingException.class)
        .hasMessage(message.replace(":8:", ":9:").replace("line 7", "line 8"));
  }

  @Test
  void a_transform_that_does_not_exist_yet_is_refused() {
    assertThatThrownBy(() -> Given.fields("{from: a, to: A, expr: {forward: x}}"))
        .hasMessageStartingWith("example.yaml:8: unknown key 'expr'");
  }

  @Test
  void the_join_key_must_be_a_copied_field() {
    assertThatThrownBy(
            () ->
                Given.file(
                    """
                    mapping: m
                    version: 1
                    source: {system: a, object: b}
                    target: {system: c, object: d}
                    identity: {source: id, target: Key}
                    fields: [{from: id, to: Key, steps: [lower]}]
                    """))
        .hasMessage(
            "example.yaml:5: the join key must be a copied field: add `{from: id, to: Key}` under fields");
  }

  @Test
  void text_that_is_not_yaml_is_named_with_its_line() {
    assertThatThrownBy(() -> Given.file("mapping: m\nfields: [\n"))
        .hasMessageStartingWith("example.yaml:3: not YAML");
  }

  @Test
  void labels_that_are_turned_round_are_a_warning() {
    assertThat(
            Given.fields("{from: p, to: P, map: {low: HIGH, normal: MEDIUM, high: LOW}}")
                .warnings())
        .containsExactly(
            "example.yaml:8: the values of 'P' look turned round: low -> HIGH but normal -> MEDIUM");
    assertThat(
            Given.fields("{from: p, to: P, map: {low: LOW, normal: MEDIUM, high: HIGH}}")
                .warnings())
        .isEmpty();
  }

  @Test
  void table_keys_keep_their_spelling() {
    Mapping mapping = Given.fields("{from: v, to: V, map: {1.10: a, 1.1: b, NO: c, 010: d, ~: e}}");

    for (String pair : new String[] {"1.10=a", "1.1=b", "NO=c", "010=d", "~=e"}) {
      String[] both = pair.split("=");
      assertThat(
              mapping
                  .get(Given.json("{'id':'1','v':'" + both[0] + "'}"), Given.REFS)
                  .get("V")
                  .asText())
          .isEqualTo(both[1]);
    }
  }

  @Test
  void the_hash_ignores_layout_and_comments_but_not_quotes() {
    String one = Given.fields("{from: a, to: A, default: 5, back: {default: value}}").hash();

    assertThat(Given.fields("{from: a,   to: A, back: {default: value}, default: 5} # why").hash())
        .isEqualTo(one);
    assertThat(Given.fields("{from: a, to: A, default: '5', back: {default: value}}").hash())
        .isNotEqualTo(one);
  }
}
