package dev.backhaul.plan;

import static dev.backhaul.delta.Delta.MIGRATION;
import static dev.backhaul.delta.Delta.PERSON;
import static dev.backhaul.delta.Delta.STRANGER;
import static dev.backhaul.plan.PlanWorld.json;
import static dev.backhaul.plan.PlanWorld.wrote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backhaul.delta.Delta;
import dev.backhaul.delta.IdMap;
import dev.backhaul.mapping.Ref;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan decides, what it asks, and what makes it another plan. */
class PlannerTest {
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

  @Test
  void an_edit_comes_home_as_an_update_of_that_field_only() {
    world.editedTicket().plan();

    Decision decision = world.decision("ticket:t1");
    assertThat(decision.kind()).isEqualTo(Decision.Kind.UPDATE);
    assertThat(decision.state()).isEqualTo(Decision.State.READY);
    assertThat(decision.set()).isEqualTo(json("{'subject':'new'}"));
    assertThat(decision.sourceId()).isEqualTo("1");
    assertThat(decision.sourceVersion()).isEqualTo("s1");
    assertThat(decision.targetVersion()).isEqualTo("v1");
    assertThat(world.codes()).isEmpty();
  }

  @Test
  void planning_again_gives_the_same_plan() {
    String first = world.editedTicket().bornTicket("t2", PERSON).plan().hash();

    assertThat(world.plan().hash()).isEqualTo(first);
    assertThat(world.plan().hash()).isEqualTo(first);
  }

  @Test
  void a_new_version_of_the_target_record_makes_it_another_decision() {
    world.editedTicket().plan();
    String before = world.decision("ticket:t1").fingerprint();

    world
        .inDelta("ticket", "t1", "v2", "1", "{'subject':'new','stage':'3'}")
        .proven(
            "ticket",
            wrote("t1", "subject", "old", -60, MIGRATION),
            wrote("t1", "subject", "new", 60, PERSON))
        .plan();

    assertThat(world.decision("ticket:t1").fingerprint()).isNotEqualTo(before);
  }

  @Test
  void a_new_version_of_the_source_record_makes_it_another_decision() {
    world.editedTicket().plan();
    String before = world.decision("ticket:t1").fingerprint();

    world.inSource("ticket", "1", "s2", -500, "{'subject':'old','status':'open'}").plan();

    assertThat(world.decision("ticket:t1").fingerprint()).isNotEqualTo(before);
  }

  @Test
  void another_mapping_makes_it_another_plan_even_if_it_writes_the_same() {
    String before = world.editedTicket().plan().hash();

    world.remap("\n- {from: priority, to: properties.priority}");

    assertThat(world.plan().hash()).isNotEqualTo(before);
    assertThat(world.decision("ticket:t1").set()).isEqualTo(json("{'subject':'new'}"));
  }

  @Test
  void time_that_passes_makes_no_other_plan() {
    String before = world.editedTicket().plan().hash();

    world.delta.time.pass(java.time.Duration.ofDays(1));

    assertThat(world.plan().hash()).isEqualTo(before);
  }

  @Test
  void a_collapsed_value_is_asked_and_the_rest_goes_without_it() {
    collapsed();
    world.plan();

    assertThat(world.question("ticket:t1").code()).isEqualTo("AMBIGUOUS_COLLAPSED_VALUE");
    assertThat(world.decision("ticket:t1").state()).isEqualTo(Decision.State.READY);
    assertThat(world.decision("ticket:t1").set()).isEqualTo(json("{'subject':'new'}"));
  }

  private void collapsed() {
    world
        .inSource("ticket", "1", "s1", -500, "{'subject':'old','status':'solved'}")
        .inDelta("ticket", "t1", "v1", "1", "{'subject':'new','stage':'3'}")
        .proven(
            "ticket",
            wrote("t1", "subject", "old", -60, MIGRATION),
            wrote("t1", "subject", "new", 60, PERSON),
            wrote("t1", "stage", "4", -60, MIGRATION),
            wrote("t1", "stage", "3", 60, PERSON));
  }

  @Test
  void hold_flagged_holds_the_whole_record_while_any_question_is_open() {
    collapsed();
    world.holdFlagged = true;
    world.plan();

    assertThat(world.decision("ticket:t1").state()).isEqualTo(Decision.State.HELD);
    assertThat(world.question("ticket:t1").holdsRecord()).isTrue();

    world.answer(world.question("ticket:t1").id(), "leave");
    world.plan();
    assertThat(world.decision("ticket:t1").state()).isEqualTo(Decision.State.READY);
    assertThat(world.decision("ticket:t1").set()).isEqualTo(json("{'subject':'new'}"));
  }

