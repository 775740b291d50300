package dev.backhaul.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.journal.Entry;
import dev.backhaul.journal.Intent;
import dev.backhaul.journal.Journal;
import dev.backhaul.journal.Op;
import dev.backhaul.journal.State;
import dev.backhaul.manifest.ObjectType;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.Decisions;
import dev.backhaul.plan.Question;
import dev.backhaul.platform.Account;
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
  private final Account account;
  private final Decisions decisions;
  private final Asking asking;
  private final ReadBack readBack;
  private final Outcome outcome;
  private final Collisions collisions;
  private final Brake brake;

  Capture(
      Applier.Ground ground,
      ReadBack readBack,
      Outcome outcome,
      Collisions collisions,
      Brake brake) {
    this.store = ground.store();
    this.journal = ground.journal();
    this.account = ground.account();
    this.decisions = ground.decisions();
    this.asking = ground.asking();
    this.readBack = readBack;
    this.outcome = outcome;
    this.collisions = collisions;
    this.brake = brake;
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
    Map<String, List<Item>> there = there(batch);
    Map<String, Question> taken = collisions.of(batch);
    return journal.commit(
        CrashPoint.Step.INTENT,
        tx -> {
          Map<String, Journal.Trial> trials =
              journal.trials(tx, batch.stream().map(Decision::id).toList());
          List<Intent> intents = new ArrayList<>();
          for (Decision decision : batch) {
            Journal.Trial trial = trials.get(decision.id());
            if (trial != null && trial.state().open()
                || !sources.keySet().containsAll(References.of(decision))) {
              continue;
            }
            Question question = taken.get(decision.id());
            if (question != null && !goesAnyway(tx, decision, question)) {
              continue;
            }
            String key = key(decision, sources);
            List<Item> items = found.getOrDefault(key, List.of());
            List<Item> children = there.getOrDefault(String.valueOf(decision.joinKey()), List.of());
            int attempt = trial == null || trial.state() != State.FAILED ? 1 : trial.attempt() + 1;
            boolean begun = trial != null && trial.state() == State.VERIFIED;
            Plan plan = new Plan(decision, sources, admitted.authority(), attempt, begun);
            Intent intent = intent(tx, plan, items, children);
            if (intent != null) {
              intents.add(intent);
            }
          }
          return journal.add(tx, intents, State.INTENT);
        });
  }

  /**
   * A decision about to be carried out.
   *
   * @param begun whether a part of it is home already
   */
  private record Plan(
      Decision decision,
      Map<String, References.Source> sources,
      String authority,
      int attempt,
      boolean begun) {}

  /** Whether a person said to write a key that another record holds; asks if nobody did. */
  private boolean goesAnyway(Handle tx, Decision decision, Question question) {
    String answer = asking.answer(tx, question).orElse("");
    if (answer.equals(Asked.AS_IS)) {
      return true;
    }
    decisions.became(
        tx,
        decision.id(),
        answer.equals(Asked.LEAVE) ? Decision.State.REFUSED : Decision.State.STALE);
    asking.ask(tx, question);
    brake.asked();
    return false;
  }

  /**
   * What to send; null when the decision is settled without a write.
   *
   * @param items the record itself, for an append its parent
   * @param children for an append by a key of ours: the child, where it is there already
   */
  private @Nullable Intent intent(Handle tx, Plan plan, List<Item> items, List<Item> children) {
    Decision decision = plan.decision();
    Item item = items.isEmpty() ? null : items.get(0);
    ObjectType type = account.type(decision.object()).orElse(null);
    ObjectNode wanted = wanted(plan, type, item);
    return switch (decision.kind()) {
      case NONE -> null;
      case CREATE ->
          item == null
              ? intent(plan, Op.CREATE, null, null, first(type, wanted))
              : present(tx, plan, type, items, wanted);
      case APPEND -> {
        if (item == null) {
          decisions.became(tx, decision.id(), Decision.State.STALE);
          yield null;
        }
        yield children.isEmpty()
            ? intent(
                plan,
                Op.APPEND,
                item,
                Batches.record(decision, plan.sources()),
                first(type, wanted))
            : present(tx, plan, type, children, wanted);
      }
      case UPDATE, DELETE -> {
        if (item == null && decision.kind() == Decision.Kind.DELETE
            || item != null
                && decision.kind() == Decision.Kind.UPDATE
                && Leaves.hold(item.fields(), wanted)) {
          outcome.unchanged(tx, decision, item);
          yield null;
        }
        String touches = Batches.record(decision, plan.sources());
        if (item == null || moved(tx, decision, item, touches)) {
          decisions.became(tx, decision.id(), Decision.State.STALE);
          yield null;
        }
        ObjectNode part =
            type != null && decision.kind() == Decision.Kind.UPDATE
                ? Parts.next(type, wanted, item.fields())
                : wanted;
        yield intent(
            plan, Op.valueOf(decision.kind().name()), item, touches, part == null ? wanted : part);
      }
    };
  }

  private static ObjectNode first(@Nullable ObjectType type, ObjectNode wanted) {
    ObjectNode part = type == null ? wanted : Parts.next(type, wanted, null);
    return part == null ? wanted : part;
  }

  /** The whole write, with its native ids; a child that is attached by a link names its parent. */
  private ObjectNode wanted(Plan plan, @Nullable ObjectType type, @Nullable Item item) {
    Decision decision = plan.decision();
    ObjectNode wanted = Wanted.of(decision, plan.sources(), item == null ? null : item.version());
    ObjectType.Parent parent = type == null ? null : type.parent();
    if (decision.kind() == Decision.Kind.APPEND && item != null && type != null && parent != null) {
      boolean linked = type.links().stream().anyMatch(link -> link.writes(parent.path()));
      if (linked) {
        wanted.withObject("/" + Wanted.SET).put(parent.path(), item.id());
      }
    }
    return wanted;
  }

  /** A record to make is there: what is left of it, if it is ours or just as wanted. */
  private @Nullable Intent present(
      Handle tx, Plan plan, @Nullable ObjectType type, List<Item> items, ObjectNode wanted) {
    Decision decision = plan.decision();
    Item item = items.get(0);
    boolean plain =
        type == null
            ? Leaves.hold(item.fields(), wanted)
            : Parts.plainHold(type, wanted, item.fields());
    if (items.size() > 1 || !plan.begun() && !plain) {
      decisions.became(tx, decision.id(), Decision.State.REFUSED);
      List<String> corrected = asking.corrected(tx, decision.id());
      asking.ask(tx, Asked.alreadyThere(decision, items.size(), corrected));
      return null;
    }
    ObjectNode link = type == null ? null : Parts.link(type, wanted, item.fields());
    if (link == null) {
      outcome.unchanged(tx, decision, item);
      return null;
    }
    return intent(plan, Op.UPDATE, item, decision.object() + ":" + item.id(), link);
  }

  /** Whether somebody other than ourselves wrote to the record since it was planned. */
  private boolean moved(Handle tx, Decision decision, Item item, String touches) {
    String planned = decision.sourceVersion();
    return planned != null
        && !item.version().equals(planned)
        && !journal.leftVersion(tx, touches).map(item.version()::equals).orElse(false);
  }

  private static Intent intent(
      Plan plan, Op op, @Nullable Item before, @Nullable String touches, ObjectNode wanted) {
    Decision decision = plan.decision();
    return new Intent(
        Intent.Subject.WRITE,
        decision.id(),
        null,
        decision.object(),
        before == null ? null : before.id(),
        decision.joinKey(),
        op,
        before == null ? null : Wanted.image(before),
        before == null ? null : before.version(),
        touches,
        wanted,
        decision.undo().name(),
        plan.authority(),
        plan.attempt());
  }

  /** Children to append that bear their key in the source already, by that key. */
  private Map<String, List<Item>> there(List<Decision> batch) {
    Map<String, Set<String>> keys = new HashMap<>();
    for (Decision decision : batch) {
      String key = decision.joinKey();
      if (decision.kind() == Decision.Kind.APPEND
          && key != null
          && account.ownKey(decision.object())) {
        keys.computeIfAbsent(decision.object(), object -> new HashSet<>()).add(key);
      }
    }
    Map<String, List<Item>> there = new HashMap<>();
    keys.forEach((object, all) -> there.putAll(readBack.byJoinKey(object, all)));
    return there;
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
