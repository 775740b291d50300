package dev.backhaul.rollback;

import dev.backhaul.apply.Applier;
import dev.backhaul.apply.Report;
import dev.backhaul.apply.Silence;
import dev.backhaul.apply.Undo;
import dev.backhaul.budget.Budget;
import dev.backhaul.budget.Level;
import dev.backhaul.delta.Cursors;
import dev.backhaul.parity.ParityReport;
import dev.backhaul.plan.Answers;
import dev.backhaul.plan.Decisions;
import dev.backhaul.plan.Flow;
import dev.backhaul.plan.PlanSummary;
import dev.backhaul.plan.Questions;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.Accounts;
import dev.backhaul.platform.Role;
import dev.backhaul.store.Approvals;
import dev.backhaul.store.Audit;
import dev.backhaul.store.DesiredState;
import dev.backhaul.store.Fence;
import dev.backhaul.store.Ids;
import dev.backhaul.store.Leases;
import dev.backhaul.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.main.Main;
import org.jspecify.annotations.Nullable;

/**
 * One rollback, open: its store, both accounts, and the engine's beans behind Camel's routes. What
 * can be done with it stands in the routes; the methods here only start them.
 */
public final class Rollback implements AutoCloseable {
  /** A lease outlives a long platform call, and a dead holder does not block for long. */
  private static final Duration LEASE = Duration.ofMinutes(2);

  private final Settings settings;
  private final Configuration configuration;
  private final Store store;
  private final Main camel = new Main();
  private final Budget sourceBudget;
  private final Budget targetBudget;
  private final Account source;
  private final Account target;
  private final Reading reading;
  private final Audit audit;
  private final DesiredState desired;
  private final Lease lease;
  private final Writing writing;
  private final Round round;
  private final ProducerTemplate routes;

  private Rollback(Settings settings, Configuration configuration) {
    this.settings = settings;
    this.configuration = configuration;
    Opening opening = new Opening(settings, configuration);
    store = opening.store();
    audit = new Audit(settings.time());
    desired = new DesiredState(store, audit, settings.time());
    camel.configure().withRoutesIncludePattern(opening.routes());
    Publishing publishing = new Publishing(settings, configuration);
    camel.configure().withShutdownTimeout(30);
    camel.configure().withAutoConfigurationLogSummary(false);
    camel.configure().withBasePackageScan("");
    camel.init();
    CamelContext context = camel.getCamelContext();
    Accounts.bindSteps(context);
    sourceBudget = opening.budget(store, Role.SOURCE);
    targetBudget = opening.budget(store, Role.TARGET);
    source = opening.account(context, Role.SOURCE, sourceBudget);
    target = opening.account(context, Role.TARGET, targetBudget);
    lease =
        Lease.take(new Leases(store, settings.time()), settings.owner(), LEASE, settings.time());
    Fence fence = lease.fence();
    Ids ids = Ids.secure(settings.time());
    reading =
        Reading.over(
            settings,
            configuration,
            new Reading.Stands(store, audit, desired, lease, fence, ids),
            source,
            target);
    reading.bindTo(camel);
    writing = writing(fence, ids);
    camel.bind("lease", lease);
    writing.bindTo(camel);
    round = new Round(this, lease::keep);
    camel.bind("round", round);
    publishing.bindTo(camel, store, audit, lease);
    camel.start();
    routes = context.createProducerTemplate();
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
    for (Flow flow : configuration.flows()) {
      run("direct:delta." + flow.targetObject(), null, Object.class);
    }
    for (Flow flow : configuration.flows()) {
      run("direct:evidence." + flow.targetObject(), null, Object.class);
    }
  }

  /** What applying the newest plan asks of the source, and how long its limits make that take. */
  public Cost cost() {
    return Cost.of(configuration.source(), sourceBudget, reading.decisions().tallies());
  }

  /**
   * Proves that nothing was lost: every staged record accounted for, every write read once more.
   */
  public ParityReport parity() {
    return run(() -> proof().check());
  }

