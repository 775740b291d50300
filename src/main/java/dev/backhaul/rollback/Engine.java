package dev.backhaul.rollback;

import dev.backhaul.apply.Applier;
import dev.backhaul.budget.Budget;
import dev.backhaul.budget.Level;
import dev.backhaul.delta.Freeze;
import dev.backhaul.integration.Switchboard;
import dev.backhaul.plan.Corrections;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.Accounts;
import dev.backhaul.platform.Role;
import dev.backhaul.store.Audit;
import dev.backhaul.store.DesiredState;
import dev.backhaul.store.Ids;
import dev.backhaul.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.main.Main;
import org.apache.camel.spi.ShutdownStrategy;
import org.jspecify.annotations.Nullable;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that follows from one configuration: both accounts with their budgets, the beans that
 * read and write, and Camel's routes over them. A changed configuration makes a new engine over the
 * same ground; nothing in an engine is worth keeping that is not in the store.
 */
final class Engine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final Settings settings;
  private final Configuration configuration;
  private final Ground ground;
  private final Main camel;
  private final Budget sourceBudget;
  private final Budget targetBudget;
  private final Account source;
  private final Account target;
  private final Reading reading;
  private final Writing writing;
  private final Switchboard board;
  private final Freeze freeze;
  private final ProducerTemplate routes;

  /** What outlives an engine. */
  record Ground(
      Store store, Audit audit, DesiredState desired, Lease lease, Boundary boundary, Ids ids) {}

  /**
   * Makes an engine that runs; one that cannot be made leaves nothing behind.
   *
   * @throws RuntimeException whatever kept it from being made
   */
  static Engine start(Settings settings, Configuration configuration, Ground ground, Round round) {
    Main camel = new Main();
    try {
      return new Engine(camel, settings, configuration, ground, round);
    } catch (RuntimeException | Error e) {
      // Routes and schedules of half an engine would run beside those of the one in force.
      camel.stop();
      throw e;
    }
  }

  private Engine(
      Main camel, Settings settings, Configuration configuration, Ground ground, Round round) {
    this.camel = camel;
    this.settings = settings;
    this.configuration = configuration;
    this.ground = ground;
    Opening opening = new Opening(settings, configuration);
    camel.configure().withRoutesIncludePattern(opening.routes());
    camel.configure().withShutdownTimeout(30);
    camel.configure().withAutoConfigurationLogSummary(false);
    camel.configure().withBasePackageScanEnabled(false);
    camel.init();
    CamelContext context = camel.getCamelContext();
    Accounts.bindSteps(context);
    sourceBudget = opening.budget(ground.store(), ground.lease(), Role.SOURCE);
    targetBudget = opening.budget(ground.store(), ground.lease(), Role.TARGET);
    source = opening.account(context, Role.SOURCE, sourceBudget);
    target = opening.account(context, Role.TARGET, targetBudget);
    reading =
        Reading.over(
            settings,
            configuration,
            new Reading.Stands(
                ground.store(),
                ground.audit(),
                ground.desired(),
                ground.boundary(),
                ground.lease(),
                ground.ids()),
            source,
            target);
    reading.bindTo(camel);
    writing = overTheSource();
    camel.bind("lease", ground.boundary());
    writing.bindTo(camel);
    camel.bind("round", round);
    board =
        Wiring.of(settings, configuration)
            .board(ground.store(), context, role -> role == Role.SOURCE ? source : target);
    freeze = new Freeze(ground.store(), ground.audit(), settings.time(), ground.ids());
    Switches.bind(camel, board, freeze);
    // Camel would start the clock with the context, and it would ring for rounds nobody asked for.
    quartz().setAutoStartScheduler(false);
    new Publishing(settings, configuration)
        .bindTo(camel, ground.store(), ground.audit(), ground.lease());
    camel.start();
    routes = context.createProducerTemplate();
  }

  private Writing overTheSource() {
    return Writing.over(
        settings,
        configuration,
        new Writing.Stands(
            ground.store(),
            reading.decisions(),
            new Asks(
                reading.questions(),
                reading.answers(),
                new Corrections(ground.store()),
                settings.time()),
            ground.audit(),
            ground.desired(),
            ground.lease().fence(Role.SOURCE),
            ground.ids()),
        source,
        target,
        batch -> Applier.entries(run("direct:apply.batch", batch, List.class)));
  }

  Configuration configuration() {
    return configuration;
  }

  Account source() {
    return source;
  }

  Account target() {
    return target;
  }

  Reading reading() {
    return reading;
  }

  Writing writing() {
    return writing;
  }

  /** What is wired to the target. */
  Switchboard board() {
    return board;
  }

  /** The frozen target, watched. */
  Freeze freeze() {
    return freeze;
  }

  /** What applying the newest plan asks of the source. */
  Cost cost() {
    return Cost.of(configuration.source(), sourceBudget, reading.decisions().tallies());
  }

  /** How the limits of each account stand, by {@code role/platform}. */
  Map<String, List<Level>> levels() {
    return Map.of(
        "source/" + source.platform(), sourceBudget.levels(),
        "target/" + target.platform(), targetBudget.levels());
  }

  /** Runs a route to its end, in the caller's thread. */
  <T> T run(String route, @Nullable Object body, Class<T> answer) {
    try (var work = settings.time().work()) {
      return routes.requestBody(route, body, answer);
    } catch (CamelExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Tells Kafka what it has not been told yet, where that is configured. */
  void publish() {
    if (configuration.service().kafka() != null) {
      run(Publishing.NOW, null, Object.class);
    }
  }

  /** Ids of the routes that run scheduled rounds. */
  List<String> rounds() {
    return scheduled().stream()
        .filter(route -> !route.equals(Publishing.TICK) && !route.equals(Switches.WATCH))
        .toList();
  }

  private List<String> scheduled() {
    List<String> out = new ArrayList<>();
    for (Route route : camel.getCamelContext().getRoutes()) {
      if (route.getEndpoint().getEndpointUri().startsWith("quartz:")) {
        out.add(route.getRouteId());
      }
    }
    return out;
  }

  /** When the scheduled rounds run, as Camel was told. */
  List<String> schedules() {
    return rounds().stream()
        .map(route -> camel.getCamelContext().getRoute(route).getEndpoint().getEndpointUri())
        .toList();
  }

  /** Starts the scheduled rounds, and publishing where it is configured. */
  void watch() {
    for (String route : scheduled()) {
      try {
        camel.getCamelContext().getRouteController().startRoute(route);
      } catch (Exception e) {
        throw new IllegalStateException("the route " + route + " does not start", e);
      }
    }
    try {
      quartz().getScheduler().start();
    } catch (SchedulerException e) {
      throw new IllegalStateException("the clock of the scheduled rounds does not start", e);
    }
  }

  /** Whether scheduled rounds may begin by themselves. */
  boolean ticks() {
    try {
      return quartz().getScheduler().isStarted() && !quartz().getScheduler().isInStandbyMode();
    } catch (SchedulerException e) {
      throw new IllegalStateException("the clock of the scheduled rounds does not answer", e);
    }
  }

  private QuartzComponent quartz() {
    return camel.getCamelContext().getComponent("quartz", QuartzComponent.class);
  }

  /**
   * No round begins any more: one that rang while routes go would look for a route that is gone.
   */
  private void stopClock() {
    try {
      quartz().getScheduler().standby();
    } catch (SchedulerException e) {
      LOG.warn("the clock of the scheduled rounds does not stop: {}", e.getMessage());
    }
  }

  /** Starts a round now, as if it were due; it waits for the one under way, if any. */
  void roundNow() {
    QuartzComponent quartz = quartz();
    for (String route : rounds()) {
      QuartzEndpoint endpoint =
          (QuartzEndpoint) camel.getCamelContext().getRoute(route).getEndpoint();
      try {
        quartz
            .getScheduler()
            .triggerJob(quartz.getScheduler().getTrigger(endpoint.getTriggerKey()).getJobKey());
      } catch (SchedulerException e) {
        throw new IllegalStateException("the route " + route + " does not start a round", e);
      }
    }
  }

  /**
   * Stops the scheduled rounds once the one under way has ended.
   *
   * @return false if it has not ended in time; the rounds go on then
   */
  boolean unwatch(long seconds) {
    for (String route : scheduled()) {
      try {
        if (!camel
            .getCamelContext()
            .getRouteController()
            .stopRoute(route, seconds, TimeUnit.SECONDS, true)) {
          return false;
        }
      } catch (Exception e) {
        throw new IllegalStateException("the route " + route + " does not stop", e);
      }
    }
    return true;
  }

  /** Takes threads and connections away at once, as the end of a process does. */
  void abandon() {
    stopClock();
    ShutdownStrategy shutdown = camel.getCamelContext().getShutdownStrategy();
    shutdown.setTimeUnit(TimeUnit.MILLISECONDS);
    shutdown.setTimeout(1);
    shutdown.setShutdownNowOnTimeout(true);
    shutdown.setSuppressLoggingOnTimeout(true);
    camel.stop();
  }

  @Override
  public void close() {
    try (targetBudget;
        sourceBudget) {
      stopClock();
      try {
        publish();
      } finally {
        camel.stop();
      }
    }
  }
}
