package dev.backhaul.budget;

import dev.backhaul.manifest.Limit;
import dev.backhaul.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The limits of one account, kept. Every request takes a permit from all limits that count it, or
 * from none; there is one budget per account, shared by everything that sends.
 *
 * <p>Limits are counted as the platform counts them in the worst case (see {@link Ledger}),
 * corrected downwards by the headers of its answers, and saved ahead, so that a crash over-counts.
 */
public final class Budget implements AutoCloseable {
  private static final long GUESS = 60_000;

  private final String account;
  private final BudgetStore store;
  private final Time time;
  private final Runnable leading;
  private final ServerClock clock = new ServerClock();
  private final Freeze freeze = new Freeze(clock);
  private final List<Meter> meters;
  private final Queue queue = new Queue();
  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;

  /**
   * Opens an account's budget, taking over what an earlier process spent.
   *
   * @param account names the account in the store and in messages
   * @param limits the platform's limits; names must differ
   */
  public Budget(String account, List<Limit> limits, BudgetStore store, Time time) {
    this(account, limits, store, time, () -> {});
  }

  /**
   * As {@link #Budget(String, List, BudgetStore, Time)}.
   *
   * @param leading asked last before a request may leave, however long it waited; throws if this
   *     process no longer may send
   */
  public Budget(
      String account, List<Limit> limits, BudgetStore store, Time time, Runnable leading) {
    this.leading = leading;
    this.account = account;
    this.store = store;
    this.time = time;
    this.meters = limits.stream().map(limit -> new Meter(limit, clock)).toList();
    if (limits.stream().map(Limit::name).distinct().count() < limits.size()) {
      throw new IllegalArgumentException(
          "two limits of account " + account + " have the same name; give each its own");
    }
    Map<String, String> saved = store.load(account);
    for (Meter meter : meters) {
      String state = saved.get(meter.limit().name());
      if (state != null) {
        meter.restore(state, now());
      }
    }
  }

  /**
   * Waits until every limit admits the call, then takes from all of them. First come first served
   * within a lane, except that a call may pass one that waits for a count it does not need.
   *
   * @throws InterruptedException if the thread is interrupted; nothing is taken then
   * @throws IllegalArgumentException if the call weighs more than a limit ever admits
   * @throws IllegalStateException if the budget is closed
   */
  public Permit acquire(Call call) throws InterruptedException {
    Waiter waiter = enqueue(call);
    try {
      while (true) {
        long due = look(waiter);
        if (waiter.failure != null) {
          throw waiter.failure;
        }
        if (waiter.permit != null) {
          return leading(waiter, waiter.permit);
        }
        waiter.bell.await(due == Ledger.UNKNOWN ? null : Instant.ofEpochMilli(due));
      }
    } catch (InterruptedException e) {
      leave(waiter);
      throw e;
    }
  }

  private Permit leading(Waiter waiter, Permit permit) {
    try {
      leading.run();
      return permit;
    } catch (RuntimeException e) {
      leave(waiter);
      throw e;
    }
  }

  private Waiter enqueue(Call call) {
    lock.lock();
    try {
      long now = now();
      List<Tally> tallies = new ArrayList<>();
      for (Meter meter : meters) {
        Tally tally = meter.tally(call, now);
        if (tally != null) {
          refuseHopeless(call, meter);
          tallies.add(tally);
        }
      }
      Waiter waiter = new Waiter(call, tallies, time.bell());
      queue.add(waiter);
      return waiter;
    } finally {
      lock.unlock();
    }
  }

  private void refuseHopeless(Call call, Meter meter) {
    if (call.weight() > meter.share().allowed()) {
      throw new IllegalArgumentException(
          "account %s, limit %s: %s %s weighs %d, but our share is %d; send smaller batches"
              .formatted(
                  account,
                  meter.limit().name(),
                  call.method(),
                  call.path(),
                  call.weight(),
                  meter.share().allowed()));
    }
  }

  private long look(Waiter waiter) {
    lock.lock();
    try {
      if (closed && !waiter.served()) {
        queue.remove(waiter);
        throw new IllegalStateException("the budget of account " + account + " is closed");
      }
      dispatch();
      return waiter.due;
    } finally {
      lock.unlock();
    }
  }

  private void leave(Waiter waiter) {
    lock.lock();
    try {
      queue.remove(waiter);
      if (waiter.permit != null) {
        waiter.tallies.forEach(tally -> tally.ledger.unsent(waiter.call.weight()));
      }
      dispatch();
    } finally {
      lock.unlock();
    }
  }

  /** Serves everyone whose turn has come. */
  private void dispatch() {
    long now = now();
    if (closed) {
      return;
    }
    if (now < freeze.until()) {
      queue.frozen(freeze.until());
      return;
    }
    for (Waiter next = queue.next(now); next != null; next = queue.next(now)) {
      queue.remove(next);
      try {
        saveAhead(next, now);
        next.permit = take(next, now);
        queue.served(next.call);
      } catch (RuntimeException e) {
        // Whoever runs this loop may be another thread: the failure belongs to the one that waits.
        next.failure = e;
      }
      next.bell.ring();
    }
  }

