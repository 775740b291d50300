package dev.backhaul.rollback;

import dev.backhaul.delta.Evidence;
import dev.backhaul.delta.IdMap;
import dev.backhaul.delta.Originals;
import dev.backhaul.delta.Stage;
import dev.backhaul.delta.StagedRecords;
import dev.backhaul.delta.Writers;
import dev.backhaul.plan.Answers;
import dev.backhaul.plan.Decisions;
import dev.backhaul.plan.Dotted;
import dev.backhaul.plan.Flow;
import dev.backhaul.plan.Planner;
import dev.backhaul.plan.Questions;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.Item;
import dev.backhaul.platform.Role;
import dev.backhaul.store.Audit;
import dev.backhaul.store.DesiredState;
import dev.backhaul.store.Ids;
import dev.backhaul.store.Store;
import java.time.Duration;
import org.apache.camel.main.Main;
import org.jspecify.annotations.Nullable;

/**
 * Everything that reads, and decides without writing outside: the delta with its evidence, the
 * originals, the plan.
 *
 * @param pause asked before every page
 * @param stage stages the target's changes
 * @param evidence who wrote what
 * @param planner inverts what is staged into decisions
 * @param decisions what the plan says of each record
 * @param questions what people must choose
 * @param answers what they chose
 */
record Reading(
    PauseCheck pause,
    Stage stage,
    Evidence evidence,
    Planner planner,
    Decisions decisions,
    Questions questions,
    Answers answers) {

  /** What reading stands on in the store. */
  record Stands(
      Store store, Audit audit, DesiredState desired, Boundary boundary, Lease lease, Ids ids) {}

  /** Puts it together. */
  static Reading over(
      Settings settings, Configuration configuration, Stands on, Account source, Account target) {
    Store store = on.store();
    StagedRecords staged = new StagedRecords(store);
    Decisions decisions = new Decisions(store);
    Questions questions = new Questions(store);
    Answers answers = new Answers(store, questions, on.audit(), on.ids(), settings.time());
    Evidence evidence =
        new Evidence(
            store,
            staged,
            new Writers(configuration.migration().writers()),
            on.lease().fence(Role.TARGET),
            settings.progress(),
            record -> Creators.of(configuration.target().object(record.object()), record));
    Planner planner =
        new Planner(
            new Planner.Parts(
                store,
                configuration.flows(),
                configuration.source(),
                configuration.target(),
                source,
                target,
                staged,
                evidence,
                new Originals(
                    store,
                    on.lease().fence(Role.SOURCE),
                    settings.time(),
                    configuration.migration().cutover()),
                new IdMap(store),
                decisions,
                questions,
                answers,
                on.lease().fence(Role.SOURCE),
                on.ids(),
                settings.time(),
                settings.progress(),
                configuration.migration().cutover(),
                configuration.migration().holdFlagged(),
                configuration.migration().joinKey().maxBad().value()));
    return new Reading(
        new PauseCheck(on.desired(), on.boundary()),
        stage(settings, configuration, on, staged),
        evidence,
        planner,
        decisions,
        questions,
        answers);
  }

  /** Makes the steps known to the routes that show them. */
  void bindTo(Main camel) {
    camel.bind("pause", pause);
    camel.bind("stage", stage);
    camel.bind("evidence", evidence);
    camel.bind("planner", planner);
  }

  private static Stage stage(
      Settings settings, Configuration configuration, Stands on, StagedRecords staged) {
    return new Stage(
        on.store(),
        staged,
        on.lease().fence(Role.TARGET),
        settings.time(),
        settings.progress(),
        configuration.migration().cutover(),
        Duration.ofMinutes(2),
        (object, item) -> parentOf(configuration.flow(object), item),
        settings.crashPoint());
  }

  private static @Nullable String parentOf(Flow flow, Item item) {
    String path = flow.parentPath();
    String id = path == null ? "" : Dotted.at(item.fields(), path).asText("");
    return id.isEmpty() ? null : flow.parentObject() + ":" + id;
  }
}
