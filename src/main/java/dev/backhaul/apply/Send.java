package dev.backhaul.apply;

import dev.backhaul.journal.Entry;
import dev.backhaul.journal.Journal;
import dev.backhaul.journal.State;
import dev.backhaul.journal.Trace;
import dev.backhaul.manifest.Link;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.Failure;
import dev.backhaul.platform.PlatformException;
import dev.backhaul.platform.Write;
import dev.backhaul.platform.WriteAnswer;
import dev.backhaul.platform.WriteResult;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.Ids;
import dev.backhaul.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Sends intents of one object and kind in one call. Marks them SENT before the call; joins answers
 * by key; a record without an answer of its own is unknown, never ok.
 */
public final class Send {
  private final Journal journal;
  private final Account account;
  private final Outcome outcome;
  private final Brake brake;
  private final Ids ids;
  private final Time time;
  private final ApplySettings settings;
  private final Patience patience;
  private final JobPace pace = new JobPace();

  Send(
      Journal journal,
      Account account,
      Outcome outcome,
      Brake brake,
      Ids ids,
      Time time,
      ApplySettings settings,
      Patience patience) {
    this.journal = journal;
    this.account = account;
    this.outcome = outcome;
    this.brake = brake;
    this.ids = ids;
    this.time = time;
    this.settings = settings;
    this.patience = patience;
  }

  /**
   * The entries in their new states: SENT (answered as done), UNKNOWN, FAILED.
   *
   * @throws StoppedException if nothing more can be sent now (credentials, repeated outage); the
   *     states are saved before
   */
  public List<Entry> send(List<Entry> entries) {
    if (entries.isEmpty()) {
      return List.of();
    }
    List<List<Entry>> calls = calls(entries);
    if (calls.size() > 1) {
      List<Entry> out = new ArrayList<>();
      calls.forEach(call -> out.addAll(send(call)));
      return out;
    }
    String batch = ids.next();
    Instant now = time.instant();
    List<Entry> sent =
        journal.move(
            CrashPoint.Step.SENT, entries, State.SENT, entry -> entry.trace().sent(batch, now));
    List<Write> writes = sent.stream().map(Wanted::write).toList();
    WriteAnswer answer;
    try {
      answer = account.write(sent.get(0).object(), writes);
    } catch (PlatformException e) {
      return whole(sent, e);
    } finally {
      brake.call(Duration.between(now, time.instant()));
    }
    journal.crash().reached(CrashPoint.Point.WRITE_RETURNED);
    String job = answer.job();
    if (job != null) {
      return follow(
          journal.move(CrashPoint.Step.JOB, sent, State.SENT, entry -> entry.trace().inJob(job)),
          job);
    }
    return answered(sent, answer.results());
  }

  /**
   * Entries by the request that carries them: parts of writes need not be of one kind, and an
   * association travels apart from the fields of its record.
   */
  private List<List<Entry>> calls(List<Entry> entries) {
    Map<String, List<Entry>> calls = new LinkedHashMap<>();
    for (Entry entry : entries) {
      String link =
          account.type(entry.object()).stream()
              .flatMap(type -> type.links().stream())
              .map(Link::first)
              .filter(Leaves.touched(entry.intent().wanted())::contains)
              .findFirst()
              .map(path -> path + entry.intent().wanted().path(Wanted.SET).has(path))
              .orElse("");
      calls.computeIfAbsent(entry.op() + " " + link, key -> new ArrayList<>()).add(entry);
    }
    return List.copyOf(calls.values());
  }

  /** Asks after a job until it is done, lost, or patience is. All entries travelled in it. */
  List<Entry> follow(List<Entry> sent, String job) {
    List<Write> writes = sent.stream().map(Wanted::write).toList();
    Instant end = time.instant().plus(settings.jobPatience());
    Entry first = sent.get(0);
    String kind = first.object() + " " + first.op();
    Instant begun = Objects.requireNonNullElse(first.trace().sentAt(), time.instant());
    patience.until(begun.plus(pace.expected(kind, sent.size())));
    for (int looks = 1; ; looks++) {
      try {
        WriteAnswer answer = account.job(first.object(), job, writes);
        if (answer.job() == null) {
          pace.done(kind, sent.size(), Duration.between(begun, time.instant()), looks);
          return answered(sent, answer.results());
        }
      } catch (PlatformException e) {
        if (!(e.failure() instanceof Failure.Throttled
            || e.failure() instanceof Failure.Transient
            || e.failure() instanceof Failure.Ambiguous)) {
          return unknown(
              sent, "the platform cannot tell about job " + job + ": " + e.failure().reason());
        }
      }
      if (!time.instant().isBefore(end)) {
        throw new StoppedException(
            "job "
                + job
                + " is not done after "
                + settings.jobPatience()
                + "; apply again to ask after it once more");
      }
      patience.until(time.instant().plus(settings.jobPoll()));
    }
  }

  private List<Entry> answered(List<Entry> sent, List<WriteResult> results) {
    Map<String, WriteResult> byKey = new HashMap<>();
    results.forEach(result -> byKey.put(result.key(), result));
    List<String> stops = new ArrayList<>();
    List<Entry> moved =
        journal.commit(
            CrashPoint.Step.ANSWER,
            tx -> {
              List<Entry> out = new ArrayList<>();
              for (Entry entry : sent) {
                out.add(one(tx, entry, byKey.get(entry.id()), stops));
              }
              return out;
            });
    stop(stops);
    return moved;
  }

