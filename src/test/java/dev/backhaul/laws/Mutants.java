package dev.backhaul.laws;

import java.util.List;

/** The list: what breaks each law, and who notices. Kept current with the sources it changes. */
final class Mutants {
  private static final String HOUSE = "dev.backhaul.";

  private Mutants() {}

  private static Mutant of(
      String law, String type, String text, String instead, String test, String method) {
    return new Mutant(law, HOUSE + type, text, instead, HOUSE + test, method);
  }

  static List<Mutant> all() {
    return List.of(
        // Law 3: plan before apply.
        of(
            "a plan that nobody approved is applied",
            "store.Approvals",
            "return inForce(handle, Kind.PLAN, hash).isPresent();",
            "return true;",
            "apply.ApplyTest",
            "nothing_is_written_without_an_approved_plan"),
        of(
            "whoever proposed a plan approves it",
            "store.Approvals",
            "if (secondPerson && actor.name().equals(proposedBy)) {",
            "if (false) {",
            "apply.ApplyTest",
            "whoever_proposed_a_plan_cannot_approve_it_and_an_operator_never_can"),
        of(
            "a revoked approval stays in force",
            "store.Approvals",
            "SELECT * FROM approval WHERE revoked_at IS NULL AND",
            "SELECT * FROM approval WHERE",
            "apply.ApplyTest",
            "a_revoked_approval_stops_what_is_not_sent_yet"),
        of(
            "the hash does not cover the target's version",
            "plan.DecisionJson",
            "    out.put(\"targetVersion\", decision.targetVersion());\n"
                + "    out.put(\"sourceVersion\", decision.sourceVersion());\n"
                + "    return out;",
            "    out.put(\"sourceVersion\", decision.sourceVersion());\n    return out;",
            "plan.PlannerTest",
            "a_new_version_of_the_target_record_makes_it_another_decision"),
        of(
            "the hash does not cover the source's version",
            "plan.DecisionJson",
            "    out.put(\"sourceVersion\", decision.sourceVersion());\n    return out;",
            "    return out;",
            "plan.PlannerTest",
            "a_new_version_of_the_source_record_makes_it_another_decision"),
        of(
            "the hash does not cover the mapping",
            "plan.Draft",
            "covered.put(\"mapping\", flow.mapping().hash());",
            "",
            "plan.PlannerTest",
            "another_mapping_makes_it_another_plan_even_if_it_writes_the_same"),
        of(
            "a record that moved since it was planned is written over",
            "apply.Capture",
            "    return planned != null\n        && !item.version()",
            "    return false\n        && planned != null && !item.version()",
            "apply.ApplyTest",
            "a_record_that_moved_since_planning_is_left_for_the_next_plan"),
        of(
            "the brake does not hold",
            "apply.Brake",
            "      desired.pause(APPLY, Actor.SERVICE, \"brake: \" + reason);\n"
                + "      throw new StoppedException(\n"
                + "          \"the brake stopped the wave: \"",
            "      new StoppedException(\n          \"the brake stopped the wave: \"",
            "apply.ApplyTest",
            "the_brake_pauses_for_good_when_too_much_is_refused"),
        // Law 1 and 2: only by those who may, never guessed.
        of(
            "a value by a writer nobody knows comes home",
            "delta.Writers",
            ".orElse(WriterClass.UNKNOWN);",
            ".orElse(WriterClass.PEOPLE);",
            "delta.WritersTest",
            "a_writer_that_no_rule_names_is_unknown_and_does_not_come_home"),
        // Law 4: nothing without a before-image, and honest about undo.
        of(
            "a write has no before-image",
            "apply.Capture",
            "before == null ? null : Wanted.image(before),",
            "null,",
            "apply.UndoTest",
            "an_undone_update_is_back_to_the_value_before_and_an_undone_undo_is_home_again"),
        of(
            "what cannot be undone needs no consent",
            "apply.Gate",
            ".filter(d -> consented || d.undo() != Decision.UndoClass.NONE)",
            ".filter(d -> true)",
            "apply.ApplyTest",
            "what_cannot_be_undone_needs_its_own_consent"),
        of(
            "undo writes over what somebody touched since",
            "apply.Undo",
            "      if (!Leaves.same(Leaves.at(after, path), now)) {",
            "      if (false) {",
            "apply.UndoTest",
            "what_somebody_touched_since_is_left_alone_even_if_touched_after_the_preview"),
        // Law 5: stop anywhere.
        of(
            "the cursor moves before the page is staged",
            "delta.Stage",
            "    long known =\n        store.inTransaction(",
            "    store.useTransaction(\n"
                + "        tx ->\n"
                + "            Cursors.save(\n"
                + "                tx,\n"
                + "                new Cursor(object, page.resume(), page.from(), page.from(), 1, 0, 0),\n"
                + "                fence.epoch(),\n"
                + "                now));\n"
                + "    long known =\n        store.inTransaction(",
            "delta.StageTest",
            "a_page_that_cannot_be_staged_whole_leaves_the_cursor_where_it_was"),
        of(
            "a page is staged without a look at the fence",
            "delta.Stage",
            "              fence.check(handle);\n              Cursor cursor",
            "              Cursor cursor",
            "delta.StageTest",
            "a_writer_who_lost_its_lease_changes_neither_rows_nor_cursor"),
        of(
            "the journal commits without a look at the fence",
            "journal.Journal",
            "fence.get().check(tx);",
            "",
            "journal.JournalTest",
            "a_writer_who_lost_its_lease_neither_announces_a_write_nor_settles_one"),
        of(
            "the fence lets an ex-leader through",
            "store.Fence",
            "if (held == 0) {",
            "if (held < 0) {",
            "rollback.LeaseTest",
            "whoever_slept_through_its_lease_is_fenced_off_by_the_next"),
        of(
            "a new holder of a lease gets no epoch of its own",
            "store.Leases",
            "epoch = lease.epoch + 1",
            "epoch = lease.epoch",
            "journal.JournalTest",
            "an_earlier_life_of_the_same_owner_is_fenced_off_too"),
        of(
            "the gate lets an ex-leader through",
            "apply.Gate",
            "store.useTransaction(tx -> fence.get().check(tx));",
            "store.useTransaction(tx -> {});",
            "apply.ApplyTest",
            "the_gate_names_every_reason_at_once"),
        of(
            "a write leaves before the journal says so",
            "apply.Send",
            "    List<Entry> sent =\n"
                + "        journal.move(\n"
                + "            CrashPoint.Step.SENT, entries, State.SENT, entry -> entry.trace().sent(batch, now));\n"
                + "    List<Write> writes = sent.stream().map(Wanted::write).toList();\n"
                + "    WriteAnswer answer;\n"
                + "    try {\n"
                + "      answer = account.write(sent.get(0).object(), writes);\n",
            "    List<Entry> sent = entries;\n"
                + "    List<Write> writes = sent.stream().map(Wanted::write).toList();\n"
                + "    WriteAnswer answer;\n"
                + "    try {\n"
                + "      answer = account.write(sent.get(0).object(), writes);\n"
                + "      sent =\n"
                + "          journal.move(\n"
                + "              CrashPoint.Step.SENT, entries, State.SENT, entry -> entry.trace().sent(batch, now));\n",
            "apply.OrderTest",
            "a_write_leaves_only_after_the_journal_says_that_it_was_sent"),
        of(
            "a write whose answer was lost is sent again blindly",
            "apply.Settle",
            "  private List<Entry> judge(List<Entry> unknown) {\n",
            "  private List<Entry> judge(List<Entry> unknown) {\n"
                + "    if (true) {\n"
                + "      return journal.commit(\n"
                + "          CrashPoint.Step.FAILED,\n"
                + "          tx ->\n"
                + "              unknown.stream()\n"
                + "                  .map(e -> outcome.again(tx, e, \"lost\", time.instant()))\n"
                + "                  .toList());\n"
                + "    }\n",
            "apply.ApplyTest",
            "each_fault_of_a_call_ends_with_every_write_done_once"),
        of(
            "a write that may still come late is sent again at once",
            "apply.Settle",
            "    patience.until(last.plus(settings.commitTime()));\n",
            "",
            "apply.ApplyTest",
            "each_fault_of_a_call_ends_with_every_write_done_once"),
        of(
            "a write that is unclear for good is sent again",
            "apply.Settle",
            "          outcome.asked(\n"
                + "              tx, entry, answered ? Asked.READ_BACK_DIFFERS : Asked.MAYBE_WRITTEN, other.what());",
            "          outcome.again(tx, entry, other.what(), time.instant());",
            "apply.ApplyTest",
            "a_lost_answer_and_another_hand_in_between_is_a_question_never_a_blind_resend"),
        of(
            "a record without an answer of its own counts as done",
            "platform.JobReader",
            ": byKey.getOrDefault(key, unknown(writes.get(i))));",
            ": byKey.getOrDefault(\n"
                + "                  key, new WriteResult(key, WriteResult.Status.UPDATED, key, null)));",
            "platform.JobsTest",
            "aRecordWithoutARowOfItsOwnIsUnknown"),
        // Law 6: one gate.
        of(
            "a call takes its permit from the first limit only",
            "budget.Queue",
            "boolean refused = waiter.tallies.stream().anyMatch(",
            "boolean refused = waiter.tallies.stream().limit(1).anyMatch(",
            "budget.BudgetTest",
            "aCallTakesFromAllLimitsThatCountItOrFromNone"),
        of(
            "what is spent is forgotten in a crash",
            "budget.Budget",
            "        saveAhead(next, now);\n",
            "",
            "budget.BudgetTest",
            "aCrashOverCountsAndNeverUnderCounts"),
        // Law 8: silence before writes.
        of(
            "the gate opens without silence",
            "apply.Gate",
            "reasons.addAll(silence.doubts(handle));",
            "",
            "apply.ApplyTest",
            "the_gate_names_every_reason_at_once"),
        of(
            "a canary that is heard proves silence",
            "apply.Silence",
            "heard.noises().forEach(noise -> reasons.add(\"the canary set something off: \" + noise));",
            "",
            "apply.SilenceTest",
            "a_canary_that_is_heard_closes_the_gate"),
        of(
            "a rule that stayed on proves silence",
            "apply.Silence",
            ".filter(item -> item.active() && !waived.contains(item.cause()))",
            ".filter(item -> false)",
            "apply.SilenceTest",
            "a_rule_that_will_not_go_off_closes_the_gate_unless_its_cause_is_waived_by_name"),
        // Law 9: no change before capture.
        of(
            "a rule is switched off before it is captured",
            "apply.Silence",
            "    List<Entry> captured =\n        journal.commit(",
            "    ask(SilenceRequest.Verb.DISABLE, active);\n"
                + "    List<Entry> captured =\n        journal.commit(",
            "apply.OrderTest",
            "a_rule_is_switched_off_only_after_it_was_captured"));
  }
}