  @Test
  void an_answer_is_followed_by_the_next_plan_and_changes_its_hash() {
    collapsed();
    String before = world.plan().hash();

    world.answer(world.question("ticket:t1").group(), "hold");
    String after = world.plan().hash();

    assertThat(world.decision("ticket:t1").set())
        .isEqualTo(json("{'subject':'new','status':'hold'}"));
    assertThat(after).as("through the patch, the hash covers the answer").isNotEqualTo(before);
    assertThat(world.questions.countOpen()).isZero();
  }

  @Test
  void an_answer_to_one_question_outweighs_that_to_its_group() {
    collapsed();
    world.plan();
    Question question = world.question("ticket:t1");

    world.answer(question.id(), "open");
    world.answer(question.group(), "hold");
    world.plan();

    assertThat(world.decision("ticket:t1").set().path("status").asText()).isEqualTo("open");
  }

  @Test
  void an_answer_needs_a_known_scope_a_known_choice_and_a_reason() {
    collapsed();
    world.plan();
    String group = world.question("ticket:t1").group();
    var mia = new dev.backhaul.store.Actor("mia", Set.of(dev.backhaul.store.Actor.Role.OPERATOR));

    assertThatThrownBy(() -> world.answers.answer("nothing-123", "open", mia, "why"))
        .hasMessage("no question or group 'nothing-123'; list them with: backhaul questions");
    assertThatThrownBy(() -> world.answers.answer(group, "close", mia, "why"))
        .hasMessage("'close' is not a choice of " + group + "; choose one of [open, hold, leave]");
    assertThatThrownBy(() -> world.answers.answer(group, "open", mia, " "))
        .hasMessage("an answer needs a reason: it stands in the audit trail");
  }

  @Test
  void a_question_that_is_no_longer_asked_is_withdrawn() {
    collapsed();
    world.plan();
    assertThat(world.codes()).hasSize(1);

    world
        .inDelta("ticket", "t1", "v2", "1", "{'subject':'new','stage':'4'}")
        .proven(
            "ticket",
            wrote("t1", "stage", "4", -60, MIGRATION),
            wrote("t1", "stage", "4", 90, PERSON))
        .plan();

    assertThat(world.codes()).isEmpty();
  }

  @Test
  void an_applied_decision_is_not_decided_again() {
    world.editedTicket().plan();
    world.became("ticket:t1", Decision.State.APPLIED);
    world.inSource("ticket", "1", "s2", 900, "{'subject':'new','status':'open'}");

    world.plan();

    assertThat(world.decision("ticket:t1").state()).isEqualTo(Decision.State.APPLIED);
    assertThat(world.decision("ticket:t1").kind()).isEqualTo(Decision.Kind.UPDATE);
  }

  @Test
  void a_refused_decision_rests_until_something_moves() {
    world.editedTicket().plan();
    world.became("ticket:t1", Decision.State.REFUSED);
    world.plan();
    assertThat(world.decision("ticket:t1").state()).isEqualTo(Decision.State.REFUSED);

    world.inSource("ticket", "1", "s2", -500, "{'subject':'old','status':'open'}").plan();
    assertThat(world.decision("ticket:t1").state()).isEqualTo(Decision.State.READY);
  }

  @Test
  void a_value_by_a_writer_nobody_knows_is_asked_and_taken_only_on_an_answer() {
    world
        .inSource("ticket", "1", "s1", -500, "{'subject':'old','status':'open'}")
        .inDelta("ticket", "t1", "v1", "1", "{'subject':'strange','stage':'3'}")
        .proven(
            "ticket",
            wrote("t1", "subject", "old", -60, MIGRATION),
            wrote("t1", "subject", "strange", 60, STRANGER))
        .plan();
    assertThat(world.question("ticket:t1").code()).isEqualTo("UNKNOWN_WRITER");
    assertThat(world.decision("ticket:t1").kind()).isEqualTo(Decision.Kind.NONE);

    world.answer(world.question("ticket:t1").id(), "take");
    world.plan();
    assertThat(world.decision("ticket:t1").set()).isEqualTo(json("{'subject':'strange'}"));
  }

  @Test
  void a_stranger_who_wrote_what_was_there_already_asks_nothing() {
    world
        .inSource("ticket", "1", "s1", -500, "{'subject':'old','status':'open'}")
        .inDelta("ticket", "t1", "v1", "1", "{'subject':'old','stage':'3'}")
        .proven(
            "ticket",
            wrote("t1", "subject", "old", -60, MIGRATION),
            wrote("t1", "subject", "old", 60, STRANGER))
        .plan();

    assertThat(world.codes()).isEmpty();
  }

