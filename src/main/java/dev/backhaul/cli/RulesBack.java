package dev.backhaul.cli;

import dev.backhaul.rollback.Rollback;
import dev.backhaul.store.Actor;

/**
 * Puts the source's rules back after a command, and warns of those that may still go off late: a
 * switch that nobody answered can take effect when all else is restored.
 */
record RulesBack(Session session, Rollback rollback, Actor actor) {
  /**
   * Puts them back.
   *
   * @return how many rules are on again
   * @throws dev.backhaul.apply.StoppedException if the platform does not answer, or a rule did not
   *     come back
   */
  int restore() {
    int rules = rollback.silence().restore(actor);
    int late = rollback.silence().late(actor);
    if (late > 0) {
      session.warn(
          late
              + " rules were asked to go off and may still do so late; look again with: backhaul run"
              + " --restore, at the latest "
              + rollback.configuration().source().commitTime().toMinutes()
              + " minutes from now");
    }
    return rules;
  }
}
