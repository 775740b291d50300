package dev.backhaul.apply;

import dev.backhaul.journal.Entry;
import dev.backhaul.journal.Intent;
import dev.backhaul.journal.Journal;
import dev.backhaul.journal.Op;
import dev.backhaul.journal.State;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.Decisions;
import dev.backhaul.platform.Item;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records a batch is about to touch, sorts out those that moved or need nothing, and
 * writes before-image and intent of the rest in one transaction.
 */
public final class Capture {
  private final Store store;
  private final Journal journal;
  private final Decisions decisions;
  private final Asking asking;
  private final ReadBack readBack;
  private final Outcome outcome;

  Capture(
      Store store,
      Journal journal,
      Decisions decisions,
      Asking asking,
      ReadBack readBack,
      Outcome outcome) {
    this.store = store;
    this.journal = journal;
    this.decisions = decisions;
    this.asking = asking;
    this.readBack = readBack;
    this.outcome = outcome;
  }

  /**
   * The entries to send; those of the batch that are stale, already home or waiting are not among
   * them.
   *
   * @throws StoppedException if the platform cannot be read
   */
  public List<Entry> capture(Gate.Admitted admitted) {
    List<Decision> batch = admitted.decisions();
    Map<String, References.Source> sources = sources(batch);
    Map<String, List<Item>> found = found(batch, sources);
    return journal.commit(
        CrashPoint.Step.INTENT,
        tx -> {
          Map<String, Journal.Trial> trials =
              journal.trials(tx, batch.stream().map(Decision::id).toList());
          List<Entry> entries = new ArrayList<>();
          for (Decision decision : batch) {
            Journal.Trial trial = trials.get(decision.id());
            if (trial != null && trial.state().open()
                || !sources.keySet().containsAll(References.of(decision))) {
              continue;
            }
            String key = key(decision, sources);
            List<Item> items = found.getOrDefault(key, List.of());
            int attempt = trial == null || trial.state() != State.FAILED ? 1 : trial.attempt() + 1;
            Intent intent = intent(tx, decision, items, sources, admitted.authority(), attempt);
            if (intent != null) {
              entries.add(journal.add(tx, intent, State.INTENT));
            }
          }
          return entries;
        });
  }

  /** What to send; null when the decision is settled without a write. */
  private @Nullable Intent intent(
      Handle tx,
      Decision decision,
      List<Item> items,
      Map<String, References.Source> sources,
      String authority,
      int attempt) {
    Item item = items.isEmpty() ? null : items.get(0);
    return switch (decision.kind()) {
      case NONE -> null;
      case CREATE -> {
        if (item == null) {
          yield intent(decision, null, null, sources, authority, attempt);
        }
        if (items.size() == 1 && Leaves.hold(item.fields(), Wanted.of(decision, sources, null))) {
          outcome.unchanged(tx, decision, item);
        } else {
          decisions.became(tx, decision.id(), Decision.State.REFUSED);
          List<String> corrected = asking.corrected(tx, decision.id());
          asking.ask(tx, Asked.alreadyThere(decision, items.size(), corrected));
        }
        yield null;
      }
      case APPEND -> {
        if (item == null) {
          decisions.became(tx, decision.id(), Decision.State.STALE);
          yield null;
        }
        yield intent(
            decision, item, Batches.record(decision, sources), sources, authority, attempt);
      }
      case UPDATE, DELETE -> {
        if (item == null && decision.kind() == Decision.Kind.DELETE
            || item != null
                && decision.kind() == Decision.Kind.UPDATE
                && Leaves.hold(item.fields(), Wanted.of(decision, sources, null))) {
          outcome.unchanged(tx, decision, item);
          yield null;
        }
        String touches = Batches.record(decision, sources);
        if (item == null || moved(tx, decision, item, touches)) {
          decisions.became(tx, decision.id(), Decision.State.STALE);
          yield null;
        }
        yield intent(decision, item, touches, sources, authority, attempt);
      }
    };
  }

  /** Whether somebody other than ourselves wrote to the record since it was planned. */
  private boolean moved(Handle tx, Decision decision, Item item, String touches) {
    String planned = decision.sourceVersion();
    return planned != null
        && !item.version().equals(planned)
        && !journal.leftVersion(tx, touches).map(item.version()::equals).orElse(false);
  }

  private static Intent intent(
      Decision decision,
      @Nullable Item before,
      @Nullable String touches,
      Map<String, References.Source> sources,
      String authority,
      int attempt) {
    return new Intent(
        Intent.Subject.WRITE,
        decision.id(),
        null,
        decision.object(),
        before == null ? null : before.id(),
        decision.joinKey(),
        Op.valueOf(decision.kind().name()),
        before == null ? null : Wanted.image(before),
        before == null ? null : before.version(),
        touches,
        Wanted.of(decision, sources, before == null ? null : before.version()),
        decision.undo().name(),
        authority,
        attempt);
  }

  /** The records by what they are looked up with: native id, join key, or the parent's id. */
  private Map<String, List<Item>> found(
      List<Decision> batch, Map<String, References.Source> sources) {
    Map<String, List<Item>> found = new HashMap<>();
    Map<String, Set<String>> ids = new HashMap<>();
    Map<String, Set<String>> joinKeys = new HashMap<>();
    for (Decision decision : batch) {
      String key = key(decision, sources);
      switch (decision.kind()) {
        case CREATE ->
            joinKeys.computeIfAbsent(decision.object(), object -> new HashSet<>()).add(key);
        case APPEND -> {
          References.Source parent = sources.get(Objects.requireNonNull(decision.parent()));
          if (parent != null) {
            ids.computeIfAbsent(parent.object(), object -> new HashSet<>()).add(key);
          }
        }
        case UPDATE, DELETE ->
            ids.computeIfAbsent(decision.object(), object -> new HashSet<>()).add(key);
        case NONE -> {}
      }
    }
    ids.forEach(
        (object, keys) ->
            readBack.records(object, keys).forEach((id, item) -> found.put(id, List.of(item))));
    joinKeys.forEach((object, keys) -> found.putAll(readBack.byJoinKey(object, keys)));
    return found;
  }

  private static String key(Decision decision, Map<String, References.Source> sources) {
    return switch (decision.kind()) {
      case CREATE -> required(decision.joinKey(), decision, "a join key");
      case APPEND -> {
        References.Source parent = sources.get(required(decision.parent(), decision, "a parent"));
        yield parent == null ? "" : parent.id();
      }
      case UPDATE, DELETE -> required(decision.sourceId(), decision, "a source id");
      case NONE -> "";
    };
  }

  private static String required(@Nullable String value, Decision decision, String what) {
    if (value == null) {
      throw new IllegalArgumentException(
          "decision "
              + decision.id()
              + " ("
              + decision.kind()
              + ") lacks "
              + what
              + ": plan again");
    }
    return value;
  }

  private Map<String, References.Source> sources(Collection<Decision> batch) {
    Set<String> references = new HashSet<>();
    batch.forEach(decision -> references.addAll(References.of(decision)));
    return store.read(handle -> References.resolve(handle, references));
  }
}