  @Test
  void an_edit_that_the_migration_wrote_over_can_still_come_home() {
    world
        .inSource("ticket", "1", "s1", -500, "{'subject':'old','status':'open'}")
        .inDelta("ticket", "t1", "v1", "1", "{'subject':'damage','stage':'3'}")
        .proven(
            "ticket",
            wrote("t1", "subject", "old", -60, MIGRATION),
            wrote("t1", "subject", "human", 60, PERSON),
            wrote("t1", "subject", "damage", 90, MIGRATION))
        .plan();
    Question question = world.question("ticket:t1");
    assertThat(question.code()).isEqualTo("MIGRATION_OVERWROTE");
    assertThat(question.choices())
        .extracting(Question.Choice::name)
        .containsExactly("take-edit", "take-migration", "leave");

    world.answer(question.id(), "take-edit");
    world.plan();
    assertThat(world.decision("ticket:t1").set()).isEqualTo(json("{'subject':'human'}"));
  }

  @Test
  void a_hazardous_value_is_left_out_and_replaced_only_as_answered() {
    world
        .inSource("ticket", "1", "s1", -500, "{'subject':'old','status':'open'}")
        .inDelta("ticket", "t1", "v1", "1", "{'subject':'new','stage':'1'}")
        .proven(
            "ticket",
            wrote("t1", "subject", "old", -60, MIGRATION),
            wrote("t1", "subject", "new", 60, PERSON),
            wrote("t1", "stage", "3", -60, MIGRATION),
            wrote("t1", "stage", "1", 60, PERSON))
        .plan();

    assertThat(world.question("ticket:t1").code()).isEqualTo("STATUS_NEW");
    assertThat(world.decision("ticket:t1").set()).isEqualTo(json("{'subject':'new'}"));

    world.answer(world.question("ticket:t1").group(), "skip");
    world.plan();
    assertThat(world.decision("ticket:t1").set()).isEqualTo(json("{'subject':'new'}"));
  }

  @Test
  void a_closed_ticket_refuses_every_update() {
    world
        .editedTicket()
        .inSource("ticket", "1", "s1", -500, "{'subject':'old','status':'closed'}")
        .plan();

    assertThat(world.question("ticket:t1").code()).isEqualTo("TICKET_CLOSED");
    assertThat(world.decision("ticket:t1").state()).isEqualTo(Decision.State.HELD);

    world.answer(world.question("ticket:t1").id(), "skip");
    world.plan();
    assertThat(world.decision("ticket:t1").kind()).isEqualTo(Decision.Kind.NONE);
  }

  @Test
  void a_record_born_in_the_target_is_created_under_an_immutable_key() {
    world.bornTicket("t2", PERSON).plan();

    Decision decision = world.decision("ticket:t2");
    assertThat(decision.kind()).isEqualTo(Decision.Kind.CREATE);
    assertThat(decision.joinKey()).isEqualTo("hubspot:ticket:t2");
    assertThat(decision.set()).isEqualTo(json("{'subject':'born','status':'solved'}"));
  }

  @Test
  void a_record_that_the_migration_made_after_cutover_stays_where_it_is() {
    world.bornTicket("t2", MIGRATION).plan();

    assertThat(world.decision("ticket:t2").kind()).isEqualTo(Decision.Kind.NONE);
    assertThat(world.codes()).isEmpty();
  }

  @Test
  void a_record_that_nobody_is_known_to_have_made_waits_for_an_answer() {
    world.bornTicket("t2", STRANGER).plan();
    assertThat(world.decision("ticket:t2").state()).isEqualTo(Decision.State.HELD);

    world.answer(world.question("ticket:t2").id(), "create");
    world.plan();
    assertThat(world.decision("ticket:t2").kind()).isEqualTo(Decision.Kind.CREATE);
    assertThat(world.decision("ticket:t2").state()).isEqualTo(Decision.State.READY);
  }

  @Test
  void an_edit_of_a_record_that_we_created_comes_home_too() {
    world.bornTicket("t2", PERSON).plan();
    world.pair("ticket", "t2", "ticket", "99", IdMap.Origin.CREATED);
    world.became("ticket:t2", Decision.State.APPLIED);
    world.inSource("ticket", "99", "s1", 900, "{'subject':'born','status':'solved'}").plan();
    assertThat(world.decision("ticket:t2").state()).isEqualTo(Decision.State.APPLIED);

    world
        .inDelta("ticket", "t2", "v2", null, "{'subject':'later','stage':'4'}")
        .proven(
            "ticket",
            wrote("t2", "subject", "born", 60, PERSON),
            wrote("t2", "stage", "4", 60, PERSON),
            wrote("t2", "subject", "later", 950, PERSON))
        .plan();

    assertThat(world.codes()).isEmpty();
    assertThat(world.decision("ticket:t2").kind()).isEqualTo(Decision.Kind.UPDATE);
    assertThat(world.decision("ticket:t2").sourceId()).isEqualTo("99");
    assertThat(world.decision("ticket:t2").set()).isEqualTo(json("{'subject':'later'}"));
  }

