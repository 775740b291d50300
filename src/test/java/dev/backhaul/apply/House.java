package dev.backhaul.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.delta.IdMap;
import dev.backhaul.journal.Journal;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.DecisionRows;
import dev.backhaul.plan.Decisions;
import dev.backhaul.plan.Question;
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
import dev.backhaul.store.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** One process of the service over a store file and a platform that outlive it. */
final class House implements AutoCloseable {
  static final Actor MIA = new Actor("mia", Set.of(Actor.Role.OPERATOR));
  static final Actor KAI = new Actor("kai", Set.of(Actor.Role.APPROVER, Actor.Role.OPERATOR));

  final Store store;
  final Decisions decisions;
  final Journal journal;
  final Approvals approvals;
  final DesiredState desired;
  final Silence silence;
  final Audit audit;
  final Questions questions = new Questions();
  final AtomicReference<Fence> fence = new AtomicReference<>();
  final Leases leases;
  final Applier.Ground ground;
  final Applier applier;
  final Undo undo;

  /** Questions in the store's own table, answers in memory. */
  static final class Questions implements Asking {
    final List<Question> asked = new ArrayList<>();
    final Map<String, String> answers = new HashMap<>();

    @Override
    public synchronized void ask(Handle tx, Question question) {
      asked.removeIf(old -> old.id().equals(question.id()));
      asked.add(question);
    }

    @Override
    public synchronized Optional<String> answer(Handle handle, Question question) {
      return Optional.ofNullable(answers.get(question.group()));
    }
  }

  House(
      Path file,
      FakePlatform platform,
      SteppedTime time,
      ApplySettings settings,
      CrashPoint crash,
      long seed) {
    store = Store.open(Stores.chosen().at(file));
    decisions = new Decisions(store);
    leases = new Leases(store, time);
    fence.set(leases.acquire("source", "test", Duration.ofDays(1)).orElseThrow());
    Ids ids = new Ids(time, new Random(seed));
    journal = new Journal(store, Role.SOURCE, time, ids, fence::get, crash);
    audit = new Audit(time);
    approvals = new Approvals(store, audit, ids, time, true);
    desired = new DesiredState(store, audit, time);
    silence =
        new Silence(
            store, journal, platform, approvals, audit, time, java.time.Duration.ofMinutes(10));
    ground =
        new Applier.Ground(
            store,
            journal,
            platform,
            platform,
            decisions,
            questions,
            approvals,
            desired,
            silence,
            platform.insteadOfDelete::get,
            fence::get,
            ids,
            time,
            settings);
    applier = Applier.on(ground, Progress.NONE);
    undo = Undo.on(ground, applier, audit);
  }

  static House open(Path folder, FakePlatform platform, SteppedTime time) {
    return new House(
        folder.resolve("house.db"),
        platform,
        time,
        ApplySettings.USUAL.withBrake(BrakeLimits.OFF),
        CrashPoint.NONE,
        1);
  }

  /** Saves decisions and has them approved and silence proven. */
  House planned(Decision... rows) {
    DecisionRows.save(store, decisions, List.of(rows));
    silence.prove(MIA);
    approve();
    return this;
  }

  void approve() {
    approvals.approvePlan(decisions.planHash(), "mia", KAI, "looked at it");
  }

  void link(String targetObject, String targetId, String sourceObject, String sourceId) {
    store.useTransaction(
        tx ->
            IdMap.put(tx, targetObject, targetId, sourceObject, sourceId, IdMap.Origin.MIGRATION));
  }

  Decision.State state(String id) {
    return decisions.find(id).orElseThrow().state();
  }

  /** Applies until the wave is done or stops for a person. */
  Report apply() {
    return applier.applyWave(1);
  }

  static Decision update(String id, String sourceId, String version, ObjectNode set) {
    return decision(
        id,
        "ticket",
        Decision.Kind.UPDATE,
        sourceId,
        null,
        null,
        set,
        version,
        Decision.UndoClass.EXACT);
  }

  static Decision create(String id, String object, ObjectNode set, Decision.UndoClass undo) {
    return decision(id, object, Decision.Kind.CREATE, null, "jk-" + id, null, set, null, undo);
  }

  static Decision append(String id, String parent, String body) {
    ObjectNode set = Json.object().put("body", body);
    return decision(
        id,
        "comment",
        Decision.Kind.APPEND,
        null,
        null,
        parent,
        set,
        null,
        Decision.UndoClass.COMPENSATED);
  }

  static Decision decision(
      String id,
      String object,
      Decision.Kind kind,
      @Nullable String sourceId,
      @Nullable String joinKey,
      @Nullable String parent,
      ObjectNode set,
      @Nullable String version,
      Decision.UndoClass undo) {
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
        kind == Decision.Kind.APPEND ? Instant.parse("2026-11-22T10:00:00Z") : null,
        List.of(),
        "tv",
        version,
        undo,
        Json.sha256(id + set),
        1);
  }

  @Override
  public void close() {
    store.close();
  }
}
