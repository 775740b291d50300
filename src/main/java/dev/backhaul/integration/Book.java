package dev.backhaul.integration;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.journal.Entry;
import dev.backhaul.journal.Intent;
import dev.backhaul.journal.Journal;
import dev.backhaul.journal.Op;
import dev.backhaul.journal.State;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.IntegrationKind;
import dev.backhaul.platform.Role;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.Fence;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** One integration's entries in the journal, under its lease. */
final class Book {
  private static final Set<State> OPEN =
      Set.of(State.CAPTURED, State.INTENT, State.SENT, State.UNKNOWN);

  private final Ground ground;
  private final Wired wired;
  private final Journal journal;
  private final Captures captures;

  Book(Ground ground, Wired wired, Fence fence) {
    this.ground = ground;
    this.wired = wired;
    this.journal =
        new Journal(
            ground.store(), Role.OUTSIDE, ground.time(), ground.ids(), () -> fence, ground.crash());
    this.captures = new Captures(ground);
  }

  Journal journal() {
    return journal;
  }

  /** Entries of this integration, oldest first. */
  private List<Entry> entries(Handle handle) {
    return entries(handle, journal, wired.name());
  }

  static List<Entry> entries(Handle handle, Journal journal, String integration) {
    return journal.select(
        handle,
        "role = 'OUTSIDE' AND subject = 'INTEGRATION' AND object = :object",
        query -> query.bind("object", integration));
  }

  /** Entries that nobody knows the end of, oldest first. */
  List<Entry> open() {
    return ground.store().read(this::entries).stream()
        .filter(entry -> OPEN.contains(entry.state()))
        .toList();
  }

  /** Our changes that stand: what a restore puts back, newest first. */
  List<Entry> standing() {
    return ground.store().read(this::standing);
  }

  private List<Entry> standing(Handle handle) {
    return entries(handle).stream()
        .filter(entry -> entry.state() == State.VERIFIED && entry.intent().undoes() == null)
        .toList()
        .reversed();
  }

  /** What a restore of an item returns to, if it was captured. */
  Captures.@Nullable Capture capture(String item) {
    return ground.store().read(handle -> captures.open(handle, wired.name(), item)).orElse(null);
  }

  /**
   * Keeps what was read as the state to return to, unless one of our changes stands: then the older
   * one is it.
   */
  Captures.Capture keep(String item, Seen seen, String actor) {
    return journal.commit(
        CrashPoint.Step.CAPTURED,
        tx -> {
          boolean ours =
              entries(tx).stream()
                  .anyMatch(
                      entry ->
                          entry.state() != State.FAILED
                              && entry.state() != State.RESTORED
                              && entry.intent().undoes() == null
                              && item.equals(entry.intent().recordId()));
          Captures.Capture older = captures.open(tx, wired.name(), item).orElse(null);
          return ours && older != null ? older : captures.store(tx, wired, item, seen, actor);
        });
  }

  /** Captured, intended, and on its way: from the return of this on only the provider knows. */
  Entry announce(Wish wish, Seen before, Captures.Capture capture) {
    ObjectNode was = before.image();
    ObjectNode image = Json.object().put("capture", capture.id());
    image.set("now", was == null ? NullNode.getInstance() : was);
    ObjectNode base = capture.image();
    image.set("captured", base == null ? NullNode.getInstance() : base);
    Entry captured =
        journal.commit(
            CrashPoint.Step.CAPTURED, tx -> journal.add(tx, intent(wish, image), State.CAPTURED));
    Entry intended =
        journal.commit(
            CrashPoint.Step.INTENT,
            tx -> journal.move(tx, captured, State.INTENT, captured.trace()));
    return journal.commit(
        CrashPoint.Step.SENT,
        tx ->
            journal.move(
                tx,
                intended,
                State.SENT,
                intended.trace().sent(intended.id(), ground.time().instant())));
  }

  private Intent intent(Wish wish, ObjectNode image) {
    return new Intent(
        Intent.Subject.INTEGRATION,
        null,
        wish.undoes(),
        wired.name(),
        wish.item(),
        null,
        wish.verb() == IntegrationKind.Name.PAUSE ? Op.DISABLE : Op.UPDATE,
        image,
        null,
        wired.name() + ":" + wish.item(),
        wish.json(),
        wired.recreated() ? "COMPENSATED" : "EXACT",
        null,
        1);
  }

  Entry answered(Entry entry, @Nullable String newId) {
    return journal.commit(
        CrashPoint.Step.ANSWER,
        tx -> journal.move(tx, entry, State.SENT, entry.trace().answered(newId)));
  }

  Entry failed(Entry entry, String why) {
    return journal.commit(
        CrashPoint.Step.FAILED,
        tx -> journal.move(tx, entry, State.FAILED, entry.trace().failed(why, null)));
  }

  Entry unknown(Entry entry, String why) {
    return journal.commit(
        CrashPoint.Step.UNKNOWN,
        tx -> journal.move(tx, entry, State.UNKNOWN, entry.trace().failed(why, null)));
  }

  /** Seen as wanted; the entry it puts back is restored in the same instant. */
  Entry verified(Entry entry, @Nullable String newId, @Nullable ObjectNode after, String actor) {
    Wish wish = Wish.of(entry);
    return journal.commit(
        CrashPoint.Step.VERIFIED,
        tx -> {
          Entry moved =
              journal.move(tx, entry, State.VERIFIED, entry.trace().verified(newId, after, null));
          if (wish.undoes() != null) {
            restore(tx, wish.undoes());
          }
          ground
              .audit()
              .append(
                  tx,
                  actor,
                  "integration " + wish.word(),
                  wired.name(),
                  Json.object().put("item", wish.item()).put("entry", entry.id()));
          return moved;
        });
  }

  /** It is as captured though we sent nothing: what was to be put back is. */
  void settledAlready(Entry original, String actor) {
    journal.commit(
        CrashPoint.Step.RESTORED,
        tx -> {
          restore(tx, original.id());
          ground
              .audit()
              .append(
                  tx,
                  actor,
                  "integration found as captured",
                  wired.name(),
                  Json.object()
                      .put("item", original.intent().recordId())
                      .put("entry", original.id()));
          return true;
        });
  }

  private void restore(Handle tx, String id) {
    Entry original = journal.entry(tx, id).orElseThrow();
    if (original.state() == State.VERIFIED) {
      journal.move(tx, original, State.RESTORED, original.trace());
    }
    String item = Objects.requireNonNull(original.intent().recordId());
    boolean more = standing(tx).stream().anyMatch(entry -> item.equals(entry.intent().recordId()));
    if (!more) {
      captures.close(tx, wired.name(), item);
    }
  }
}
