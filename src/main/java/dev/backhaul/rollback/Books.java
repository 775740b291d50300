package dev.backhaul.rollback;

import dev.backhaul.delta.Cursors;
import dev.backhaul.delta.StagedRecords;
import dev.backhaul.gateway.Desk;
import dev.backhaul.gateway.Gateway;
import dev.backhaul.json.Json;
import dev.backhaul.parity.Explain;
import dev.backhaul.parity.Explanation;
import dev.backhaul.plan.Answers;
import dev.backhaul.plan.Decisions;
import dev.backhaul.plan.PlanSummary;
import dev.backhaul.plan.Questions;
import dev.backhaul.plan.Rejects;
import dev.backhaul.platform.Role;
import dev.backhaul.reload.AppliedConfig;
import dev.backhaul.reload.Change;
import dev.backhaul.reload.Differences;
import dev.backhaul.store.Actor;
import dev.backhaul.store.Approvals;
import dev.backhaul.store.Audit;
import dev.backhaul.store.DesiredState;
import dev.backhaul.store.Ids;
import dev.backhaul.store.Store;
import dev.backhaul.store.StoreSettings;
import dev.backhaul.time.Time;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What people read and say about one rollback: plan, questions, answers, approvals, pauses, the
 * audit trail. Needs neither lease nor systems, so that a person can look, answer or pause while
 * another process works.
 */
public final class Books implements AutoCloseable {
  private static final String PROPOSE = "propose";

  private final Supplier<Configuration> configuration;
  private final Settings settings;
  private final Store store;
  private final boolean ours;
  private final Audit audit;
  private final Decisions decisions;
  private final Questions questions;
  private final Answers answers;
  private final Approvals approvals;
  private final DesiredState desired;
  private final Numbers numbers;
  private final AppliedConfig applied;

  private Books(
      Supplier<Configuration> configuration, Store store, Settings settings, boolean ours) {
    this.settings = settings;
    Time time = settings.time();
    this.configuration = configuration;
    this.store = store;
    this.ours = ours;
    Ids ids = Ids.secure(time);
    audit = new Audit(time);
    decisions = new Decisions(store);
    questions = new Questions(store);
    answers = new Answers(store, questions, audit, ids, time);
    approvals = new Approvals(store, audit, ids, time, true);
    desired = new DesiredState(store, audit, time);
    numbers =
        new Numbers(
            store, time, () -> Lease.account(Role.SOURCE, configuration.get().source().platform()));
    applied = new AppliedConfig(store, audit, time);
  }

  /**
   * Opens the store of a rollback and nothing else.
   *
   * @throws dev.backhaul.yaml.YamlException if a file is wrong
   * @throws dev.backhaul.store.StoreException if the store cannot be opened
   */
  public static Books open(Settings settings) {
    Configuration configuration =
        Configuration.read(settings.home(), settings.migration(), settings.environment());
    return new Books(
        () -> configuration, new Opening(settings, configuration).store(), settings, true);
  }

  /**
   * Which store a rollback has, without its encryption key; opens nothing.
   *
   * @throws dev.backhaul.yaml.YamlException if a file is wrong
   */
  public static StoreSettings store(Settings settings, Configuration configuration) {
    return new Opening(settings, configuration).plain();
  }

  /** The books of a rollback that is open; closing them closes nothing. */
  static Books over(Supplier<Configuration> configuration, Store store, Settings settings) {
    return new Books(configuration, store, settings, false);
  }

  /** The configuration in force. */
  public Configuration configuration() {
    return configuration.get();
  }

  /** Decisions. */
  public Decisions decisions() {
    return decisions;
  }

  /** What applying the newest plan first sets up in the source, a sentence for each object. */
  public List<String> setups() {
    return Cost.setups(configuration().source(), decisions.tallies());
  }

  /** Questions. */
  public Questions questions() {
    return questions;
  }

  /** Refused writes. */
  public Rejects rejects() {
    return new Rejects(store);
  }