  @Test
  void a_person_whom_the_source_has_already_can_be_linked() {
    world
        .inSource("user", "5", "s1", -500, "{'name':'Ann','email':'Ann@x.test'}")
        .inDelta("contact", "c1", "v1", null, "{'name':'Ann','email':'Ann@x.test'}")
        .proven("contact", wrote("c1", "name", "Ann", 60, PERSON))
        .plan();
    assertThat(world.question("contact:c1").code()).isEqualTo("RECORD_DUPLICATE");

    world.answer(world.question("contact:c1").id(), "link");
    world.plan();

    assertThat(world.delta.ids.sourceId("contact", "c1")).contains("5");
    assertThat(world.decision("contact:c1").kind()).isEqualTo(Decision.Kind.NONE);
  }

  @Test
  void children_of_a_born_record_travel_with_it_oldest_first() {
    world.bornTicket("t2", PERSON);
    world.inDelta("note", "n2", "v1", null, "{'parent':'t2','body':'second'}");
    world.inDelta("note", "n1", "v1", null, "{'parent':'t2','body':'first'}");
    world.proven(
        "note",
        wrote("n1", "body", "first", 60, PERSON),
        wrote("n2", "body", "second", 70, PERSON));
    world.plan();

    assertThat(world.decision("ticket:t2").children())
        .extracting(child -> child.path("body").asText())
        .containsExactly("first", "second");
    assertThat(world.decision("note:n1").kind()).isEqualTo(Decision.Kind.NONE);
  }

  @Test
  void a_child_of_a_loaded_record_is_appended_to_it_and_stands_behind_all_roots() {
    world.editedTicket();
    world.inDelta("note", "n1", "v1", null, "{'parent':'t1','body':'hello'}");
    world.proven("note", wrote("n1", "body", "hello", 60, PERSON)).bornTicket("t2", PERSON).plan();

    Decision append = world.decision("note:n1");
    assertThat(append.kind()).isEqualTo(Decision.Kind.APPEND);
    assertThat(append.parent()).isEqualTo("ticket:t1");
    assertThat(append.needs()).contains("ticket:t1");
    assertThat(world.ready())
        .extracting(Decision::id)
        .containsExactly("ticket:t1", "ticket:t2", "note:n1");
  }

  @Test
  void a_child_whose_parent_has_no_home_is_asked_about_not_sent() {
    world.inSource("ticket", "1", "s1", -500, "{'subject':'old','status':'open'}");
    world.delta.sweep("ticket", Delta.deleted("t8", null, 90));
    world.inDelta("note", "n1", "v1", null, "{'parent':'t8','body':'hello'}");
    world.proven("note", wrote("n1", "body", "hello", 60, PERSON)).plan();

    assertThat(world.question("note:n1").code()).isEqualTo("NO_PARENT");
    assertThat(world.decision("note:n1").state()).isEqualTo(Decision.State.HELD);
  }

  @Test
  void an_append_to_a_closed_ticket_that_is_skipped_writes_nothing() {
    world.inSource("ticket", "1", "s1", -500, "{'subject':'old','status':'closed'}");
    world
        .inDelta("ticket", "t1", "v1", "1", "{'subject':'old'}")
        .proven("ticket", wrote("t1", "subject", "old", -60, MIGRATION));
    world.inDelta("note", "n1", "v1", null, "{'parent':'t1','body':'hello'}");
    world.proven("note", wrote("n1", "body", "hello", 60, PERSON)).plan();
    assertThat(world.question("note:n1").code()).isEqualTo("TICKET_CLOSED");

    world.answer(world.question("note:n1").id(), "skip");
    world.plan();
    assertThat(world.decision("note:n1").kind()).isEqualTo(Decision.Kind.NONE);
  }

