package dev.backhaul.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.apply.Applier;
import dev.backhaul.apply.ApplySettings;
import dev.backhaul.apply.Asking;
import dev.backhaul.apply.BrakeLimits;
import dev.backhaul.apply.Compensation;
import dev.backhaul.apply.GateClosedException;
import dev.backhaul.apply.Report;
import dev.backhaul.apply.Silence;
import dev.backhaul.delta.IdMap;
import dev.backhaul.journal.Journal;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.DecisionRows;
import dev.backhaul.plan.Decisions;
import dev.backhaul.plan.Question;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.Item;
import dev.backhaul.platform.ReadRequest;
import dev.backhaul.platform.Role;
import dev.backhaul.progress.Progress;
import dev.backhaul.store.Actor;
import dev.backhaul.store.Approvals;
import dev.backhaul.store.Audit;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.DesiredState;
import dev.backhaul.store.Fence;
import dev.backhaul.store.Ids;
import dev.backhaul.store.Leases;
import dev.backhaul.store.Store;
import dev.backhaul.store.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** One process that brings decisions home: the real journal, gate and applier over the account. */
final class Home implements AutoCloseable {
  static final Actor MIA = new Actor("mia", Set.of(Actor.Role.OPERATOR));
  static final Actor KAI = new Actor("kai", Set.of(Actor.Role.APPROVER, Actor.Role.OPERATOR));
  private static final int ROUNDS = 8;

  final List<Question> questions = new ArrayList<>();
  final Silence silence;
  final Approvals approvals;
  final Decisions decisions;
  final Store store;
  private final Stand stand;
  private final SourceSubject subject;
  private final Applier applier;

  Home(Path file, Stand stand, SourceSubject subject) {
    this(file, stand, subject, stand.account);
  }

  Home(Path file, Stand stand, SourceSubject subject, Account account) {
    this.stand = stand;
    this.subject = subject;
    store = Store.open(StoreSettings.file(file));
    decisions = new Decisions(store);
    Fence fence =
        new Leases(store, stand.time)
            .acquire("source", "contract", Duration.ofDays(90))
            .orElseThrow();
    Ids ids = new Ids(stand.time, new Random(3));
    Journal journal =
        new Journal(store, Role.SOURCE, stand.time, ids, () -> fence, CrashPoint.NONE);
    Audit audit = new Audit(stand.time);
    approvals = new Approvals(store, audit, ids, stand.time, true);
    DesiredState desired = new DesiredState(store, audit, stand.time);
    silence =
        new Silence(
            store,
            journal,
            account,
            approvals,
            audit,
            stand.time,
            java.time.Duration.ofMinutes(10));
    ApplySettings usual = ApplySettings.USUAL.withBrake(BrakeLimits.OFF);
    ApplySettings settings =
        new ApplySettings(
            1,
            stand.manifest.commitTime(),
            usual.jobPoll(),
            usual.jobPatience(),
            usual.pause(),
            usual.attempts(),
            usual.round(),
            BrakeLimits.OFF);
    Compensation none = object -> null;
    applier =
        Applier.on(
            new Applier.Ground(
                store,
                journal,
                account,
                account,
                decisions,
                new Asked(),
                approvals,
                desired,
                silence,
                none,
                () -> fence,
                ids,
                stand.time,
                settings),
            Progress.NONE);
  }

  private final class Asked implements Asking {
    @Override
    public void ask(Handle tx, Question question) {
      questions.removeIf(old -> old.id().equals(question.id()));
      questions.add(question);
    }

    @Override
    public Optional<String> answer(Handle handle, Question question) {
      return Optional.empty();
    }
  }

  /** Silences the source, with a named person answering for what nobody can prove. */
  Home silenced() {
    if (stand.manifest.silence() != null) {
      stand
          .manifest
          .silence()
          .unprovable()
          .keySet()
          .forEach(cause -> approvals.waive(cause, KAI, "looked myself"));
    }
    silence.prove(MIA);
    return this;
  }

  /** Plans and approves. */
  Home planned(Decision... rows) {
    DecisionRows.save(store, decisions, List.of(rows));
    approvals.approvePlan(decisions.planHash(), "mia", KAI, "looked at it");
    approvals.consent(decisions.planHash(), KAI, "we accept what cannot be undone");
    return this;
  }

  /** Applies once. */
  Report once() {
    return applier.applyWave(1);
  }

  /** Applies, as an operator would start it again, until nothing is left to do. */
  Report apply() {
    Report report = once();
    for (int round = 1; round < ROUNDS && !report.complete(); round++) {
      report = once();
    }
    return report;
  }

  /** Why nothing may be written; empty if it may. */
  List<String> closed() {
    try {
      once();
      return List.of();
    } catch (GateClosedException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  Decision.State state(String decision) {
    return decisions.find(decision).orElseThrow().state();
  }

  /** An update of a record as it stands now. */
  Decision update(String decision, String id, ObjectNode set) {
    Item item = stand.account.read(subject.object(), ReadRequest.ids(List.of(id))).getFirst();
    return decision(
        decision, subject.object(), Decision.Kind.UPDATE, id, null, null, set, item.version());
  }

  /** A record born in the target. */
  Decision create(String decision, String joinKey, ObjectNode set) {
    return decision(
        decision, subject.object(), Decision.Kind.CREATE, null, joinKey, null, set, null);
  }

  /** A child of a record that stands there. */
  Decision append(String decision, String parentId, ObjectNode set) {
    store.useTransaction(
        tx ->
            IdMap.put(
                tx,
                "t-parent",
                "t" + parentId,
                subject.object(),
                parentId,
                IdMap.Origin.MIGRATION));
    return decision(
        decision,
        subject.child(),
        Decision.Kind.APPEND,
        null,
        "t-child:" + decision,
        "t-parent:t" + parentId,
        set,
        null);
  }

  private static Decision decision(
      String id,
      String object,
      Decision.Kind kind,
      @Nullable String sourceId,
      @Nullable String joinKey,
      @Nullable String parent,
      ObjectNode set,
      @Nullable String version) {
    return new Decision(
        id,
        object,
        kind,
        Decision.State.READY,
        "t-" + object,
        id,
        sourceId,
        joinKey,
        parent,
        set,
        List.of(),
        List.of(),
        kind == Decision.Kind.UPDATE ? null : Instant.parse("2026-03-08T10:00:00Z"),
        List.of(),
        "tv",
        version,
        Decision.UndoClass.VALUE_ONLY,
        Json.sha256(id + set),
        1);
  }

  @Override
  public void close() {
    store.close();
  }
}