  /** Answers. */
  public Answers answers() {
    return answers;
  }

  /** Approvals. */
  public Approvals approvals() {
    return approvals;
  }

  /** What should run and what should not. */
  public DesiredState desired() {
    return desired;
  }

  /** Where reading stands. */
  public Cursors cursors() {
    return new Cursors(store);
  }

  /** What the delta holds. */
  public StagedRecords staged() {
    return new StagedRecords(store);
  }

  /** What people see and say about the webhook gateway. */
  public Desk gateway() {
    return new Gateways(settings, configuration(), store, audit).desk();
  }

  /**
   * Opens the webhook gateway where the service has one: it takes events, and delivers none before
   * {@link Rollback#deliver}.
   *
   * @throws java.io.IOException if its port cannot be had
   */
  public Optional<Gateway> openGateway() throws IOException {
    return new Gateways(settings, configuration(), store, audit).open();
  }

  /** Counts for status and metrics. */
  public Numbers numbers() {
    return numbers;
  }

  /** The newest plan; empty before the first. */
  public Optional<PlanSummary> lastPlan() {
    return PlanSummary.latest(store, decisions, questions);
  }

  /** What is in force of the files, and what became of the newest look at them. */
  public AppliedConfig applied() {
    return applied;
  }

  /**
   * What differs between the files and what is in force: read and checked, nothing is changed.
   *
   * @return empty if the service never ran, so that nothing is in force
   */
  public Optional<Differing> differing(Settings settings) {
    return applied
        .inForce()
        .map(was -> Differences.between(was, Reload.scope(settings, configuration()).read()))
        .map(changes -> new Differing(changes, Reload.refusals(changes, Reload.approved(this))));
  }

  /**
   * What differs, and why it may not be put in force.
   *
   * @param refusals one line each; empty if all may
   */
  public record Differing(List<Change> changes, List<String> refusals) {}

  /** Approvals and waivers in force. */
  public List<Approvals.Approval> inForce() {
    return store.read(approvals::inForce);
  }

  /** Whether a plan, or an undo's preview, with this hash is approved. */
  public boolean approved(String hash) {
    return store.<Boolean, RuntimeException>read(handle -> approvals.planApproved(handle, hash));
  }

  /** Notes who put a plan or an undo's preview forward: that person cannot approve it. */
  public void propose(String what, String hash, Actor actor) {
    actor.require(Actor.Role.OPERATOR, "propose a " + what);
    store.useTransaction(
        tx -> audit.append(tx, actor.name(), PROPOSE, hash, Json.object().put("what", what)));
  }

  /** Who put this hash forward last; empty if nobody did. */
  public Optional<String> proposer(String hash) {
    return store.read(handle -> audit.lastActor(handle, PROPOSE, hash));
  }

  /**
   * Approves what somebody put forward.
   *
   * @param hash of a plan or an undo's preview
   * @throws IllegalArgumentException if nobody put it forward
   * @throws dev.backhaul.store.NotAllowedException if the actor is no approver, or put it forward
   *     itself
   */
  public Approvals.Approval approve(String hash, Actor actor, String reason) {
    actor.require(Actor.Role.APPROVER, "approve " + hash);
    String proposer =
        proposer(hash)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "nobody put forward a plan or an undo with the hash "
                            + hash
                            + "; the plan may have moved since: show it with backhaul plan --show"));
    return approvals.approvePlan(hash, proposer, actor, reason);
  }

  /**
   * Everything known about one record.
   *
   * @param key a target record ({@code ticket:123}), a source record ({@code ticket/42}), a join
   *     key or a natural key
   * @param reveal whether to show values: they are personal data
   */
  public Explanation explain(String key, boolean reveal) {
    return Explain.of(store, configuration.get().flows()).explain(key, reveal);
  }

  /** Checks the audit trail from its first row to its last. */
  public Audit.Verdict verifyAudit() {
    return store.read(audit::verify);
  }

  @Override
  public void close() {
    if (ours) {
      store.close();
    }
  }
}
