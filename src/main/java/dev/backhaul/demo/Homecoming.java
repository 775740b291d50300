package dev.backhaul.demo;

import dev.backhaul.apply.GateClosedException;
import dev.backhaul.apply.Report;
import dev.backhaul.apply.SetupUndo;
import dev.backhaul.apply.StoppedException;
import dev.backhaul.apply.Undo;
import dev.backhaul.apply.UndoScope;
import dev.backhaul.manifest.Silence;
import dev.backhaul.plan.PlanSummary;
import dev.backhaul.plan.Question;
import dev.backhaul.rollback.Rollback;
import dev.backhaul.store.Actor;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A whole rollback as its people walk it: an operator and an approver, from the delta to the
 * source's rules switched on again. Each step may be taken again after whatever ended it.
 */
public final class Homecoming {
  /** Stages, plans and writes. */
  public static final Actor OPERATOR = new Actor("ops", Set.of(Actor.Role.OPERATOR));

  /** Approves. */
  public static final Actor APPROVER = new Actor("boss", Set.of(Actor.Role.APPROVER));

  private final Rollback rollback;

  /** The way of one rollback. */
  public Homecoming(Rollback rollback) {
    this.rollback = rollback;
  }

  /** Stages the delta, plans, and has the second person say yes to it. */
  public PlanSummary approvedPlan() {
    rollback.stage();
    PlanSummary plan = rollback.plan();
    approve(plan);
    return plan;
  }

  /** What no API of the source can list or switch off: a person looks, and waives it by name. */
  static SortedSet<String> unprovable(Rollback rollback) {
    Silence silence = rollback.configuration().source().silence();
    return silence == null ? new TreeSet<>() : new TreeSet<>(silence.unprovable().keySet());
  }

  /** Says yes to a plan; saying it again changes nothing. */
  public void approve(PlanSummary plan) {
    for (String cause : unprovable(rollback)) {
      rollback.approvals().waive(cause, APPROVER, "looked there in person: nothing will fire");
    }
    rollback.approvals().approvePlan(plan.hash(), OPERATOR.name(), APPROVER, "the plan was read");
    rollback
        .approvals()
        .consent(plan.hash(), APPROVER, "comments cannot be taken back, and shall not be");
  }

  /**
   * Proves silence, applies all waves, restores the rules.
   *
   * @return why it stopped, and what to do before this is called again; null when all is done
   */
  public @Nullable String write() {
    try {
      rollback.silence().prove(OPERATOR);
      for (int wave = 1; wave <= rollback.waves(); wave++) {
        Report report = rollback.apply(wave);
        if (report.stopped() != null) {
          return report.stopped();
        }
      }
      rollback.silence().restore(OPERATOR);
      return null;
    } catch (GateClosedException | StoppedException e) {
      return e.getMessage();
    }
  }

  /**
   * Takes everything back that was written: what can be undone, then the setup; the rules are
   * restored last. Called again, it goes on where it stopped.
   *
   * @return why it stopped; null when nothing is left to undo
   */
  public @Nullable String takeBack() {
    try {
      rollback.silence().prove(OPERATOR);
      // What needs two passes gets them at once; a pass that puts nothing back waits for the
      // platform.
      for (Undo.Preview left = left(); runs(left); left = left()) {
        allow(left.hash());
        Undo.Undone undone = rollback.undo().run(left, OPERATOR, "rehearsed");
        if (undone.restored() == 0) {
          return "nothing more could be put back, "
              + undone.open()
              + " writes wait for their answer";
        }
      }
      SetupUndo.Removal removal = rollback.setupUndo().removal();
      if (!removal.what().isEmpty()) {
        allow(removal.hash());
        rollback.setupUndo().undo(removal, OPERATOR, "rehearsed");
      }
      rollback.silence().restore(OPERATOR);
      return null;
    } catch (GateClosedException | StoppedException e) {
      return e.getMessage();
    }
  }

  private Undo.Preview left() {
    return rollback.undo().preview(UndoScope.ALL);
  }

  private static boolean runs(Undo.Preview preview) {
    return preview.count(Undo.Fate.RESTORE) + preview.count(Undo.Fate.COMPENSATE) > 0;
  }

  private void allow(String hash) {
    rollback.approvals().approvePlan(hash, OPERATOR.name(), APPROVER, "what goes back was read");
  }

  /** The questions that stand open, in the judge's words. */
  public SortedSet<Asked> asked() {
    SortedSet<Asked> asked = new TreeSet<>();
    String after = "";
    for (List<Question> page = page(after); !page.isEmpty(); page = page(after)) {
      for (Question question : page) {
        String record = question.decision();
        String id = record.substring(record.indexOf(':') + 1);
        asked.add(new Asked(question.object(), id, question.field(), question.code()));
        after = question.id();
      }
    }
    return asked;
  }

  private List<Question> page(String after) {
    return rollback.questions().open("", after, 500);
  }

  /** Holds what has happened against the oracle of the incident's world. */
  public Verdict judged(Incident incident) {
    return incident.judge(asked(), rollback.lastPlan().map(Faults::named).orElse(Set.of()));
  }
}
