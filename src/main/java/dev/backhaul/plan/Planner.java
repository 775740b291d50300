package dev.backhaul.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.delta.Evidence;
import dev.backhaul.delta.IdMap;
import dev.backhaul.delta.Original;
import dev.backhaul.delta.Originals;
import dev.backhaul.delta.RecordEvidence;
import dev.backhaul.delta.StagedRecord;
import dev.backhaul.delta.StagedRecords;
import dev.backhaul.manifest.History;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.mapping.Fidelity;
import dev.backhaul.mapping.Ref;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.Change;
import dev.backhaul.platform.CountRequest;
import dev.backhaul.platform.HistoryEvent;
import dev.backhaul.platform.HistoryRequest;
import dev.backhaul.platform.Item;
import dev.backhaul.platform.ReadRequest;
import dev.backhaul.progress.Progress;
import dev.backhaul.store.Fence;
import dev.backhaul.store.Ids;
import dev.backhaul.store.Store;
import dev.backhaul.time.Time;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * One planning run: page by page, object by object, parents first. The steps are called by the
 * plan's route, which shows them; a run that dies midway is simply run again.
 */
public final class Planner {
  private static final long MILLIS_A_FLOW = 100_000_000_000_000L;
  private static final int INSPECTED = 500;
  private final Parts parts;
  private final Gather gather;
  private final Map<String, Fidelity> fidelity = new LinkedHashMap<>();
  private final Map<String, Long> done = new HashMap<>();
  private Map<String, Long> staged = Map.of();
  private Run run;

  /** What a planner works with. */
  public record Parts(
      Store store,
      List<Flow> flows,
      Manifest sourceManifest,
      Manifest targetManifest,
      Account source,
      Account target,
      StagedRecords staged,
      Evidence evidence,
      Originals originals,
      IdMap ids,
      Decisions decisions,
      Questions questions,
      Answers answers,
      Fence fence,
      Ids newIds,
      Time time,
      Progress progress,
      Instant cutover,
      boolean holdFlagged,
      double maxBadKeys) {}

  private record Run(String id, Lookups lookups, Decider decider, Set<String> absent) {}

  /** A planner over its parts; one run at a time. */
  public Planner(Parts parts) {
    this.parts = parts;
    gather =
        new Gather(
            parts.store(),
            parts.staged(),
            parts.evidence(),
            parts.originals(),
            parts.ids(),
            parts.source());
    run = begin(new JoinKeys(parts.cutover(), parts.maxBadKeys()));
  }

  /** Starts a run; what earlier runs learned about references and answers is looked up afresh. */
  public List<Flow> flows() {
    run = begin(inspectJoinKeys());
    fidelity.clear();
    done.clear();
    staged = parts.staged().counts();
    parts.flows().forEach(flow -> fidelity.put(flow.targetObject(), flow.mapping().fidelity()));
    return parts.flows();
  }

  /** Join keys are counted before anything is decided: too many bad ones refuse the object. */
  private JoinKeys inspectJoinKeys() {
    JoinKeys keys = new JoinKeys(parts.cutover(), parts.maxBadKeys());
    for (Flow flow : parts.flows()) {
      if (!flow.child()) {
        inspectJoinKeys(flow, keys);
      }
    }
    return keys;
  }

  private void inspectJoinKeys(Flow flow, JoinKeys keys) {
    String object = flow.targetObject();
    Set<String> duplicated = Set.copyOf(parts.staged().duplicateJoinKeys(object));
    long loaded = 0;
    String after = "";
    List<StagedRecord> page = parts.staged().page(object, after, INSPECTED);
    while (!page.isEmpty()) {
      after = page.get(page.size() - 1).id();
      List<StagedRecord> live =
          page.stream().filter(record -> record.kind() == Change.Kind.CHANGED).toList();
      Map<String, RecordEvidence> evidence = parts.evidence().of(object, live);
      keys.inspect(
          flow,
          live,
          evidence,
          parts.ids().vouched(object, live.stream().map(StagedRecord::id).toList()),
          duplicated);
      loaded += live.stream().filter(each -> claimsToBeLoaded(each, keys)).count();
      page = parts.staged().page(object, after, INSPECTED);
    }
    keys.close(object, loaded, () -> inTarget(object));
  }

  private static boolean claimsToBeLoaded(StagedRecord record, JoinKeys keys) {
    return record.joinKey() != null || keys.fault(record).isPresent();
  }

  /** How many records the target holds by its own count; 0 where it cannot count. */
  private long inTarget(String object) {
    if (parts.targetManifest().object(object).count() == null) {
      return 0;
    }
    Long live = parts.target().count(object, new CountRequest(null)).live();
    return live == null ? 0 : live;
  }