  @Test
  void a_deletion_in_the_target_is_asked_and_deletes_only_on_an_answer_and_only_once() {
    world.inSource("ticket", "1", "s1", -500, "{'subject':'old','status':'open'}");
    world.delta.sweep("ticket", Delta.deleted("t1", "1", 90));
    world.plan();
    assertThat(world.decision("ticket:t1").state()).isEqualTo(Decision.State.HELD);

    world.answer(world.question("ticket:t1").id(), "delete");
    world.plan();
    assertThat(world.decision("ticket:t1").kind()).isEqualTo(Decision.Kind.DELETE);
    assertThat(world.decision("ticket:t1").sourceVersion()).isEqualTo("s1");

    world.became("ticket:t1", Decision.State.APPLIED);
    world.source.remove("ticket", "1");
    world.plan();
    assertThat(world.decision("ticket:t1").state()).isEqualTo(Decision.State.APPLIED);
    assertThat(world.codes()).isEmpty();
  }

  @Test
  void a_merge_in_the_target_is_asked_and_never_deletes() {
    world.inSource("user", "5", "s1", -500, "{'name':'Ann'}");
    world.delta.sweep("contact", Delta.merged("c1", "5", "c2", 90));
    world.plan();

    assertThat(world.question("contact:c1").code()).isEqualTo("RECORD_MERGED");
    assertThat(world.question("contact:c1").choices())
        .extracting(Question.Choice::name)
        .containsExactly("keep");
  }

  @Test
  void a_record_that_vanished_from_the_source_is_asked_even_if_it_was_read_before() {
    world.editedTicket().plan();
    world.source.remove("ticket", "1");

    world.plan();

    assertThat(world.question("ticket:t1").code()).isEqualTo("SOURCE_MISSING");
    assertThat(world.decision("ticket:t1").kind()).isEqualTo(Decision.Kind.NONE);
  }

  @Test
  void unknown_references_are_asked_of_the_target_once_and_in_bulk() {
    world.target.put("contact", "c5", "5", "v", Delta.LOADED, json("{}"));
    world.target.put("contact", "c6", "6", "v", Delta.LOADED, json("{}"));
    for (int i = 1; i <= 2; i++) {
      world
          .inSource(
              "ticket", "" + i, "s1", -500, "{'subject':'a','status':'open','requester_id':5}")
          .inDelta("ticket", "t" + i, "v1", "" + i, "{'subject':'a','stage':'3','requester':'c6'}");
    }
    world.proven(
        "ticket",
        wrote("t1", "requester", "c5", -60, MIGRATION),
        wrote("t1", "requester", "c6", 60, PERSON),
        wrote("t2", "requester", "c5", -60, MIGRATION),
        wrote("t2", "requester", "c6", 60, PERSON));
    world.plan();

    assertThat(world.decision("ticket:t1").set()).isEqualTo(json("{'requester_id':6}"));
    assertThat(world.decision("ticket:t2").set()).isEqualTo(json("{'requester_id':6}"));
    assertThat(world.target.asked.stream().filter(ask -> ask.startsWith("contact by id")))
        .hasSize(1);
  }

  @Test
  void a_reference_to_a_merged_record_leads_to_the_one_it_was_merged_into() {
    world.target.put("contact", "c9", "9", "v", Delta.LOADED, json("{}"));
    world.delta.sweep(
        "contact", Delta.merged("c7", null, "c8", 90), Delta.merged("c8", null, "c9", 91));
    Lookups lookups =
        new Lookups(
            world.delta.store,
            world.delta.fence,
            world.delta.ids,
            world.delta.staged,
            world.target,
            Map.of("contact", "user"),
            Set.of());

    assertThat(lookups.sourceId("contact", "c7")).isEqualTo(new Ref.Unknown());
    assertThat(lookups.resolve()).isTrue();

    assertThat(lookups.sourceId("contact", "c7")).isEqualTo(new Ref.Known("9"));
    assertThat(lookups.resolve()).as("nothing is asked twice").isFalse();
  }

  @Test
  void the_summary_counts_what_is_decided_and_outlives_the_planner() {
    PlanSummary made = world.editedTicket().plan();

    PlanSummary kept =
        PlanSummary.latest(world.delta.store, world.decisions, world.questions).orElseThrow();
    assertThat(kept.hash()).isEqualTo(made.hash());
    assertThat(kept.tallies())
        .singleElement()
        .matches(tally -> tally.kind() == Decision.Kind.UPDATE && tally.count() == 1);
    assertThat(kept.fidelity()).containsKey("ticket");
  }

  @Test
  void a_decision_and_a_page_never_print_values() {
    world.editedTicket().plan();

    assertThat(world.decision("ticket:t1").toString()).doesNotContain("new").contains("ticket:t1");
    assertThat(List.of(world.planner().first(world.planner().flows().get(1), 10)).toString())
        .doesNotContain("old");
  }
}