  /**
   * Writes the whole account as one HTML page.
   *
   * @param throttled 429s by role, where somebody counted them
   */
  public void report(Path file, ParityReport parity, Map<String, Long> throttled) {
    proof().write(file, parity, lastPlan().orElse(null), levels(), throttled);
  }

  private Proof proof() {
    return new Proof(store, writing.journal(), audit, source, target, configuration, settings);
  }

  private <T> T run(Supplier<T> work) {
    try (var scope = settings.time().work()) {
      return work.get();
    }
  }

  /** Plans from what is staged, and cuts the plan into waves. */
  public PlanSummary plan() {
    PlanSummary summary = run("direct:plan", null, PlanSummary.class);
    assignWaves();
    return summary;
  }

  private void assignWaves() {
    Writing.assignWaves(
        store, reading.decisions(), configuration.migration().waves(), lease.fence());
  }

  /** How many waves a plan has: those of the migration, and the rest. */
  public int waves() {
    return configuration.migration().waves().size() + 1;
  }

  /**
   * Applies one wave as far as it goes; called again, it goes on where it stopped.
   *
   * @throws dev.backhaul.apply.GateClosedException if nothing may be written
   */
  public Report apply(int wave) {
    lease.keep();
    if (reading.decisions().anyWithoutWave()) {
      // A kill between the plan's last page and its waves must not make decisions invisible.
      assignWaves();
    }
    return writing.applier().applyWave(wave);
  }

  /** Silence of the source. */
  public Silence silence() {
    return writing.silence();
  }

  /** Undo of what was written. */
  public Undo undo() {
    return writing.undo();
  }

  /** Approvals. */
  public Approvals approvals() {
    return writing.approvals();
  }

  /** What people read and say about this rollback. */
  public Books books() {
    return Books.over(configuration, store, settings.time());
  }

  /** How the limits of each account stand, by {@code role/platform}. */
  public Map<String, List<Level>> levels() {
    return Map.of(
        "source/" + source.platform(), sourceBudget.levels(),
        "target/" + target.platform(), targetBudget.levels());
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
    List<String> started = new ArrayList<>();
    for (Route route : camel.getCamelContext().getRoutes()) {
      if (route.getEndpoint().getEndpointUri().startsWith("quartz:")) {
        try {
          camel.getCamelContext().getRouteController().startRoute(route.getRouteId());
        } catch (Exception e) {
          throw new IllegalStateException("the route " + route.getRouteId() + " does not start", e);
        }
        if (!route.getRouteId().equals(Publishing.TICK)) {
          started.add(route.getRouteId());
        }
      }
    }
    return started;
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
    return PlanSummary.latest(store, reading.decisions(), reading.questions());
  }

  private <T> T run(String route, @Nullable Object body, Class<T> answer) {
    try (var work = settings.time().work()) {
      return routes.requestBody(route, body, answer);
    } catch (CamelExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private Writing writing(Fence fence, Ids ids) {
    return Writing.over(
        settings,
        configuration,
        new Writing.Stands(
            store,
            reading.decisions(),
            new Asks(reading.questions(), reading.answers(), settings.time()),
            audit,
            desired,
            fence,
            ids),
        source,
        target,
        batch -> Applier.entries(run("direct:apply.batch", batch, List.class)));
  }

  /** The configuration as read. */
  public Configuration configuration() {
    return configuration;
  }

  /** The source's account. */
  public Account source() {
    return source;
  }

  /** The target's account. */
  public Account target() {
    return target;
  }

  /** Open questions. */
  public Questions questions() {
    return reading.questions();
  }

  /** Answers to them. */
  public Answers answers() {
    return reading.answers();
  }

  /** Decisions. */
  public Decisions decisions() {
    return reading.decisions();
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
    if (configuration.service().kafka() != null) {
      run(Publishing.NOW, null, Object.class);
    }
  }

  /** Ends, telling Kafka before what it has not been told yet unless the process is in a hurry. */
  @Override
  public void close() {
    publish();
    camel.stop();
    lease.release();
    sourceBudget.close();
    targetBudget.close();
    store.close();
  }
}