  private Run begin(JoinKeys keys) {
    Map<String, String> sourceObjects = new HashMap<>();
    parts.flows().forEach(flow -> sourceObjects.put(flow.targetObject(), flow.sourceObject()));
    Lookups lookups =
        new Lookups(
            parts.store(),
            parts.fence(),
            parts.ids(),
            parts.staged(),
            parts.target(),
            sourceObjects,
            keys.bad());
    return new Run(
        parts.newIds().next(),
        lookups,
        new Decider(
            parts.sourceManifest(),
            parts.targetManifest(),
            parts.cutover(),
            new Draft.Rules(
                parts.answers().all(), parts.holdFlagged(), new Corrections(parts.store()).all()),
            keys,
            lookups),
        new HashSet<>());
  }

  /** The first page of a flow. */
  public PlanPage first(Flow flow, int size) {
    return page(flow, "", size);
  }

  /** The page after this one. */
  public PlanPage next(PlanPage page, int size) {
    List<StagedRecord> records = page.records();
    return page(page.flow(), records.get(records.size() - 1).id(), size);
  }

  private PlanPage page(Flow flow, String after, int size) {
    return new PlanPage(
        run.id(),
        flow,
        parts.flows().indexOf(flow),
        parts.staged().page(flow.targetObject(), after, size),
        List.of());
  }

  /** Which source records to read before the page can be decided: its own, or its parents. */
  public ReadRequest originals(PlanPage page) {
    if (!page.flow().child()) {
      return ReadRequest.ids(List.copyOf(gather.sourceIds(page.records()).values()));
    }
    page.records().forEach(record -> run.lookups().parent(record));
    run.lookups().resolve();
    Set<String> parents = new LinkedHashSet<>();
    for (StagedRecord record : page.records()) {
      if (run.lookups().parent(record) instanceof Ref.Known known) {
        parents.add(known.id());
      }
    }
    return ReadRequest.ids(List.copyOf(parents));
  }

  /** The source object those records are of. */
  public String originalsObject(Flow flow) {
    String parent = flow.parentObject();
    return parent == null ? flow.sourceObject() : flowOf(parent).sourceObject();
  }

  /** Keeps the source records as read. */
  public void keepOriginals(PlanPage page, List<Item> items) {
    String object = originalsObject(page.flow());
    parts.originals().keep(object, items, ids -> history(object, ids));
    Set<String> missing = new HashSet<>(originals(page).keys());
    items.forEach(item -> missing.remove(item.id()));
    missing.forEach(id -> run.absent().add(object + ":" + id));
  }

  private List<HistoryEvent> history(String object, List<String> ids) {
    History kept = parts.sourceManifest().object(object).historyOf();
    return kept != null && kept.whole()
        ? parts.source().history(object, new HistoryRequest(ids))
        : List.of();
  }

  /** Decides a page; references the store does not know are asked of the target once, in bulk. */
  public PlanPage decide(PlanPage page) {
    run.lookups().resolve();
    Inputs in =
        gather.of(page.flow(), page.records()).without(page.flow().sourceObject(), run.absent());
    List<Verdict> verdicts = decideAll(page, in);
    while (run.lookups().resolve()) {
      verdicts = decideAll(page, in);
    }
    // Without history nobody can tell a record's load from its edits: it says nothing of the load.
    if (!page.flow().child() && keepsHistory(page.flow().targetObject())) {
      page.records().forEach(record -> addFidelity(page.flow(), record, in));
      run.lookups().resolve();
    }
    return page.decided(verdicts);
  }

  private List<Verdict> decideAll(PlanPage page, Inputs in) {
    Map<String, Original> parents = page.flow().child() ? parentOriginals(page) : Map.of();
    List<Verdict> verdicts = new ArrayList<>();
    for (StagedRecord record : page.records()) {
      verdicts.add(
          page.flow().child()
              ? child(page.flow(), record, in, parents)
              : run.decider().root(page.flow(), record, in, this::family));
    }
    return verdicts;
  }

  private Verdict child(Flow flow, StagedRecord record, Inputs in, Map<String, Original> parents) {
    Ref parent = run.lookups().parent(record);
    Original original = parent instanceof Ref.Known known ? parents.get(known.id()) : null;
    boolean born =
        parent instanceof Ref.Pending && parts.sourceManifest().travels(originalsObject(flow));
    boolean homeless = parent instanceof Ref.Gone || parent instanceof Ref.Unknown;
    Verdict verdict = run.decider().child(flow, record, in, born, homeless, original);
    return born && verdict.decision().state() == Decision.State.READY
        ? Verdict.travelling(verdict)
        : verdict;
  }

  private Map<String, Original> parentOriginals(PlanPage page) {
    List<String> ids = originals(page).keys();
    return parts.originals().of(originalsObject(page.flow()), ids);
  }

