package dev.backhaul.sandbox;

import dev.backhaul.sandbox.http.Request;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What really happened: every request, every mail that would have gone out, every change of a
 * record. Queried in-process or over the admin path. Safe for threads.
 */
public final class Ledger {
  /**
   * One request.
   *
   * @param fault the injected fault, or null
   * @param status as answered, or as it would have been if the connection had held
   */
  public record Call(
      long seq,
      Instant at,
      Caller caller,
      String method,
      String path,
      int status,
      @Nullable String fault) {}

  /**
   * One mail, message or notification that a real platform would have sent.
   *
   * @param object the record's type, e.g. {@code ticket}
   * @param id the record's native id
   * @param cause what sent it, e.g. {@code trigger 7}
   * @param recipients native ids or addresses
   */
  public record Mail(
      long seq, Instant at, String object, String id, String cause, List<String> recipients) {}

  /**
   * One change of a record.
   *
   * @param call the seq of the request that caused it, or 0 when the platform did it by itself
   * @param kind created, updated, deleted, restored, merged, appended
   * @param fields the names of the fields that changed
   */
  public record Write(
      long seq,
      Instant at,
      Caller caller,
      long call,
      String object,
      String id,
      String kind,
      NavigableSet<String> fields) {}

  private final InstantSource clock;
  private final List<Call> calls = new ArrayList<>();
  private final List<Mail> mails = new ArrayList<>();
  private final List<Write> writes = new ArrayList<>();
  private final Map<Caller, Long> throttled = new EnumMap<>(Caller.class);
  private final Map<Caller, Long> accepted = new EnumMap<>(Caller.class);
  private long seq;
  private Cause cause = new Cause(Caller.BUSINESS, 0);

  /** Whose doing a change is: the caller, and the seq of the request (0 when there is none). */
  public record Cause(Caller caller, long call) {}

  Ledger(InstantSource clock) {
    this.clock = clock;
  }

  /** The cause that changes are booked under just now; jobs keep it for later. */
  public synchronized Cause cause() {
    return cause;
  }

  /** Books all that {@code action} changes under the given cause. */
  public void as(Cause given, Runnable action) {
    Cause before = swap(given);
    try {
      action.run();
    } finally {
      swap(before);
    }
  }

  private synchronized Cause swap(Cause given) {
    Cause before = cause;
    cause = given;
    return before;
  }

  /** A fresh sequence number, for a request about to be handled. */
  synchronized long next() {
    return ++seq;
  }

  synchronized void call(Call call) {
    calls.add(call);
    count(call.caller(), call.status(), call.fault());
  }

  /** Books a call of the competing traffic; only refused ones are kept one by one. */
  synchronized void business(Instant at, Request request, int status) {
    count(Caller.BUSINESS, status, null);
    if (status == 429) {
      calls.add(
          new Call(++seq, at, Caller.BUSINESS, request.method(), request.path(), status, null));
    }
  }

  private void count(Caller caller, int status, @Nullable String fault) {
    if (status == 429 && fault == null) {
      throttled.merge(caller, 1L, Long::sum);
    } else {
      accepted.merge(caller, 1L, Long::sum);
    }
  }

  /** Books a mail that would have gone out. */
  public synchronized void mail(String object, String id, String why, List<String> recipients) {
    mails.add(new Mail(++seq, clock.instant(), object, id, why, List.copyOf(recipients)));
  }

  /** Books a change of a record under the present cause. */
  public synchronized void write(String object, String id, String kind, Iterable<String> fields) {
    NavigableSet<String> names = new TreeSet<>();
    fields.forEach(names::add);
    writes.add(
        new Write(++seq, clock.instant(), cause.caller(), cause.call(), object, id, kind, names));
  }

  /** All requests that came over HTTP, and the refused ones of the competing traffic. */
  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /** All mails that would have gone out. */
  public synchronized List<Mail> mails() {
    return List.copyOf(mails);
  }

  /** All changes of records. */
  public synchronized List<Write> writes() {
    return List.copyOf(writes);
  }

  /** The changes of one record. */
  public synchronized List<Write> writes(String object, String id) {
    return writes.stream()
        .filter(write -> write.object().equals(object) && write.id().equals(id))
        .toList();
  }

  /** How many 429s a limit (not an injected fault) has given to a caller. */
  public synchronized long throttled(Caller caller) {
    return throttled.getOrDefault(caller, 0L);
  }

  /** How many calls of a caller were let in by the limits. */
  public synchronized long accepted(Caller caller) {
    return accepted.getOrDefault(caller, 0L);
  }

  /** Forgets everything, e.g. after a world has been seeded. */
  public synchronized void clear() {
    calls.clear();
    mails.clear();
    writes.clear();
    throttled.clear();
    accepted.clear();
  }

  /** Takes back what a snapshot held, before anything new is booked. */
  synchronized void restore(List<Call> oldCalls, List<Mail> oldMails, List<Write> oldWrites) {
    clear();
    oldCalls.forEach(this::call);
    mails.addAll(oldMails);
    writes.addAll(oldWrites);
    oldCalls.forEach(call -> seq = Math.max(seq, call.seq()));
    oldMails.forEach(mail -> seq = Math.max(seq, mail.seq()));
    oldWrites.forEach(write -> seq = Math.max(seq, write.seq()));
  }
}
