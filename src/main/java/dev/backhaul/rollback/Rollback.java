package dev.backhaul.rollback;

import dev.backhaul.apply.Report;
import dev.backhaul.apply.SetupUndo;
import dev.backhaul.apply.Silence;
import dev.backhaul.apply.Undo;
import dev.backhaul.budget.Level;
import dev.backhaul.delta.Cursors;
import dev.backhaul.delta.Freeze;
import dev.backhaul.integration.Standing;
import dev.backhaul.parity.ParityReport;
import dev.backhaul.plan.Answers;
import dev.backhaul.plan.Decisions;
import dev.backhaul.plan.Flow;
import dev.backhaul.plan.PlanSummary;
import dev.backhaul.plan.Questions;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.Role;
import dev.backhaul.reload.AppliedConfig;
import dev.backhaul.store.Approvals;
import dev.backhaul.store.Audit;
import dev.backhaul.store.DesiredState;
import dev.backhaul.store.Ids;
import dev.backhaul.store.LostLeaseException;
import dev.backhaul.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One rollback, open: its store, its lease, and the engine that its configuration makes. What can
 * be done with it stands in the routes; the methods here only start them.
 */
public final class Rollback implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rollback.class);

  private final Settings settings;
  private final Store store;
  private final Lease lease;
  private final @Nullable Heartbeat heartbeat;
  private final Engine.Ground ground;
  private final Round round;
  private final InForce inForce;
  private @Nullable Reload reload;

  private Rollback(Settings settings, Configuration configuration) {
    this.settings = settings;
    Opening opening = new Opening(settings, configuration);
    store = opening.store();
    Lease taken = null;
    Heartbeat beating = null;
    try {
      taken =
          Lease.take(
              Lease.timed(store, settings.time()),
              opening.accounts(),
              settings.owner(),
              Lease.span(settings.time()),
              settings.time());
      lease = taken;
      beating = Heartbeat.of(lease, settings.time());
      heartbeat = beating;
      Audit audit = new Audit(settings.time());
      Boundary boundary = new Boundary(lease);
      ground =
          new Engine.Ground(
              store,
              audit,
              new DesiredState(store, audit, settings.time()),
              lease,
              boundary,
              Ids.secure(settings.time()));
      round = new Round(this, boundary);
      inForce = new InForce(settings, configuration, ground, round);
    } catch (RuntimeException | Error e) {
      try (store) {
        if (beating != null) {
          beating.close();
        }
        if (taken != null) {
          taken.close();
        }
      }
      throw e;
    }
  }

  /**
   * Opens a rollback.
   *
   * @throws dev.backhaul.yaml.YamlException if a file is wrong
   * @throws dev.backhaul.store.StoreException if the store cannot be opened
   * @throws ConfigurationException if something does not fit together
   */
  public static Rollback open(Settings settings) {
    Configuration configuration =
        Configuration.read(settings.home(), settings.migration(), settings.environment());
    PlatformRoutes.check(
        settings.home(), configuration.target().platform(), configuration.migration().objects());
    return new Rollback(settings, configuration);
  }

  /** Brings the delta up to date: every object swept once, and the evidence of what changed. */
  public void stage() {
    work(
        now -> {
          List<Flow> flows = now.configuration().flows();
          flows.forEach(flow -> now.run("direct:delta." + flow.targetObject(), null, Object.class));
          flows.forEach(
              flow -> now.run("direct:evidence." + flow.targetObject(), null, Object.class));
          return true;
        });
  }

  /** What applying the newest plan asks of the source, and how long its limits make that take. */
  public Cost cost() {
    return inForce.engine().cost();
  }

  /**
   * Proves that nothing was lost: every staged record accounted for, every write read once more.
   */
  public ParityReport parity() {
    return work(
        now -> {
          try (var scope = settings.time().work()) {
            return proof(now).check();
          }
        });
  }

  /**
   * Writes the whole account as one HTML page.
   *
   * @param throttled 429s by role, where somebody counted them
   */
  public void report(Path file, ParityReport parity, Map<String, Long> throttled) {
    proof(inForce.engine()).write(file, parity, lastPlan().orElse(null), levels(), throttled);
  }

  private Proof proof(Engine now) {
    return new Proof(
        store,
        now.writing().journal(),
        ground.audit(),
        now.source(),
        now.target(),
        now.configuration(),
        settings);
  }

  /** Plans from what is staged, and cuts the plan into waves. */
  public PlanSummary plan() {
    return work(
        now -> {
          now.writing().applier().settle();
          PlanSummary summary = now.run("direct:plan", null, PlanSummary.class);
          assignWaves(now);
          return summary;
        });
  }

  private void assignWaves(Engine now) {
    Writing.assignWaves(
        store,
        now.reading().decisions(),
        now.configuration().migration().waves(),
        lease.fence(Role.SOURCE));
  }

  /** How many waves a plan has: those of the migration, and the rest. */
  public int waves() {
    return configuration().migration().waves().size() + 1;
  }

  /**
   * Applies one wave as far as it goes; called again, it goes on where it stopped.
   *
   * @throws dev.backhaul.apply.GateClosedException if nothing may be written
   */
  public Report apply(int wave) {
    return held(
        now -> {
          ground.boundary().keep();
          if (now.reading().decisions().anyWithoutWave()) {
            // A kill between the plan's last page and its waves must not make decisions invisible.
            assignWaves(now);
          }
          return now.writing().applier().applyWave(wave);
        });
  }

  /** Work holds one engine from its beginning to its end, and the clock still. */
  private <T> T work(Function<Engine, T> task) {
    return held(
        now -> {
          try (var scope = settings.time().work()) {
            return task.apply(now);
          }
        });
  }

  /** The same for what waits for lanes of its own, whose work alone holds the clock still. */
  private <T> T held(Function<Engine, T> task) {
    return inForce.held(task);
  }

  /** The configuration in force, and how another takes its place. */
  InForce inForce() {
    return inForce;
  }

  /** Silence of the source. */
  public Silence silence() {
    return inForce.engine().writing().silence();
  }

  /** Undo of what was set up in the source before the first write. */
  public SetupUndo setupUndo() {
    return inForce.engine().writing().setupUndo();
  }

  /** Undo of what was written. */
  public Undo undo() {
    return inForce.engine().writing().undo();
  }

  /** Approvals. */
  public Approvals approvals() {
    return inForce.engine().writing().approvals();
  }

  /** What people read and say about this rollback. */
  public Books books() {
    return Books.over(this::configuration, store, settings.time());
  }

  /** How the limits of each account stand, by {@code role/platform}. */
  public Map<String, List<Level>> levels() {
    return inForce.engine().levels();
  }

  /** Whether this process still may write: its lease runs and it is not about to end. */
  public void keep() {
    lease.keep();
  }

  /** From now on work ends at its next page or batch boundary, with {@link DrainedException}. */
  public void drain() {
    lease.drain();
  }

  /**
   * Starts the scheduled rounds, and publishing where it is configured.
   *
   * @return the ids of the routes that run them; empty if no platform file has any
   */
  public List<String> watch() {
    return inForce.watch();
  }

  /** What ops changed since, and how it comes into force; from the first call on files count. */
  public synchronized Reload reload() {
    Reload made = reload;
    if (made == null) {
      made =
          new Reload(
              this,
              settings,
              new AppliedConfig(store, ground.audit(), settings.time()),
              lease.fence(Role.SOURCE));
      reload = made;
    }
    return made;
  }

  /** Starts a scheduled round now: whoever takes over need not wait for the clock. */
  public void roundNow() {
    inForce.engine().roundNow();
  }

  /** When the scheduled rounds run, as Camel was told. */
  List<String> schedules() {
    return inForce.engine().schedules();
  }

  /** The scheduled round: what became of the last one. */
  public Round round() {
    return round;
  }

  Instant now() {
    return settings.time().instant();
  }

  /** The newest plan; empty before the first. */
  public java.util.Optional<PlanSummary> lastPlan() {
    return PlanSummary.latest(store, decisions(), questions());
  }

  /** The configuration as read. */
  public Configuration configuration() {
    return inForce.engine().configuration();
  }

  /** The source's account. */
  public Account source() {
    return inForce.engine().source();
  }

  /** The target's account. */
  public Account target() {
    return inForce.engine().target();
  }

  /** Open questions. */
  public Questions questions() {
    return inForce.engine().reading().questions();
  }

  /** Answers to them. */
  public Answers answers() {
    return inForce.engine().reading().answers();
  }

  /** How each integration stands; asks no provider. */
  public List<Standing> integrations() {
    return inForce.engine().board().status();
  }

  /** Who has written to the frozen target. */
  public List<Freeze.Stray> strays() {
    return inForce.engine().freeze().strays();
  }

  /** Decisions. */
  public Decisions decisions() {
    return inForce.engine().reading().decisions();
  }

  /** Where reading stands. */
  public Cursors cursors() {
    return new Cursors(store);
  }

  /**
   * Tells Kafka what it has not been told yet, where that is configured; what cannot be sent waits.
   * The service does it by itself every second.
   */
  public void publish() {
    inForce.engine().publish();
  }

  /** Ends, telling Kafka before what it has not been told yet unless the process is in a hurry. */
  @Override
  public void close() {
    // The budgets' last word is fenced too: after a lost lease it is refused, and rightly so.
    try (store;
        lease;
        heartbeat) {
      inForce.close();
    } catch (LostLeaseException e) {
      LOG.info("nothing left to hand over: {}", e.getMessage());
    }
  }
}
