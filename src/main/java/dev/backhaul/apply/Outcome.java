package dev.backhaul.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.delta.IdMap;
import dev.backhaul.journal.Entry;
import dev.backhaul.journal.Intent;
import dev.backhaul.journal.Journal;
import dev.backhaul.journal.Op;
import dev.backhaul.journal.State;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.Decisions;
import dev.backhaul.platform.Failure;
import dev.backhaul.platform.Item;
import dev.backhaul.store.Store;
import dev.backhaul.store.Written;
import java.time.Instant;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What an entry's end means for everything else: the decision, the id map, W, the entry it undoes.
 */
final class Outcome {
  private final Journal journal;
  private final Decisions decisions;
  private final Asking asking;
  private final Written written;
  private final Brake brake;

  Outcome(Store store, Journal journal, Decisions decisions, Asking asking, Brake brake) {
    this.journal = journal;
    this.decisions = decisions;
    this.asking = asking;
    this.written = new Written(store.payload());
    this.brake = brake;
  }

  /** It took effect. */
  Entry verified(Handle tx, Entry entry, Seen.There there) {
    Item item = there.item();
    boolean born = entry.op() == Op.CREATE || entry.op() == Op.APPEND;
    Entry moved =
        journal.move(
            tx,
            entry,
            State.VERIFIED,
            entry
                .trace()
                .verified(
                    born && item != null ? item.id() : null,
                    item == null ? null : there.image(item),
                    there.version()));
    if (!there.lost().isEmpty()) {
      asking.ask(tx, Asked.overwritten(entry, there.lost()));
      brake.asked();
    }
    if (entry.intent().subject() == Intent.Subject.UNDO) {
      undone(tx, entry, item);
    } else {
      home(tx, entry, item);
    }
    brake.verified(entry.op() == Op.DELETE && entry.intent().subject() == Intent.Subject.WRITE);
    return moved;
  }

  /** There was nothing to do: the record already is as the decision wants it. */
  void unchanged(Handle tx, Decision decision, @Nullable Item item) {
    if (item != null && decision.kind() != Decision.Kind.DELETE) {
      if (decision.sourceId() == null) {
        IdMap.put(
            tx,
            decision.targetObject(),
            decision.targetId(),
            decision.object(),
            item.id(),
            IdMap.Origin.CREATED);
      }
      ObjectNode taken = Wanted.taken(decision);
      leaves(tx, decision.object(), item, taken);
    }
    asking.settled(tx, decision.id());
    decisions.became(tx, decision.id(), Decision.State.APPLIED);
  }

  /** It had no effect; the decision is tried again from {@code retryAt} on. */
  Entry again(Handle tx, Entry entry, String why, Instant retryAt) {
    return journal.move(tx, entry, State.FAILED, entry.trace().failed(why, retryAt));
  }

  /** The record moved or is gone: the next plan decides again. */
  Entry stale(Handle tx, Entry entry, String why) {
    Entry failed = journal.move(tx, entry, State.FAILED, entry.trace().failed(why, null));
    became(tx, entry, Decision.State.STALE);
    return failed;
  }

  /** The platform refuses it for its content: a person must choose. */
  Entry refused(Handle tx, Entry entry, Failure failure) {
    Entry failed =
        journal.move(tx, entry, State.FAILED, entry.trace().failed(failure.reason(), null));
    became(tx, entry, Decision.State.REFUSED);
    String decision = entry.intent().decision();
    if (decision == null || entry.intent().subject() != Intent.Subject.WRITE) {
      asking.ask(tx, Asked.undoRejected(entry, failure));
    } else {
      asking.ask(tx, Asked.rejected(entry, failure, asking.corrected(tx, decision)));
    }
    brake.refused();
    return failed;
  }

  /** Nobody can tell: a person must look. The entry stays unknown until the answer. */
  Entry asked(Handle tx, Entry entry, String code, String what) {
    Entry unknown =
        journal.move(tx, entry, State.UNKNOWN, entry.trace().failed(Asked.mark(code, what), null));
    asking.ask(tx, Asked.unclear(entry, code, what));
    brake.asked();
    return unknown;
  }

  /** A person gives it up: it is not tried again. */
  Entry givenUp(Handle tx, Entry entry) {
    Entry failed =
        journal.move(
            tx, entry, State.FAILED, entry.trace().failed("given up by a person's answer", null));
    became(tx, entry, Decision.State.REFUSED);
    return failed;
  }

  private void home(Handle tx, Entry entry, @Nullable Item item) {
    String target = Wanted.target(entry);
    boolean born = entry.op() == Op.CREATE || entry.op() == Op.APPEND;
    if (target != null && item != null && born) {
      int colon = target.indexOf(':');
      IdMap.put(
          tx,
          target.substring(0, colon),
          target.substring(colon + 1),
          entry.object(),
          item.id(),
          IdMap.Origin.CREATED);
    }
    if (item != null && entry.op() != Op.APPEND && entry.op() != Op.DELETE) {
      leaves(tx, entry.object(), item, Wanted.taken(entry));
    }
    if (!Wanted.more(entry)) {
      String decision = entry.intent().decision();
      if (decision != null && entry.intent().attempt() > 1) {
        asking.settled(tx, decision);
      }
      became(tx, entry, Decision.State.APPLIED);
    }
  }

  private void undone(Handle tx, Entry entry, @Nullable Item item) {
    if (Wanted.more(entry)) {
      return;
    }
    Entry original =
        journal.entry(tx, Objects.requireNonNull(entry.intent().undoes())).orElseThrow();
    journal.move(tx, original, State.RESTORED, original.trace());
    if (entry.op() == Op.UPDATE && item != null) {
      // W follows the record; what the plan took stays, so that an undone value is not proposed
      // again.
      ObjectNode leaves = Leaves.of(item.fields(), Leaves.touched(entry.intent().wanted()));
      written.add(
          tx,
          entry.object(),
          item.id(),
          new Written.Leaves(leaves, dev.backhaul.json.Json.object()));
    }
    String target = Wanted.target(original);
    if (target != null && (original.op() == Op.CREATE || original.op() == Op.APPEND)) {
      int colon = target.indexOf(':');
      IdMap.remove(tx, target.substring(0, colon), target.substring(colon + 1));
    }
    boolean redone = original.intent().subject() == Intent.Subject.UNDO;
    String decision = entry.intent().decision();
    if (decision != null) {
      decisions.became(tx, decision, redone ? Decision.State.APPLIED : Decision.State.UNDONE);
    }
  }

  private void leaves(Handle tx, String object, Item item, ObjectNode taken) {
    java.util.List<String> paths = new java.util.ArrayList<>();
    taken.fieldNames().forEachRemaining(paths::add);
    written.add(tx, object, item.id(), new Written.Leaves(Leaves.of(item.fields(), paths), taken));
  }

  private void became(Handle tx, Entry entry, Decision.State state) {
    String decision = entry.intent().decision();
    if (decision != null && entry.intent().subject() == Intent.Subject.WRITE) {
      decisions.became(tx, decision, state);
    }
  }
}