  private Entry one(Handle tx, Entry entry, @Nullable WriteResult result, List<String> stops) {
    if (result == null) {
      return lost(tx, entry, "the answer does not name this record");
    }
    return switch (result.status()) {
      case CREATED, UPDATED, UNCHANGED ->
          journal.move(tx, entry, State.SENT, entry.trace().answered(result.nativeId()));
      case UNKNOWN -> lost(tx, entry, "the platform does not say what became of it");
      case FAILED ->
          result.failure() == null
              ? lost(tx, entry, "the platform says failed, but not why")
              : failed(tx, entry, result.failure(), stops);
    };
  }

  private Entry failed(Handle tx, Entry entry, Failure failure, List<String> stops) {
    int attempt = entry.intent().attempt();
    return switch (failure) {
      case Failure.Throttled throttled ->
          outcome.again(tx, entry, throttled.reason(), throttled.until());
      case Failure.Transient passing -> {
        if (attempt >= settings.attempts()) {
          stops.add("tried " + attempt + " times, last: " + passing.reason());
        }
        yield outcome.again(tx, entry, passing.reason(), patience.backoff(attempt));
      }
      case Failure.Conflict conflict ->
          // The next capture finds out whether it is stale; one that never settles is left to the
          // next plan.
          attempt >= settings.attempts()
              ? outcome.stale(tx, entry, conflict.reason())
              : outcome.again(tx, entry, conflict.reason(), time.instant());
      case Failure.AuthExpired auth -> {
        stops.add("the credentials are not accepted: " + auth.reason());
        yield outcome.again(tx, entry, auth.reason(), time.instant());
      }
      case Failure.Ambiguous lost -> lost(tx, entry, lost.reason());
      case Failure.NotFound gone -> outcome.stale(tx, entry, gone.reason());
      case Failure.Rejected rejected -> outcome.refused(tx, entry, rejected);
      case Failure.Fatal fatal -> outcome.refused(tx, entry, fatal);
    };
  }

  /** The call as a whole did not succeed. */
  private List<Entry> whole(List<Entry> sent, PlatformException thrown) {
    Failure failure = thrown.failure();
    return switch (failure) {
      case Failure.Ambiguous lost -> unknown(sent, lost.reason());
      case Failure.Fatal fatal -> {
        unknown(sent, fatal.reason());
        throw new StoppedException(thrown.getMessage() + "; mend that, then apply again", thrown);
      }
      case Failure.Rejected rejected -> spoiled(sent, failure);
      case Failure.Conflict conflict -> spoiled(sent, failure);
      case Failure.NotFound gone -> spoiled(sent, failure);
      case Failure.Throttled throttled -> notDone(sent, failure);
      case Failure.Transient passing -> notDone(sent, failure);
      case Failure.AuthExpired auth -> notDone(sent, failure);
    };
  }

  private List<Entry> spoiled(List<Entry> sent, Failure failure) {
    if (sent.size() == 1) {
      return notDone(sent, failure);
    }
    // Noted before any of them is sent again: who comes after a kill knows that none took effect,
    // and goes on with halves.
    String why = Suspicion.of(sent.size());
    return halves(
        journal.move(
            CrashPoint.Step.FAILED, sent, State.INTENT, entry -> entry.trace().failed(why, null)));
  }

  /** None of it was processed. */
  private List<Entry> notDone(List<Entry> sent, Failure failure) {
    List<String> stops = new ArrayList<>();
    List<Entry> moved =
        journal.commit(
            CrashPoint.Step.FAILED,
            tx -> sent.stream().map(entry -> failed(tx, entry, failure, stops)).toList());
    stop(stops);
    return moved;
  }

  /**
   * One record spoils the batch and was not named: looks for it by halves. What a brake or a pause
   * leaves unsent stays suspected; it is not among the answer.
   */
  private List<Entry> halves(List<Entry> refused) {
    int half = refused.size() / 2;
    List<Entry> out = new ArrayList<>();
    if (!brake.lets()) {
      return out;
    }
    out.addAll(send(refused.subList(0, half)));
    if (!brake.lets()) {
      return out;
    }
    List<Entry> rest = refused.subList(half, refused.size());
    boolean clean = out.size() == half && out.stream().allMatch(each -> each.trace().answered());
    // If the first half is clean, the culprit is in the rest: no need to ask about all of it.
    out.addAll(clean && rest.size() > 1 ? halves(rest) : send(rest));
    return out;
  }

  private List<Entry> unknown(List<Entry> sent, String why) {
    return journal.move(CrashPoint.Step.UNKNOWN, sent, State.UNKNOWN, entry -> trace(entry, why));
  }

  private Entry lost(Handle tx, Entry entry, String why) {
    return journal.move(tx, entry, State.UNKNOWN, trace(entry, why));
  }

  private static Trace trace(Entry entry, String why) {
    return entry.trace().failed(why, null);
  }

  private static void stop(List<String> stops) {
    if (!stops.isEmpty()) {
      throw new StoppedException(
          "the wave stopped: " + stops.get(0) + "; mend that, then apply again");
    }
  }
}
