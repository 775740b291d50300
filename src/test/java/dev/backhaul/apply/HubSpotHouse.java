package dev.backhaul.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.budget.Budget;
import dev.backhaul.budget.MemoryBudgetStore;
import dev.backhaul.delta.IdMap;
import dev.backhaul.journal.Entry;
import dev.backhaul.journal.Intent;
import dev.backhaul.journal.Journal;
import dev.backhaul.journal.State;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.DecisionRows;
import dev.backhaul.plan.Decisions;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.Accounts;
import dev.backhaul.platform.Credentials;
import dev.backhaul.platform.Manifests;
import dev.backhaul.platform.Role;
import dev.backhaul.platform.SaasSystem;
import dev.backhaul.progress.Progress;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.sandbox.SandboxServer;
import dev.backhaul.sandbox.hubspot.CrmObject;
import dev.backhaul.sandbox.hubspot.HubSpotSandbox;
import dev.backhaul.sandbox.hubspot.HubSpotSettings;
import dev.backhaul.sandbox.hubspot.HubSpotState;
import dev.backhaul.sandbox.hubspot.SourceTag;
import dev.backhaul.store.Approvals;
import dev.backhaul.store.Audit;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.DesiredState;
import dev.backhaul.store.Fence;
import dev.backhaul.store.Ids;
import dev.backhaul.store.Leases;
import dev.backhaul.store.Store;
import dev.backhaul.store.StoreSettings;
import dev.backhaul.time.VirtualTime;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** HubSpot as the source, over real HTTP, and one process of the service that writes to it. */
final class HubSpotHouse implements AutoCloseable {
  static final Instant START = Instant.parse("2026-03-07T12:00:00Z");
  static final Instant LONG_AGO = Instant.parse("2026-01-07T12:00:00Z");

  final VirtualTime time = VirtualTime.startingAt(START);
  final HubSpotState state = new HubSpotState();
  final Sandbox sandbox;
  final SandboxServer server;
  final Account account;
  private final Account target;
  private final Path file;
  private long lives;

  /** What the process does when it gets somewhere; stays set over restarts. */
  CrashPoint crash = CrashPoint.NONE;

  House.Questions questions = new House.Questions();
  Store store;
  Journal journal;
  Decisions decisions;
  Approvals approvals;
  Silence silence;
  Audit audit;
  Applier applier;
  Undo undo;
  SetupUndo setupUndo;

  /** The way of all requests, the same for every house: starting Camel takes longer than a test. */
  private static final class Way {
    static final CamelContext CAMEL = start();

