package dev.backhaul.rollback;

import dev.backhaul.budget.Budget;
import dev.backhaul.budget.MemoryBudgetStore;
import dev.backhaul.delta.Freeze;
import dev.backhaul.delta.WriterTable;
import dev.backhaul.integration.Discovery;
import dev.backhaul.integration.Result;
import dev.backhaul.integration.Switchboard;
import dev.backhaul.integration.Wired;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.Accounts;
import dev.backhaul.platform.Role;
import dev.backhaul.store.Actor;
import dev.backhaul.store.Audit;
import dev.backhaul.store.Ids;
import dev.backhaul.store.Store;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;
import org.jspecify.annotations.Nullable;

/**
 * The switchboard of one rollback by itself: its store and the ways to the providers, without the
 * leases of source and target, so that integrations can be held while the service works.
 */
public final class Switches implements AutoCloseable {
  /** The routes; loaded wherever the switchboard is. */
  static final String FILE = "integrations.camel.yaml";

  /** The route that keeps looking while the target is frozen. */
  static final String WATCH = "integrations.watch";

  private final Store store;
  private final Main camel = new Main();
  private final ProducerTemplate routes;
  private final Switchboard board;
  private final Discovery discovery;
  private final Freeze freeze;
  private final Audit audit;

  private Switches(Settings settings, Configuration configuration, Wiring wiring) {
    Opening opening = new Opening(settings, configuration);
    store = opening.store();
    try {
      camel
          .configure()
          .withRoutesIncludePattern(
              "file:"
                  + settings.home().resolve("routes/platform.camel.yaml")
                  + ",file:"
                  + settings.home().resolve("routes/errors.camel.yaml")
                  + ",file:"
                  + settings.home().resolve("routes").resolve(FILE));
      camel.configure().withAutoConfigurationLogSummary(false);
      camel.configure().withBasePackageScanEnabled(false);
      camel.init();
      CamelContext context = camel.getCamelContext();
      Accounts.bindSteps(context);
      Map<Role, Account> accounts = new EnumMap<>(Role.class);
      for (Role role : List.of(Role.SOURCE, Role.TARGET)) {
        accounts.put(role, account(settings, configuration, opening, context, role));
      }
      audit = new Audit(settings.time());
      freeze = new Freeze(store, audit, settings.time(), Ids.secure(settings.time()));
      board = wiring.board(store, context, role -> account(accounts, role));
      discovery = discovery(wiring, accounts);
      bind(camel, board, freeze);
      camel.start();
      routes = context.createProducerTemplate();
    } catch (RuntimeException | Error e) {
      store.close();
      throw e;
    }
  }

  private Discovery discovery(Wiring wiring, Map<Role, Account> accounts) {
    List<Wired> known = new ArrayList<>();
    for (Role role : List.of(Role.TARGET, Role.SOURCE)) {
      wiring
          .files()
          .kinds()
          .values()
          .forEach(
              kind ->
                  wiring
                      .unnamed(kind, each -> account(accounts, each), role)
                      .ifPresent(known::add));
    }
    return new Discovery(board, known, new WriterTable(store));
  }

  private static Account account(Map<Role, Account> accounts, Role role) {
    return Objects.requireNonNull(accounts.get(role));
  }

  /**
   * Requests of integrations through a platform's account count in this process only: the service
   * holds the persisted budget, and corrects it by the platform's own headers.
   */
  private static Account account(
      Settings settings,
      Configuration configuration,
      Opening opening,
      CamelContext camel,
      Role role) {
    Manifest manifest = role == Role.SOURCE ? configuration.source() : configuration.target();
    Budget budget =
        new Budget(
            Lease.account(role, manifest.platform()),
            manifest.limits(),
            new MemoryBudgetStore(),
            settings.time());
    return opening.account(camel, role, budget);
  }

  /** Makes the steps known to their routes. */
  static void bind(Main camel, Switchboard board, Freeze freeze) {
    camel.bind("orders", new Orders(board));
    camel.bind("freeze", freeze);
    camel.bind("results", (AggregationStrategy) Switches::gather);
  }

  private static Exchange gather(@Nullable Exchange before, Exchange next) {
    List<Object> all = new ArrayList<>();
    if (before != null) {
      all.addAll(before.getMessage().getBody(List.class));
    }
    if (next.getException() == null) {
      all.addAll(next.getMessage().getBody(List.class));
    }
    next.getMessage().setBody(all);
    return next;
  }

  /**
   * Opens the switchboard of a rollback.
   *
   * @throws dev.backhaul.yaml.YamlException if a file is wrong
   * @throws dev.backhaul.store.StoreException if the store cannot be opened
   * @throws ConfigurationException if something does not fit together
   */
  public static Switches open(Settings settings) {
    Configuration configuration = read(settings);
    return new Switches(settings, configuration, Wiring.of(settings, configuration));
  }

  /** The same with every kind there is a file of, to discover what nobody named. */
  public static Switches openAll(Settings settings) {
    Configuration configuration = read(settings);
    return new Switches(settings, configuration, Wiring.ofAll(settings, configuration));
  }

  private static Configuration read(Settings settings) {
    return Configuration.read(settings.home(), settings.migration(), settings.environment());
  }

  /** The board itself: lists, status, differences, manual steps. */
  public Switchboard board() {
    return board;
  }

  /** What the systems know of integrations, and who writes. */
  public Discovery discovery() {
    return discovery;
  }

  /** The frozen target, and who still writes to it. */
  public Freeze freeze() {
    return freeze;
  }

  /** Why the delta is not final though the target is frozen; empty if it is, or nobody froze it. */
  public List<String> doubts() {
    return Freeze.doubts(store);
  }

  /** Puts into the audit trail who wants what done, and why. */
  public void note(String verb, Actor actor, String reason) {
    actor.require(Actor.Role.OPERATOR, verb + " integrations");
    store.useTransaction(
        tx ->
            audit.append(
                tx,
                actor.name(),
                "integrations " + verb,
                "target",
                Json.object().put("reason", reason)));
  }

  /** Runs a route for an order: pause, repoint, resume or restore. */
  public List<Result> run(String verb, Orders.Order order) {
    try {
      List<?> results = routes.requestBody("direct:integrations." + verb, order, List.class);
      return results.stream().map(Result.class::cast).toList();
    } catch (CamelExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    try (store) {
      camel.stop();
    }
  }
}
