package dev.backhaul.rollback;

import dev.backhaul.apply.Applier;
import dev.backhaul.apply.ApplySettings;
import dev.backhaul.apply.BrakeLimits;
import dev.backhaul.apply.Silence;
import dev.backhaul.apply.Undo;
import dev.backhaul.apply.Waves;
import dev.backhaul.journal.Journal;
import dev.backhaul.manifest.Brakes;
import dev.backhaul.plan.Decisions;
import dev.backhaul.store.Approvals;
import dev.backhaul.store.Store;
import java.util.List;

/**
 * Everything that writes to the source: silence, waves, undo.
 *
 * @param applier sends approved decisions
 * @param silence proves the source silent, and puts it back
 * @param undo puts back what was written
 * @param approvals who allowed what
 * @param journal every write
 */
record Writing(
    Applier applier, Silence silence, Undo undo, Approvals approvals, Journal journal) {

  /** Brakes as ops write them. */
  static BrakeLimits limits(Brakes brakes) {
    return new BrakeLimits(
        BrakeLimits.USUAL.sample(),
        brakes.errorRate().value(),
        brakes.questionRate().value(),
        brakes.deletes(),
        brakes.latency());
  }

  static ApplySettings settings(int lanes, java.time.Duration commitTime, Brakes brakes) {
    ApplySettings usual = ApplySettings.USUAL;
    return new ApplySettings(
        lanes,
        commitTime,
        usual.jobPoll(),
        usual.jobPatience(),
        usual.pause(),
        usual.attempts(),
        usual.round(),
        limits(brakes));
  }

  /** Puts every decision of the newest plan into its wave. */
  static void assignWaves(Store store, Decisions decisions, List<Integer> sizes) {
    var waves = Waves.assign(decisions.allReady(), sizes);
    store.useTransaction(tx -> waves.forEach((id, wave) -> decisions.assign(tx, id, wave)));
  }
}
