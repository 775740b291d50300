package dev.backhaul.apply;

import dev.backhaul.journal.Journal;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.Decisions;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.Write;
import dev.backhaul.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Groups the next decisions of a wave by object and kind. Parents come first because a decision
 * waits until all it refers to exists; writes to one record keep their order because only the first
 * of them travels in a round.
 */
public final class Batches {
  private static final int QUERY = 500;
  private final Store store;
  private final Decisions decisions;
  private final Journal journal;
  private final Account account;
  private final InstantSource clock;
  private final int roundSize;

  /** Batches for one account. */
  public Batches(
      Store store,
      Decisions decisions,
      Journal journal,
      Account account,
      InstantSource clock,
      int roundSize) {
    this.store = store;
    this.decisions = decisions;
    this.journal = journal;
    this.account = account;
    this.clock = clock;
    this.roundSize = roundSize;
  }

  /** The next round of a wave; no batches when nothing can be sent now. */
  public Round next(int wave) {
    for (int limit = roundSize; ; limit = Math.multiplyExact(limit, 4)) {
      List<Decision> ready = decisions.ready(wave, limit);
      Round round = round(ready, ready.size() == limit);
      // A head of waiting decisions must not hide what can go on behind it.
      if (!round.batches().isEmpty() || ready.size() < limit) {
        return round;
      }
    }
  }

  /**
   * @param more whether the wave may hold more than these
   */
  private Round round(List<Decision> ready, boolean more) {
    Map<String, Journal.Trial> trials = trials(ready);
    Map<String, References.Source> sources = sources(ready);
    Instant now = clock.instant();
    Claims claims = new Claims();
    Map<Kin, List<Decision>> groups = new LinkedHashMap<>();
    Instant due = null;
    int waiting = 0;
    int unsettled = 0;
    for (Decision decision : ready) {
      Journal.Trial trial = trials.get(decision.id());
      if (!sources.keySet().containsAll(References.of(decision))) {
        waiting++;
        continue;
      }
      // Claimed also by those that cannot go now: what follows on the same record keeps its order.
      if (!claims.take(record(decision, sources), beside(decision))) {
        continue;
      }
      if (trial != null && trial.state().open()) {
        unsettled++;
      } else if (trial != null && trial.retryAt() != null && trial.retryAt().isAfter(now)) {
        due = earlier(due, trial.retryAt());
      } else {
        groups
            .computeIfAbsent(
                new Kin(decision.object(), decision.kind(), suspected(trial)),
                key -> new ArrayList<>())
            .add(decision);
      }
    }
    List<Batch> full = more ? cut(groups, true) : List.of();
    return new Round(full.isEmpty() ? cut(groups, false) : full, due, waiting, unsettled);
  }

  /** Children that bear a key and a time of their own need not come one after the other. */
  private boolean beside(Decision decision) {
    return decision.kind() == Decision.Kind.APPEND && account.ownKey(decision.object());
  }

  /** Records that a round writes to: by one decision, or by several that do not mind each other. */
  private static final class Claims {
    private final Set<String> alone = new HashSet<>();
    private final Set<String> beside = new HashSet<>();

    boolean take(String record, boolean shared) {
      if (shared) {
        beside.add(record);
        return !alone.contains(record);
      }
      return !beside.contains(record) && alone.add(record);
    }
  }

  /** What travels together. */
  private record Kin(String object, Decision.Kind kind, int suspected) {}

  private static int suspected(Journal.@Nullable Trial trial) {
    return trial == null ? 0 : Suspicion.most(trial.error());
  }

  /**
   * @param full whether what does not fill a batch is left for the next round, which may fill it: a
   *     batch costs the same calls however many travel in it
   */
  private List<Batch> cut(Map<Kin, List<Decision>> groups, boolean full) {
    List<Batch> batches = new ArrayList<>();
    for (Map.Entry<Kin, List<Decision>> each : groups.entrySet()) {
      Kin kin = each.getKey();
      List<Decision> group = each.getValue();
      int most =
          Math.max(1, account.batchSize(kin.object(), Write.Kind.valueOf(kin.kind().name())));
      int size = kin.suspected() == 0 ? most : Math.min(most, kin.suspected());
      int end = full && kin.suspected() == 0 ? group.size() - group.size() % size : group.size();
      for (int from = 0; from < end; from += size) {
        List<Decision> part = List.copyOf(group.subList(from, Math.min(end, from + size)));
        batches.add(new Batch(kin.object(), kin.kind(), part));
      }
    }
    return batches;
  }

  /** The record whose version a decision moves; for a create the decision itself. */
  static String record(Decision decision, Map<String, References.Source> sources) {
    if (decision.kind() == Decision.Kind.APPEND && decision.parent() != null) {
      References.Source parent = sources.get(decision.parent());
      return parent == null ? decision.parent() : parent.toString();
    }
    return decision.sourceId() == null
        ? "new " + decision.id()
        : decision.object() + ":" + decision.sourceId();
  }

  private Map<String, Journal.Trial> trials(List<Decision> ready) {
    return store.read(
        handle -> {
          Map<String, Journal.Trial> all = new LinkedHashMap<>();
          for (int from = 0; from < ready.size(); from += QUERY) {
            List<Decision> part = ready.subList(from, Math.min(ready.size(), from + QUERY));
            all.putAll(journal.trials(handle, part.stream().map(Decision::id).toList()));
          }
          return all;
        });
  }

  private Map<String, References.Source> sources(List<Decision> ready) {
    Set<String> references = new HashSet<>();
    ready.forEach(decision -> references.addAll(References.of(decision)));
    return store.read(handle -> References.resolve(handle, references));
  }

  private static Instant earlier(@Nullable Instant one, Instant other) {
    return one == null || other.isBefore(one) ? other : one;
  }
}
