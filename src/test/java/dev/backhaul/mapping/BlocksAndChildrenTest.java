package dev.backhaul.mapping;

import static dev.backhaul.mapping.Given.REFS;
import static dev.backhaul.mapping.Given.json;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.backhaul.json.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Conditional blocks, second views, and lists of child records. */
class BlocksAndChildrenTest {
  private static final String[] BRANCHES = {
    "{when: {author: ['9','8']}, targetWhen: {Way: OUT}, fields: [{to: Way, const: OUT},"
        + " {from: author, to: Owner, lookup: {'9': o9, '8': o8}}]}",
    "{when: {open: 'true'}, targetWhen: {Way: IN}, fields: [{to: Way, const: IN},"
        + " {from: author, to: Contact, ref: {object: contact, type: number}}]}"
  };
  private final Mapping branches = Given.with("create: {defaults: {open: true}}", BRANCHES);

  private static Inversion invert(Mapping mapping, ObjectNode s0, ObjectNode t1) {
    return mapping.invert(Given.first(mapping, s0, t1), REFS);
  }

  @Test
  void the_first_block_whose_condition_holds_is_the_branch() {
    assertThat(branches.get(json("{'id':'1','author':9,'open':true}"), REFS))
        .isEqualTo(json("{'Id':'1','Way':'OUT','Owner':'o9'}"));
    assertThat(branches.get(json("{'id':'1','author':5,'open':true}"), REFS))
        .isEqualTo(json("{'Id':'1','Way':'IN','Contact':'t-5'}"));
  }

  @Test
  void an_edit_inside_a_branch_goes_home_through_that_branch() {
    ObjectNode s0 = json("{'id':'1','author':5,'open':true}");

    assertThat(invert(branches, s0, json("{'Id':'1','Way':'IN','Contact':'t-6'}")).set())
        .isEqualTo(Map.of("author", Json.parse("6")));
  }

  @Test
  void a_record_may_change_its_branch_if_the_new_source_does_too() {
    ObjectNode s0 = json("{'id':'1','author':5,'open':true}");

    Inversion back = invert(branches, s0, json("{'Id':'1','Way':'OUT','Owner':'o8'}"));

    assertThat(back.flags()).isEmpty();
    assertThat(back.set()).isEqualTo(Map.of("author", Json.parse("8")));
  }

  @Test
  void a_branch_that_the_source_cannot_follow_is_a_question() {
    ObjectNode s0 = json("{'id':'1','author':5,'open':true}");

    Inversion back = invert(branches, s0, json("{'Id':'1','Way':'OUT','Contact':'t-5'}"));

    assertThat(back.empty()).isTrue();
    assertThat(back.flags()).extracting(Flag::code).contains(Code.BRANCH_CHANGED);
  }

  @Test
  void a_born_record_takes_the_branch_its_own_mark_says() {
    assertThat(
            requireNonNull(
                    branches
                        .create(json("{'Id':'1','Way':'OUT','Owner':'o9'}"), REFS)
                        .set()
                        .get("author"))
                .asText())
        .isEqualTo("9");
    Inversion in = branches.create(json("{'Id':'1','Way':'IN','Contact':'t-9'}"), REFS);
    assertThat(in.flags()).isEmpty();
    assertThat(in.needs()).containsExactly("contact:t-9");
  }

  @Test
  void a_second_view_follows_its_owner_and_is_a_question_when_edited_alone() {
    Mapping mapping =
        Given.fields(
            "{from: mail, to: Mail}", "{to: Login, derived: {from: mail, steps: [lower]}}");
    ObjectNode s0 = json("{'id':'1','mail':'A@b'}");

    Inversion both = invert(mapping, s0, json("{'Id':'1','Mail':'C@d','Login':'c@d'}"));
    Inversion alone = invert(mapping, s0, json("{'Id':'1','Mail':'A@b','Login':'x'}"));

    assertThat(both.flags()).isEmpty();
    assertThat(both.set()).isEqualTo(Map.of("mail", TextNode.valueOf("C@d")));
    assertThat(alone.empty()).isTrue();
    assertThat(alone.flags()).extracting(Flag::code).containsExactly(Code.DERIVED_EDITED);
  }

