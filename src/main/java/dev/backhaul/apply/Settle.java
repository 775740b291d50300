package dev.backhaul.apply;

import dev.backhaul.journal.Entry;
import dev.backhaul.journal.Intent;
import dev.backhaul.journal.Journal;
import dev.backhaul.journal.State;
import dev.backhaul.plan.Question;
import dev.backhaul.platform.Item;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.Store;
import dev.backhaul.time.Time;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/**
 * Finds out what became of writes nobody vouches for: an answer was lost, the process died, or the
 * read-back did not show it. Never sends; at most it says that sending again is safe, and only once
 * the platform's longest commit time has passed.
 */
public final class Settle {
  private final Store store;
  private final Journal journal;
  private final ReadBack readBack;
  private final Outcome outcome;
  private final Send send;
  private final Asking asking;
  private final Time time;
  private final ApplySettings settings;
  private final Patience patience;

  Settle(
      Store store,
      Journal journal,
      ReadBack readBack,
      Outcome outcome,
      Send send,
      Asking asking,
      Time time,
      ApplySettings settings,
      Patience patience) {
    this.store = store;
    this.journal = journal;
    this.readBack = readBack;
    this.outcome = outcome;
    this.send = send;
    this.asking = asking;
    this.time = time;
    this.settings = settings;
    this.patience = patience;
  }

  /**
   * What a restart begins with: gives up intents that never left, settles what did, and acts on the
   * answers people have given meanwhile. The fence makes sure no other process is still sending.
   */
  public List<Entry> recover() {
    List<Entry> open =
        journal.open().stream()
            .filter(entry -> entry.intent().subject() != Intent.Subject.SILENCE)
            .filter(entry -> !Setup.owns(entry))
            .toList();
    List<Entry> never =
        open.stream()
            .filter(e -> e.state() == State.INTENT || e.state() == State.CAPTURED)
            .toList();
    Instant now = time.instant();
    journal.move(
        CrashPoint.Step.FAILED, never, State.FAILED, e -> e.trace().failed(neverSent(e), now));
    List<Entry> waiting = open.stream().filter(entry -> Asked.open(entry) != null).toList();
    answers(waiting);
    return settle(
        open.stream()
            .filter(
                e ->
                    (e.state() == State.SENT || e.state() == State.UNKNOWN)
                        && Asked.open(e) == null)
            .toList());
  }

  /**
   * The entries, those that were SENT or UNKNOWN settled as far as can be: VERIFIED, FAILED (to be
   * sent again, where that is safe), or UNKNOWN with a question.
   *
   * @throws StoppedException if the platform cannot be read
   */
  public List<Entry> settle(List<Entry> entries) {
    List<Entry> out = new ArrayList<>();
    List<Entry> unknown = new ArrayList<>();
    Map<String, List<Entry>> jobs = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (entry.state() != State.SENT && entry.state() != State.UNKNOWN) {
        out.add(entry);
      } else if (entry.state() == State.SENT
          && entry.trace().job() != null
          && !entry.trace().answered()) {
        jobs.computeIfAbsent(entry.trace().job(), job -> new ArrayList<>()).add(entry);
      } else {
        unknown.add(entry);
      }
    }
    jobs.forEach(
        (job, group) ->
            send.follow(group, job)
                .forEach(entry -> (entry.state() == State.FAILED ? out : unknown).add(entry)));
    if (!unknown.isEmpty()) {
      out.addAll(judge(unknown));
    }
    return out;
  }

  private static String neverSent(Entry entry) {
    String error = entry.trace().error();
    return error != null && Suspicion.most(error) > 0
        ? error
        : "the process ended before it was sent";
  }

  private List<Entry> judge(List<Entry> unknown) {
    List<Entry> out = new ArrayList<>();
    List<Entry> left = verified(unknown, readBack.look(unknown), out);
    if (left.isEmpty()) {
      return out;
    }
    // A late commit may still come: only after the longest commit time does absence mean anything.
    Instant last = left.stream().map(Entry::updatedAt).max(Instant::compareTo).orElseThrow();
    patience.until(last.plus(settings.commitTime()));
    Map<String, Seen> seen = readBack.look(left);
    List<Entry> absent = verified(left, seen, out);
    out.addAll(
        journal.commit(
            CrashPoint.Step.FAILED,
            tx -> absent.stream().map(entry -> verdict(tx, entry, of(seen, entry))).toList()));
    return out;
  }

  /** Closes what is there as wanted; returns the rest. */
  private List<Entry> verified(List<Entry> entries, Map<String, Seen> seen, List<Entry> out) {
    List<Entry> there =
        entries.stream().filter(e -> seen.get(e.id()) instanceof Seen.There).toList();
    if (!there.isEmpty()) {
      journal.crash().reached(CrashPoint.Point.READ_BACK);
      out.addAll(
          journal.commit(
              CrashPoint.Step.VERIFIED,
              tx ->
                  there.stream()
                      .map(e -> outcome.verified(tx, e, (Seen.There) of(seen, e)))
                      .toList()));
    }
    return entries.stream().filter(e -> !there.contains(e)).toList();
  }

  private static Seen of(Map<String, Seen> seen, Entry entry) {
    return Objects.requireNonNull(seen.get(entry.id()), "every entry is looked at");
  }

  private Entry verdict(Handle tx, Entry entry, Seen seen) {
    boolean answered = entry.trace().answered();
    return switch (seen) {
      case Seen.There there -> outcome.verified(tx, entry, there);
      case Seen.Nothing nothing -> noEffect(tx, entry, answered);
      case Seen.Else other ->
          outcome.asked(
              tx, entry, answered ? Asked.READ_BACK_DIFFERS : Asked.MAYBE_WRITTEN, other.what());
    };
  }

  private Entry noEffect(Handle tx, Entry entry, boolean answered) {
    if (answered) {
      return outcome.asked(
          tx, entry, Asked.NOT_TAKEN, "the platform said done, but nothing changed");
    }
    return entry.intent().attempt() >= settings.attempts()
        ? outcome.asked(
            tx, entry, Asked.NOT_TAKEN, "it was sent several times and never took effect")
        : outcome.again(tx, entry, "it took no effect", time.instant());
  }

  private void answers(List<Entry> waiting) {
    for (Entry entry : waiting) {
      Question question = java.util.Objects.requireNonNull(Asked.open(entry));
      String choice = store.read(handle -> asking.answer(handle, question).orElse(""));
      if (choice.equals(Asked.WRITTEN)) {
        believe(entry);
      } else if (choice.equals(Asked.AGAIN)) {
        journal.commit(
            CrashPoint.Step.FAILED,
            tx -> outcome.again(tx, entry, "a person said: again", time.instant()));
      } else if (choice.equals(Asked.LEAVE)) {
        journal.commit(CrashPoint.Step.FAILED, tx -> outcome.givenUp(tx, entry));
      }
    }
  }

  /** A person looked and says it is there: what the record holds now is what was written. */
  private void believe(Entry entry) {
    Item item = readBack.record(entry);
    journal.commit(
        CrashPoint.Step.VERIFIED,
        tx ->
            outcome.verified(
                tx, entry, new Seen.There(item, item == null ? null : item.version())));
  }
}