  /** The children of a record born in the target, each decided by its own flow. */
  private List<Families.Child> family(StagedRecord parent) {
    List<Families.Child> out = new ArrayList<>();
    for (StagedRecord record : parts.staged().children(parent.symbol())) {
      Flow flow = flowOf(record.object());
      Inputs in = gather.of(flow, List.of(record));
      Verdict verdict = run.decider().child(flow, record, in, true, false, null);
      if (verdict.decision().state() == Decision.State.READY
          && verdict.decision().kind() == Decision.Kind.APPEND) {
        out.add(Families.Child.of(verdict.decision()));
      }
    }
    return out;
  }

  private void addFidelity(Flow flow, StagedRecord record, Inputs in) {
    String sourceId = in.known().getOrDefault(record.id(), record.joinKey());
    Original original = sourceId == null ? null : in.originals().get(sourceId);
    ObjectNode s0 = original == null ? null : original.s0();
    var evidence = in.evidence().get(record.id());
    if (s0 != null
        && evidence != null
        && record.kind() == Change.Kind.CHANGED
        && !in.badKeys().contains(sourceId)) {
      fidelity
          .getOrDefault(flow.targetObject(), flow.mapping().fidelity())
          .add(s0, Loaded.record(record, evidence), run.lookups());
    }
  }

  /** Keeps what was decided, in one fenced transaction. */
  public void keep(PlanPage page) {
    Instant now = parts.time().instant();
    parts
        .store()
        .useTransaction(
            handle -> {
              parts.fence().check(handle);
              keep(handle, page, now);
            });
    long total = staged.getOrDefault(page.flow().targetObject(), 0L);
    long soFar = done.merge(page.flow().targetObject(), (long) page.records().size(), Long::sum);
    parts.progress().moved("planned", page.flow().targetObject(), soFar, total);
  }

  private void keep(Handle handle, PlanPage page, Instant now) {
    List<String> ids = page.verdicts().stream().map(each -> each.decision().id()).toList();
    Map<String, Decisions.Stand> before = parts.decisions().stands(handle, ids);
    List<Decisions.Placed> placed = new ArrayList<>();
    List<IdMap.Pair> pairs = new ArrayList<>();
    for (Verdict verdict : page.verdicts()) {
      Decision decision = verdict.decision();
      Decisions.Stand stand = before.get(decision.id());
      if (stand == null || !settled(stand, decision)) {
        Instant at = decision.at();
        long position = page.order() * MILLIS_A_FLOW + (at == null ? 0 : at.toEpochMilli());
        placed.add(new Decisions.Placed(decision, position));
      }
      verdict
          .questions()
          .forEach(question -> parts.questions().ask(handle, question, now, page.plan()));
      pair(verdict).ifPresent(pairs::add);
    }
    parts.decisions().save(handle, placed, page.plan());
    parts.questions().withdraw(handle, ids, page.plan());
    IdMap.put(handle, pairs);
  }

  private static Optional<IdMap.Pair> pair(Verdict verdict) {
    Decision decision = verdict.decision();
    String link = verdict.link();
    String existing = link == null ? decision.sourceId() : link;
    return existing == null
        ? Optional.empty()
        : Optional.of(
            new IdMap.Pair(
                decision.targetObject(),
                decision.targetId(),
                decision.object(),
                existing,
                link == null ? IdMap.Origin.MIGRATION : IdMap.Origin.LINKED));
  }

  /** Applied, refused or undone for this very state: nothing new to decide. */
  private static boolean settled(Decisions.Stand before, Decision now) {
    return switch (before.state()) {
      case APPLIED ->
          now.kind() == Decision.Kind.NONE
              || (now.kind() == Decision.Kind.DELETE && before.kind() == Decision.Kind.DELETE);
      case REFUSED, UNDONE -> before.fingerprint().equals(now.fingerprint());
      case READY, HELD, STALE -> false;
    };
  }

  /** Closes the run: the summary that people approve, by its hash. */
  public PlanSummary close() {
    PlanSummary summary =
        PlanSummary.of(
            run.id(), parts.decisions(), parts.questions(), fidelity, parts.time().instant());
    parts
        .store()
        .useTransaction(
            handle -> {
              parts.fence().check(handle);
              summary.save(handle);
            });
    return summary;
  }

  private Flow flowOf(String targetObject) {
    return parts.flows().stream()
        .filter(flow -> flow.targetObject().equals(targetObject))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no flow brings '" + targetObject + "' home"));
  }

  /** Whether the target keeps the history of an object at all. */
  public boolean keepsHistory(String targetObject) {
    return parts.targetManifest().object(targetObject).historyOf() != null;
  }
}