  private static final String EACH =
      "{from: lines, to: Lines, each: {key: sku, fields: [{from: sku, to: Sku},"
          + " {from: qty, to: Qty}, {from: kind, to: Kind, map: {a: A, b: B}}]}BACK}";

  private static final String ORDER =
      "{'id':'1','lines':[{'sku':'x','qty':1,'kind':'a','own':7},{'sku':'y','qty':2,'kind':'b'}]}";

  private static Inversion lines(String back, String lines) {
    Mapping mapping = Given.fields(EACH.replace("BACK", back));
    ObjectNode s0 = json(ORDER);
    return invert(
        mapping,
        s0,
        Given.edited(mapping.get(s0, REFS), "Lines", Json.parse(lines.replace('\'', '"'))));
  }

  @Test
  void a_child_is_found_by_its_key_and_only_its_edited_leaf_is_written() {
    Inversion back = lines("", "[{'Sku':'y','Qty':5,'Kind':'B'},{'Sku':'x','Qty':1,'Kind':'A'}]");

    assertThat(back.flags()).isEmpty();
    assertThat(back.set()).isEqualTo(Map.of("lines.sku=y.qty", Json.parse("5")));
  }

  @Test
  void the_order_of_children_is_no_edit() {
    assertThat(lines("", "[{'Sku':'y','Qty':2,'Kind':'B'},{'Sku':'x','Qty':1,'Kind':'A'}]").empty())
        .isTrue();
  }

  @Test
  void a_new_child_is_added_under_its_key() {
    Inversion back =
        lines(
            "",
            "[{'Sku':'x','Qty':1,'Kind':'A'},{'Sku':'y','Qty':2,'Kind':'B'},{'Sku':'z','Qty':9,'Kind':'A'}]");

    assertThat(back.set()).isEqualTo(Map.of("lines.sku=z", json("{'sku':'z','qty':9,'kind':'a'}")));
  }

  @Test
  void a_lost_child_is_a_question_until_a_rule_says_otherwise() {
    String one = "[{'Sku':'x','Qty':1,'Kind':'A'}]";

    Flag flag = lines("", one).flags().get(0);
    assertThat(flag.code()).isEqualTo(Code.UNMATCHED_CHILD);
    assertThat(flag.choices()).extracting(Choice::name).containsExactly("delete");
    assertThat(lines(", back: {gone: delete}", one).clear()).containsExactly("lines.sku=y");
    assertThat(lines(", back: {gone: keep}", one).empty()).isTrue();
    assertThat(lines(", back: {gone: keep}", one).flags()).isEmpty();
  }

  @Test
  void two_children_under_one_key_are_a_question() {
    assertThat(lines("", "[{'Sku':'x','Qty':1},{'Sku':'x','Qty':2}]").flags())
        .extracting(Flag::code)
        .containsExactly(Code.DUPLICATE_KEY);
  }

  @Test
  void children_added_and_edited_again_are_no_conflict_with_our_own_write() {
    Mapping mapping = Given.fields(EACH.replace("BACK", ", back: {gone: delete}"));
    ObjectNode s0 = json(ORDER);
    ObjectNode t0 = mapping.get(s0, REFS);
    ObjectNode added = t0.deepCopy();
    added.withArray("Lines").addObject().put("Sku", "z").put("Qty", 9);
    Inversion first =
        mapping.invert(Given.versions(mapping, s0, t0, added, s0, Map.of(), null), REFS);
    ObjectNode s1 = Given.applied(s0, first);
    Map<String, JsonNode> written = Given.written(Map.of(), first);

    ObjectNode again = t0.deepCopy();
    again.withArray("Lines").addObject().put("Sku", "z").put("Qty", 10);
    Inversion second =
        mapping.invert(Given.versions(mapping, s0, t0, again, s1, written, first.taken()), REFS);
    Inversion revert =
        mapping.invert(Given.versions(mapping, s0, t0, t0, s1, written, first.taken()), REFS);

    assertThat(second.flags()).isEmpty();
    assertThat(second.set()).isEqualTo(Map.of("lines.sku=z.qty", Json.parse("10")));
    assertThat(revert.clear()).containsExactly("lines.sku=z");
  }
}
