package dev.backhaul.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.journal.Entry;
import dev.backhaul.journal.Intent;
import dev.backhaul.journal.Journal;
import dev.backhaul.journal.Op;
import dev.backhaul.journal.State;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.ObjectType;
import dev.backhaul.plan.Decision;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.Failure;
import dev.backhaul.platform.Item;
import dev.backhaul.platform.PlatformException;
import dev.backhaul.platform.SetupState;
import dev.backhaul.platform.SetupVerb;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.Ids;
import dev.backhaul.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What must stand in the account before the first write of an object: a field that the platform
 * keeps unique, made once, and filled on the records that decisions are about to change. Each of it
 * is a journal entry; nothing is done where it is there already, and nothing without an approval.
 */
public final class Setup {
  private final Store store;
  private final Journal journal;
  private final Account account;
  private final String target;
  private final ReadBack readBack;
  private final Send send;
  private final Verify verify;
  private final Settle settle;
  private final Ids ids;
  private final InstantSource clock;
  private final Turn turn;
  private final Set<String> ready = new HashSet<>();

  Setup(Applier.Ground ground, ReadBack readBack, Send send, Verify verify, Settle settle) {
    this.store = ground.store();
    this.journal = ground.journal();
    this.account = ground.account();
    this.target = ground.target().platform();
    this.readBack = readBack;
    this.send = send;
    this.verify = verify;
    this.settle = settle;
    this.ids = ground.ids();
    this.clock = ground.time();
    turn = new Turn(ground.time());
  }

  /**
   * Sets up what a batch needs.
   *
   * @return the batch, unchanged
   * @throws GateClosedException if it cannot be set up; the reason says what a person must do
   * @throws StoppedException if the platform does not say what became of it; apply again
   */
  public Gate.Admitted prepare(Gate.Admitted admitted) {
    if (admitted.decisions().isEmpty()) {
      return admitted;
    }
    String object = admitted.decisions().get(0).object();
    ObjectType type = account.type(object).orElse(null);
    if (type == null || type.setup() == null) {
      return admitted;
    }
    turn.take(() -> make(object, admitted.authority()));
    fill(object, field(type), admitted);
    return admitted;
  }

  /** Whether an entry is one that only this class settles. */
  static boolean owns(Entry entry) {
    return entry.intent().subject() == Intent.Subject.SETUP && entry.op() == Op.CREATE;
  }

  /** In its turn only: two lanes must not make one field twice. */
  private void make(String object, String authority) {
    if (ready.contains(object)) {
      return;
    }
    SetupState state = look(object);
    settle(object, state);
    switch (state) {
      case NEEDLESS, READY -> {}
      case UNUSABLE ->
          throw new GateClosedException(
              List.of(
                  "the field "
                      + name(object)
                      + " of "
                      + object
                      + " is there, but not unique, and cannot be made so: put another name as joinKey of "
                      + object
                      + " into the platform's manifest"));
      case MISSING -> make(intended(object, authority));
    }
    ready.add(object);
  }

  private Entry intended(String object, String authority) {
    String name = name(object);
    Intent intent =
        new Intent(
            Intent.Subject.SETUP,
            null,
            null,
            object,
            null,
            name,
            Op.CREATE,
            Json.object().put("field", name).put("present", false),
            null,
            null,
            Json.object().put("field", name).put("unique", true),
            Decision.UndoClass.COMPENSATED.name(),
            authority,
            1);
    Entry captured =
        journal.commit(CrashPoint.Step.CAPTURED, tx -> journal.add(tx, intent, State.CAPTURED));
    return journal
        .move(CrashPoint.Step.INTENT, List.of(captured), State.INTENT, Entry::trace)
        .get(0);
  }

  private void make(Entry intended) {
    String object = intended.object();
    String batch = ids.next();
    Entry sent =
        journal
            .move(
                CrashPoint.Step.SENT,
                List.of(intended),
                State.SENT,
                entry -> entry.trace().sent(batch, clock.instant()))
            .get(0);
    Failure failure = null;
    try {
      account.setup(object, SetupVerb.MAKE);
    } catch (PlatformException e) {
      failure = e.failure();
    }
    journal.crash().reached(CrashPoint.Point.WRITE_RETURNED);
    SetupState state = look(object);
    if (state == SetupState.READY) {
      settle(object, state);
      return;
    }
    String field = "the field " + name(object) + " of " + object;
    String why = failure == null ? "it is not there after it was made" : failure.reason();
    boolean unclear = failure == null || failure instanceof Failure.Ambiguous;
    journal.move(
        unclear ? CrashPoint.Step.UNKNOWN : CrashPoint.Step.FAILED,
        List.of(sent),
        unclear ? State.UNKNOWN : State.FAILED,
        entry -> entry.trace().failed(why, null));
    if (unclear) {
      throw new StoppedException("it is not clear whether " + field + " was made: apply again");
    }
    throw new GateClosedException(
        List.of(field + " could not be made (" + why + "): mend that, then apply again"));
  }

