package dev.backhaul.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.console.AsJson;
import dev.backhaul.console.Rendering;
import dev.backhaul.plan.PlanSummary;
import dev.backhaul.rollback.Books;
import dev.backhaul.rollback.Rollback;
import dev.backhaul.store.Actor;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Decides what to write home from what is staged; writes nothing outside. */
@Command(
    name = "plan",
    description =
        "Decide what to write to the source, and show it. Whoever plans cannot approve that plan.")
final class Plan implements Callable<Integer> {
  private final Session session;

  @Option(names = "--show", description = "Show the newest plan instead of making a new one.")
  boolean show;

  Plan(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (show) {
      try (Books books = session.books()) {
        return report(
            books
                .lastPlan()
                .orElseThrow(
                    () ->
                        new CommandException(
                            ExitCode.FAILED,
                            "no plan yet\nmake one: backhaul delta, then backhaul plan")),
            books.setups());
      }
    }
    Actor actor = session.actor("plan");
    actor.require(Actor.Role.OPERATOR, "plan");
    try (Rollback rollback = session.rollback()) {
      session.ready(rollback, false);
      PlanSummary plan = rollback.plan();
      rollback.books().propose("plan", plan.hash(), actor);
      Delta.stillWritten(session, rollback.books());
      return report(plan, rollback.books().setups());
    }
  }

  private int report(PlanSummary plan, List<String> setups) {
    ObjectNode json = AsJson.plan(plan);
    setups.forEach(json.putArray("setup")::add);
    session.report(
        json,
        () ->
            Rendering.plan(plan)
                + (setups.isEmpty()
                    ? ""
                    : "\nSet up in the source first:\n  " + String.join("\n  ", setups) + "\n")
                + "\nNext: backhaul questions, then a second person: backhaul approve --reason ...\n");
    return ExitCode.OK.code();
  }
}