  private void saveAhead(Waiter waiter, long now) {
    int weight = waiter.call.weight();
    if (waiter.tallies.stream().anyMatch(tally -> tally.meter.mustSave(tally, weight, now))) {
      Map<String, String> states = new HashMap<>();
      meters.forEach(meter -> states.put(meter.limit().name(), meter.lend(weight, now)));
      store.save(account, states);
    }
  }

  private Permit take(Waiter waiter, long now) {
    int weight = waiter.call.weight();
    List<Long> sentThen = new ArrayList<>();
    for (Tally tally : waiter.tallies) {
      tally.ledger.sent(weight, now);
      tally.sent += weight;
      tally.meter.spent(weight);
      sentThen.add(tally.sent);
    }
    return new Taken(waiter, sentThen, now);
  }

  /** Lets nobody send until an instant; a freeze is never shortened. */
  public void freeze(Instant until, String why) {
    lock.lock();
    try {
      freeze.extend(until.toEpochMilli(), why);
      dispatch();
    } finally {
      lock.unlock();
    }
  }

  /** Why the budget is frozen now; null if it is not. */
  public @Nullable String frozenBecause() {
    lock.lock();
    try {
      return now() < freeze.until() ? freeze.why() : null;
    } finally {
      lock.unlock();
    }
  }

  /** How many calls wait for their turn. */
  public int waiting() {
    lock.lock();
    try {
      return queue.all().size();
    } finally {
      lock.unlock();
    }
  }

  /** How every limit stands, in the order they were given. */
  public List<Level> levels() {
    lock.lock();
    try {
      long now = now();
      Instant frozen = now < freeze.until() ? Instant.ofEpochMilli(freeze.until()) : null;
      return meters.stream().map(meter -> meter.level(now, frozen)).toList();
    } finally {
      lock.unlock();
    }
  }

  /**
   * How long these calls will take at best from now, if nothing else used the budget. Latency is
   * not counted, nor limits per record for a path whose id is {@code *}.
   *
   * @param calls how many of each
   */
  public Duration estimate(Map<Call, Long> calls) {
    lock.lock();
    try {
      long now = now();
      Map<Tally, Long> weights = new HashMap<>();
      calls.forEach(
          (call, count) ->
              meters.stream()
                  .filter(meter -> !meter.anyRecord(call))
                  .forEach(
                      meter -> {
                        Tally tally = meter.tally(call, now);
                        if (tally != null) {
                          weights.merge(tally, count * call.weight(), Long::sum);
                        }
                      }));
      long longest = Math.max(now, freeze.until()) - now;
      for (Map.Entry<Tally, Long> one : weights.entrySet()) {
        longest = Math.max(longest, one.getKey().ledger.estimate(one.getValue(), now));
      }
      return Duration.ofMillis(longest);
    } finally {
      lock.unlock();
    }
  }

  /** Saves exactly what is spent and turns everyone away who still waits. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      queue.all().forEach(waiter -> waiter.bell.ring());
      Map<String, String> states = new HashMap<>();
      meters.forEach(meter -> states.put(meter.limit().name(), meter.last(now())));
      store.save(account, states);
    } finally {
      lock.unlock();
    }
  }

  private long now() {
    return time.instant().toEpochMilli();
  }

  /** A permit taken from all its tallies. */
  private final class Taken implements Permit {
    private final Waiter waiter;
    private final List<Long> sentThen;
    private final long sentAt;
    private boolean done;

    Taken(Waiter waiter, List<Long> sentThen, long sentAt) {
      this.waiter = waiter;
      this.sentThen = sentThen;
      this.sentAt = sentAt;
    }

    @Override
    public void answered(int status, Map<String, String> headers) {
      lock.lock();
      try {
        if (done) {
          return;
        }
        long now = now();
        settle(now, now);
        clock.dated(headers.get("date"), sentAt, now);
        for (int i = 0; i < sentThen.size(); i++) {
          Tally tally = waiter.tallies.get(i);
          tally.meter.answered(tally, sentThen.get(i), headers, sentAt, now);
        }
        freeze.answered(status, headers, sentAt, now, guess());
        dispatch();
      } finally {
        lock.unlock();
      }
    }

    /** A throttling platform that does not say how long is given its longest short window. */
    private long guess() {
      return waiter.tallies.stream()
          .map(tally -> tally.meter.limit().window())
          .mapToLong(window -> window == null ? GUESS : window.toMillis())
          .filter(window -> window <= GUESS)
          .max()
          .orElse(GUESS);
    }

    private void settle(long at, long now) {
      done = true;
      waiter.tallies.forEach(tally -> tally.ledger.answered(waiter.call.weight(), at, now));
    }

    @Override
    public void close() {
      lock.lock();
      try {
        if (!done) {
          long now = now();
          settle(now + Ledger.LINGER, now);
          dispatch();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