  /** Judges earlier tries by how it stands now: whoever finds the field finds what was sent. */
  private void settle(String object, SetupState now) {
    for (Entry entry : entries(object, State.CAPTURED, State.INTENT)) {
      journal.move(
          CrashPoint.Step.FAILED,
          List.of(entry),
          State.FAILED,
          e -> e.trace().failed("the process ended before it was sent", null));
    }
    List<Entry> open = entries(object, State.SENT, State.UNKNOWN);
    if (now == SetupState.READY) {
      ObjectNode after = Json.object().put("field", name(object)).put("present", true);
      journal.move(
          CrashPoint.Step.VERIFIED,
          open,
          State.VERIFIED,
          entry -> entry.trace().verified(name(object), after, null));
    } else {
      // Made twice it is refused, so that trying again is safe even if this one comes late.
      journal.move(
          CrashPoint.Step.FAILED,
          open,
          State.FAILED,
          entry -> entry.trace().failed("it is not there", null));
    }
  }

  private List<Entry> entries(String object, State... states) {
    return store.read(handle -> journal.in(handle, Set.of(states))).stream()
        .filter(entry -> owns(entry) && entry.object().equals(object))
        .toList();
  }

  /**
   * Puts the record's key into the records that a batch changes, where they have none. One that
   * somebody wrote to since the plan is left alone: the next plan decides it again.
   */
  private void fill(String object, String field, Gate.Admitted admitted) {
    List<Decision> updates =
        admitted.decisions().stream()
            .filter(each -> each.kind() == Decision.Kind.UPDATE && each.sourceId() != null)
            .toList();
    if (updates.isEmpty()) {
      return;
    }
    Map<String, Item> records =
        readBack.records(object, updates.stream().map(Decision::sourceId).toList());
    List<Entry> entries =
        journal.commit(
            CrashPoint.Step.INTENT,
            tx -> {
              List<Entry> added = new ArrayList<>();
              for (Decision decision : updates) {
                Item item = records.get(Objects.requireNonNull(decision.sourceId()));
                if (item == null || item.joinKey() != null) {
                  continue;
                }
                String touches = object + ":" + item.id();
                boolean same =
                    item.version().equals(decision.sourceVersion())
                        || journal
                            .leftVersion(tx, touches)
                            .map(item.version()::equals)
                            .orElse(false);
                if (same) {
                  added.add(
                      journal.add(
                          tx, filling(decision, item, field, touches, admitted), State.INTENT));
                }
              }
              return added;
            });
    settle.settle(verify.verify(send.send(entries)));
  }

  private Intent filling(
      Decision decision, Item item, String field, String touches, Gate.Admitted admitted) {
    String key = target + ":" + decision.targetObject() + ":" + decision.targetId();
    ObjectNode wanted = Json.object();
    wanted.putObject(Wanted.SET).put(field, key);
    wanted.putArray(Wanted.CLEAR);
    return new Intent(
        Intent.Subject.SETUP,
        null,
        null,
        decision.object(),
        item.id(),
        key,
        Op.UPDATE,
        Wanted.image(item),
        item.version(),
        touches,
        wanted,
        Decision.UndoClass.VALUE_ONLY.name(),
        admitted.authority(),
        1);
  }

  /** From now on it is looked for again before anything is written. */
  synchronized void forget(String object) {
    ready.remove(object);
  }

  SetupState look(String object) {
    try {
      return account.setup(object, SetupVerb.LOOK);
    } catch (PlatformException e) {
      throw new StoppedException(
          e.getMessage() + "; whether " + object + " is set up is not known, apply again", e);
    }
  }

  String name(String object) {
    String field = account.type(object).map(Setup::field).orElse("");
    return field.substring(field.lastIndexOf('.') + 1);
  }

  private static String field(ObjectType type) {
    return Objects.requireNonNull(type.joinKey(), "a setup has a join key");
  }
}
