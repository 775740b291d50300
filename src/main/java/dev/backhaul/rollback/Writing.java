package dev.backhaul.rollback;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.apply.Applier;
import dev.backhaul.apply.ApplySettings;
import dev.backhaul.apply.BrakeLimits;
import dev.backhaul.apply.SetupUndo;
import dev.backhaul.apply.Silence;
import dev.backhaul.apply.Undo;
import dev.backhaul.apply.Waves;
import dev.backhaul.journal.Journal;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Brakes;
import dev.backhaul.manifest.Jq;
import dev.backhaul.manifest.Kind;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.plan.Decisions;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.Role;
import dev.backhaul.store.Approvals;
import dev.backhaul.store.Audit;
import dev.backhaul.store.DesiredState;
import dev.backhaul.store.Fence;
import dev.backhaul.store.Ids;
import dev.backhaul.store.Store;
import dev.backhaul.time.Time;
import java.util.List;
import java.util.Map;
import org.apache.camel.main.Main;
import org.jspecify.annotations.Nullable;

/**
 * Everything that writes to the source: silence, waves, undo.
 *
 * @param applier sends approved decisions
 * @param silence proves the source silent, and puts it back
 * @param undo puts back what was written
 * @param setupUndo takes away what was set up before it
 * @param approvals who allowed what
 * @param journal every write
 */
record Writing(
    Applier applier,
    Silence silence,
    Undo undo,
    SetupUndo setupUndo,
    Approvals approvals,
    Journal journal) {

  /** Jobs and single writes in flight at once; the budget may allow fewer. */
  private static final int LANES = 8;

  /** What writing stands on in the store. */
  record Stands(
      Store store,
      Decisions decisions,
      Asks asks,
      Audit audit,
      DesiredState desired,
      Fence fence,
      Ids ids) {}

  /**
   * Puts it together.
   *
   * @param chain sends one batch through all steps
   */
  static Writing over(
      Settings settings,
      Configuration configuration,
      Stands on,
      Account source,
      Account target,
      Applier.Chain chain) {
    Time time = settings.time();
    Journal journal =
        new Journal(on.store(), Role.SOURCE, time, on.ids(), on::fence, settings.crashPoint());
    Approvals approvals = new Approvals(on.store(), on.audit(), on.ids(), time, true);
    Silence silence =
        new Silence(
            on.store(),
            journal,
            source,
            approvals,
            on.audit(),
            time,
            configuration.source().commitTime());
    Applier.Ground ground =
        new Applier.Ground(
            on.store(),
            journal,
            source,
            target,
            on.decisions(),
            on.asks(),
            approvals,
            on.desired(),
            silence,
            object -> compensation(configuration.source(), object),
            on::fence,
            on.ids(),
            time,
            settings(
                LANES, configuration.source().commitTime(), configuration.migration().brakes()));
    Applier applier = Applier.on(ground, settings.progress(), chain);
    return new Writing(
        applier,
        silence,
        Undo.on(ground, applier, on.audit()),
        SetupUndo.on(ground, applier, on.audit()),
        approvals,
        journal);
  }

  /** Makes the steps known to the route that shows them. */
  void bindTo(Main camel) {
    Applier.Steps steps = applier.steps();
    camel.bind("applier", applier);
    camel.bind("gate", steps.gate());
    camel.bind("setup", steps.setup());
    camel.bind("attach", steps.attach());
    camel.bind("capture", steps.capture());
    camel.bind("send", steps.send());
    camel.bind("verify", steps.verify());
    camel.bind("settle", steps.settle());
    camel.bind("brake", steps.brake());
  }

  /** Brakes as ops write them. */
  static BrakeLimits limits(Brakes brakes) {
    return new BrakeLimits(
        BrakeLimits.USUAL.sample(),
        brakes.errorRate().value(),
        brakes.questionRate().value(),
        brakes.deletes(),
        brakes.latency());
  }

  /**
   * What the platform's manifest sets in place of deleting a record that we made; null for a
   * delete.
   */
  static @Nullable ObjectNode compensation(Manifest source, String object) {
    Jq set = source.object(object).undo(Kind.CREATE).set();
    return set != null && set.first(Json.object()) instanceof ObjectNode fields ? fields : null;
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
  static void assignWaves(Store store, Decisions decisions, List<Integer> sizes, Fence fence) {
    int rest = sizes.size() + 1;
    Map<String, Integer> first = Waves.first(decisions::eachReady, sizes);
    store.useTransaction(
        tx -> {
          fence.check(tx);
          decisions.assign(tx, first, rest);
        });
    // Part by part, so that a lease can be prolonged in between; whoever dies here cuts anew.
    boolean more = true;
    while (more) {
      more =
          store.inTransaction(
              tx -> {
                fence.check(tx);
                return decisions.rest(tx, rest);
              });
    }
  }
}
