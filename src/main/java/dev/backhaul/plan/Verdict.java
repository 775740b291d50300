package dev.backhaul.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What planning says about one target record.
 *
 * @param decision the decision
 * @param questions what only a person can decide about it; answered ones included
 * @param link the source id that a person said it is; null unless so answered
 */
record Verdict(Decision decision, List<Question> questions, @Nullable String link) {
  Verdict(Decision decision, List<Question> questions) {
    this(decision, questions, null);
  }

  /** A child that its parent's create carries: nothing to do by itself. */
  static Verdict travelling(Verdict child) {
    Decision d = child.decision();
    return new Verdict(
        new Decision(
            d.id(),
            d.object(),
            Decision.Kind.NONE,
            d.state(),
            d.targetObject(),
            d.targetId(),
            null,
            d.joinKey(),
            d.parent(),
            d.set(),
            d.clear(),
            d.children(),
            d.at(),
            d.needs(),
            d.targetVersion(),
            null,
            d.undo(),
            d.fingerprint(),
            0),
        child.questions());
  }
}