    private static CamelContext start() {
      try {
        CamelContext camel = new DefaultCamelContext();
        Accounts.bindSteps(camel);
        PluginHelper.getRoutesLoader(camel)
            .loadRoutes(ResourceHelper.resolveResource(camel, "file:routes/platform.camel.yaml"));
        camel.start();
        return camel;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** A process that dies. */
  static final class Died extends Error {
    private static final long serialVersionUID = 1;
  }

  HubSpotHouse(Path folder) throws Exception {
    file = folder.resolve("hubspot.db");
    state.token("pat-1", "app-1", HubSpotSandbox.SCOPES);
    state.addPipeline(
        "tickets",
        Json.parseObject(
            "{\"id\":\"0\",\"label\":\"Support\",\"displayOrder\":0,\"stages\":["
                + "{\"id\":\"1\",\"label\":\"New\"},{\"id\":\"4\",\"label\":\"Closed\"}]}"));
    sandbox = HubSpotSandbox.sandbox(time, HubSpotSettings.professional(), state);
    server = SandboxServer.start(sandbox, 0);
    CamelContext camel = Way.CAMEL;
    Manifest hubspot = Manifests.read(Path.of("config/platforms/hubspot.yaml"));
    Manifest zendesk = Manifests.read(Path.of("config/platforms/zendesk.yaml"));
    Credentials token = Credentials.of(name -> "pat-1");
    account =
        Accounts.open(
            camel,
            new SaasSystem(Role.SOURCE, hubspot, server.uri(), token, Map.of()),
            new Budget("hubspot", hubspot.limits(), new MemoryBudgetStore(), time),
            time);
    URI nowhere = URI.create("http://127.0.0.1:9");
    target =
        Accounts.over(
            new SaasSystem(Role.TARGET, zendesk, nowhere, token, Map.of()),
            call -> {
              throw new AssertionError("nothing is asked of the target");
            },
            time);
    live();
  }

  /** A process begins; the one before is gone, without a goodbye. */
  void live() {
    if (store != null) {
      store.close();
    }
    lives++;
    store = Store.open(StoreSettings.file(file));
    decisions = new Decisions(store);
    Leases leases = new Leases(store, time);
    Fence fence = leases.acquire("source", "life", Duration.ofDays(30)).orElseThrow();
    Ids ids = new Ids(time, new Random(lives));
    journal = new Journal(store, Role.SOURCE, time, ids, () -> fence, p -> crash.reached(p));
    audit = new Audit(time);
    approvals = new Approvals(store, audit, ids, time, true);
    silence =
        new Silence(
            store, journal, account, approvals, audit, time, java.time.Duration.ofMinutes(2));
    Applier.Ground ground =
        new Applier.Ground(
            store,
            journal,
            account,
            target,
            decisions,
            questions,
            approvals,
            new DesiredState(store, audit, time),
            silence,
            Compensation.DELETE,
            () -> fence,
            ids,
            time,
            settings());
    applier = Applier.on(ground, Progress.NONE);
    undo = Undo.on(ground, applier, audit);
    setupUndo = SetupUndo.on(ground, applier, audit);
  }

  private static ApplySettings settings() {
    ApplySettings usual = ApplySettings.USUAL;
    return new ApplySettings(
        1,
        Duration.ofMinutes(2),
        usual.jobPoll(),
        usual.jobPatience(),
        usual.pause(),
        usual.attempts(),
        usual.round(),
        BrakeLimits.OFF);
  }

  /** Saves decisions and proves silence; approves nothing. */
  HubSpotHouse planned(Decision... rows) {
    DecisionRows.save(store, decisions, List.of(rows));
    for (String cause :
        account
            .silence(
                new dev.backhaul.platform.SilenceRequest(
                    dev.backhaul.platform.SilenceRequest.Verb.LIST, List.of()))
            .unprovable()
            .keySet()) {
      approvals.waive(cause, House.KAI, "looked");
    }
    silence.prove(House.MIA);
    return this;
  }

  HubSpotHouse approved(Decision... rows) {
    planned(rows);
    approve();
    return this;
  }

  void approve() {
    approvals.approvePlan(decisions.planHash(), "mia", House.KAI, "looked at it");
  }

  Report apply() {
    return applier.applyWave(1);
  }

  /** Applies until nothing dies any more. */
  Report applyThroughDeaths() {
    for (int deaths = 0; deaths < 20; deaths++) {
      try {
        return apply();
      } catch (Died e) {
        live();
      }
    }
    throw new AssertionError("it never came to an end");
  }

  /** Dies the nth time a point is reached, once. */
  void dieAt(CrashPoint.Point point, int nth) {
    int[] left = {nth};
    crash =
        reached -> {
          if (reached == point && --left[0] == 0) {
            throw new Died();
          }
        };
  }

  /** Does something the nth time a point is reached, once. */
  void at(CrashPoint.Point point, int nth, Runnable action) {
    int[] left = {nth};
    crash =
        reached -> {
          if (reached == point && --left[0] == 0) {
            action.run();
          }
        };
  }

  String company(String name, String... more) {
    return create("companies", Map.of("name", name), more);
  }

  String contact(String email, String... more) {
    return create("contacts", Map.of("email", email), more);
  }

  String ticket(String subject) {
    return create("tickets", Map.of("subject", subject, "hs_pipeline_stage", "1"));
  }

  private String create(String type, Map<String, String> values, String... more) {
    Map<String, String> all = new java.util.HashMap<>(values);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return state.create(type, null, all, LONG_AGO, SourceTag.user(1));
  }

  String version(String type, String id) {
    return get(type, id).updatedAt().toString();
  }

  CrmObject get(String type, String id) {
    return java.util.Objects.requireNonNull(state.get(type, id));
  }

  /** Records that are not archived; the silence check leaves an archived one. */
  List<CrmObject> living(String type) {
    return state.all(type).stream().filter(each -> each.archivedAt() == null).toList();
  }

  /** The one living record of a type that bears this key of ours. */
  CrmObject keyed(String type, String key) {
    List<CrmObject> found =
        living(type).stream()
            .filter(each -> key.equals(each.properties().get("backhaul_key")))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " records of " + type + " bear " + key);
    }
    return found.get(0);
  }

  void link(String targetObject, String targetId, String sourceObject, String sourceId) {
    store.useTransaction(
        tx ->
            IdMap.put(tx, targetObject, targetId, sourceObject, sourceId, IdMap.Origin.MIGRATION));
  }

  Decision.State state(String decision) {
    return decisions.find(decision).orElseThrow().state();
  }

  List<Entry> entries(Intent.Subject subject, State... states) {
    Set<State> wanted =
        states.length == 0 ? EnumSet.allOf(State.class) : EnumSet.copyOf(List.of(states));
    return store.read(handle -> journal.in(handle, wanted)).stream()
        .filter(entry -> entry.intent().subject() == subject)
        .toList();
  }

  long calls(String method, String part) {
    return sandbox.ledger().calls().stream()
        .filter(call -> call.method().equals(method) && call.path().contains(part))
        .count();
  }

  /** A value that refers to another record of the target. */
  static ObjectNode ref(String symbol) {
    return Json.object().put("$ref", symbol);
  }

  Decision update(String id, String object, String sourceId, ObjectNode set) {
    String type = object.equals("company") ? "companies" : object + "s";
    return House.decision(
        id,
        object,
        Decision.Kind.UPDATE,
        sourceId,
        null,
        null,
        set,
        version(type, sourceId),
        Decision.UndoClass.VALUE_ONLY);
  }

  static Decision create(String id, String object, ObjectNode set) {
    return House.decision(
        id,
        object,
        Decision.Kind.CREATE,
        null,
        "zendesk:t-" + object + ":" + id,
        null,
        set,
        null,
        Decision.UndoClass.COMPENSATED);
  }

  static Decision note(String id, String parent, String body) {
    return House.decision(
        id,
        "note",
        Decision.Kind.APPEND,
        null,
        "zendesk:t-note:" + id,
        parent,
        Json.object().put("properties.hs_note_body", body),
        null,
        Decision.UndoClass.COMPENSATED);
  }

  @Override
  public void close() throws Exception {
    server.close();
    store.close();
    time.close();
  }
}
