package dev.backhaul.time;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Stepped time: real work takes none of it, and waiting takes no real time. When at least one
 * thread sleeps and no scope of work belongs to a thread that is awake, the clock jumps to the
 * earliest due instant and wakes its sleeper. Sleepers wake one by one: in the order of their due
 * instants, equal ones in the order they went to sleep, each when the one before has settled.
 *
 * <p>A hand-over (one thread ends its scope, another is about to open one) leaves an instant in
 * which nobody seems to work; the stepper therefore looks twice, a tiny real grace apart, and also
 * gives a just woken thread that still runs without a scope a little longer.
 *
 * <p>Millisecond precision like {@link SystemTime}: a due instant is rounded up.
 */
public final class VirtualTime implements Time, AutoCloseable {
  private static final long GRACE_NANOS = 100_000;
  private static final long RUNNING_NANOS = 200_000_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final TreeSet<Sleeper> sleepers =
      new TreeSet<>(
          Comparator.comparing((Sleeper s) -> s.due).thenComparingLong((Sleeper s) -> s.order));
  private final Map<Thread, Integer> scopes = new HashMap<>();
  private final boolean byHand;
  private volatile Instant now;
  private int working;
  private int resuming;
  private long events;
  private long order;
  private @Nullable Thread woken;
  private long wokenAtNanos;
  private boolean closed;

  private VirtualTime(Instant start, boolean byHand) {
    this.now = wholeMillis(start);
    this.byHand = byHand;
  }

  /** A clock that stands at {@code start} and steps by itself whenever everybody waits. */
  public static VirtualTime startingAt(Instant start) {
    VirtualTime time = new VirtualTime(start, false);
    Thread.ofPlatform().daemon().name("virtual-time").start(time::step);
    return time;
  }

  /** A clock that stands at {@code start} and moves only by {@link #advance}. */
  public static VirtualTime byHand(Instant start) {
    return new VirtualTime(start, true);
  }

  @Override
  public boolean stepped() {
    return true;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public void sleepUntil(Instant due) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (due.isAfter(now)) {
        sleep(new Sleeper(wholeMillis(due)));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Work work() {
    Thread holder = Thread.currentThread();
    lock.lock();
    try {
      if (scopes.merge(holder, 1, Integer::sum) == 1) {
        working++;
        events++;
      }
    } finally {
      lock.unlock();
    }
    return new Scope(holder);
  }

  @Override
  public Bell bell() {
    return new Rings();
  }

  /**
   * Moves a hand-stepped clock on, waking everyone due on the way in order and letting each settle.
   *
   * @throws IllegalStateException if this clock steps by itself
   */
  public void advance(Duration span) throws InterruptedException {
    if (!byHand) {
      throw new IllegalStateException("this virtual clock steps by itself: make it with byHand()");
    }
    Instant target = wholeMillis(now.plus(span));
    while (true) {
      settle();
      lock.lock();
      try {
        Sleeper next = next();
        if (next == null || next.due.isAfter(target)) {
          now = target;
          return;
        }
        wake(next);
      } finally {
        lock.unlock();
      }
    }
  }

  /** How many threads wait for an instant of this clock or a bell; for tests that step by hand. */
  public int sleeping() {
    lock.lock();
    try {
      return sleepers.size();
    } finally {
      lock.unlock();
    }
  }

  /** Stops the clock; everyone who waits gets an {@link InterruptedException}. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      events++;
      changed.signalAll();
      sleepers.forEach(sleeper -> sleeper.signal.signal());
    } finally {
      lock.unlock();
    }
  }

  private void step() {
    while (awaitSleepers()) {
      long seen = quiet();
      LockSupport.parkNanos(GRACE_NANOS);
      lock.lock();
      try {
        Sleeper next = next();
        if (seen == events && idle() && next != null) {
          wake(next);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Waits until somebody sleeps and nobody works; false when closed. */
  private boolean awaitSleepers() {
    lock.lock();
    try {
      while (!closed && (working > 0 || next() == null)) {
        changed.awaitUninterruptibly();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Whoever is due first; null if all wait for a bell only. */
  private @Nullable Sleeper next() {
    Sleeper first = sleepers.isEmpty() ? null : sleepers.first();
    return first == null || first.due.equals(Instant.MAX) ? null : first;
  }

  private long quiet() {
    lock.lock();
    try {
      return events;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nobody has worked for a grace. */
  private void settle() throws InterruptedException {
    for (long seen = -1; ; ) {
      lock.lock();
      try {
        if (seen == events && idle()) {
          return;
        }
        seen = events;
      } finally {
        lock.unlock();
      }
      LockSupport.parkNanos(2 * GRACE_NANOS);
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while virtual time was being advanced");
      }
    }
  }

  private boolean idle() {
    Thread thread = woken;
    boolean stillRuns =
        thread != null
            && switch (thread.getState()) {
              case RUNNABLE, BLOCKED -> System.nanoTime() - wokenAtNanos < RUNNING_NANOS;
              default -> false;
            };
    return working == 0 && resuming == 0 && !stillRuns;
  }

  private void wake(Sleeper sleeper) {
    sleepers.remove(sleeper);
    if (sleeper.due.isAfter(now) && !sleeper.rung) {
      now = sleeper.due;
    }
    sleeper.awake = true;
    // Awake from now on, though the machine may take its time to let the thread run.
    resuming++;
    woken = sleeper.thread;
    wokenAtNanos = System.nanoTime();
    resumed(sleeper.thread);
    sleeper.signal.signal();
  }

  private void resumed(Thread thread) {
    events++;
    if (scopes.containsKey(thread)) {
      working++;
    }
  }

  private void suspended(Thread thread) {
    events++;
    if (thread.equals(woken)) {
      woken = null;
    }
    if (scopes.containsKey(thread)) {
      working--;
    }
    if (working == 0) {
      changed.signal();
    }
  }

  /** Called and left with the lock held. */
  private void sleep(Sleeper sleeper) throws InterruptedException {
    sleepers.add(sleeper);
    suspended(sleeper.thread);
    try {
      while (!sleeper.awake && !closed) {
        sleeper.signal.await();
      }
      if (!sleeper.awake) {
        throw new InterruptedException("virtual time was closed while a thread slept in it");
      }
    } finally {
      if (sleeper.awake) {
        resuming--;
      } else {
        sleepers.remove(sleeper);
        sleeper.awake = true;
        resumed(sleeper.thread);
      }
    }
  }

  private static Instant wholeMillis(Instant instant) {
    if (instant.equals(Instant.MAX)) {
      return instant;
    }
    Instant floor = instant.truncatedTo(ChronoUnit.MILLIS);
    return floor.equals(instant) ? floor : floor.plusMillis(1);
  }

  private final class Sleeper {
    final Thread thread = Thread.currentThread();
    final Condition signal = lock.newCondition();
    final long order = VirtualTime.this.order++;
    final Instant due;
    boolean awake;
    boolean rung;

    Sleeper(Instant due) {
      this.due = due;
    }
  }

  private final class Scope implements Work {
    private final Thread holder;
    private boolean open = true;

    Scope(Thread holder) {
      this.holder = holder;
    }

    @Override
    public void close() {
      lock.lock();
      try {
        if (!open) {
          return;
        }
        if (!holder.equals(Thread.currentThread())) {
          throw new IllegalStateException("a scope of work is closed by the thread that opened it");
        }
        open = false;
        int depth = scopes.getOrDefault(holder, 1) - 1;
        if (depth > 0) {
          scopes.put(holder, depth);
        } else {
          scopes.remove(holder);
          working--;
          events++;
          if (working == 0) {
            changed.signal();
          }
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private final class Rings implements Bell {
    private boolean rung;
    private @Nullable Sleeper waiting;

    @Override
    public boolean await(@Nullable Instant due) throws InterruptedException {
      lock.lockInterruptibly();
      try {
        if (!rung && (due == null || due.isAfter(now))) {
          Sleeper sleeper = new Sleeper(due == null ? Instant.MAX : wholeMillis(due));
          waiting = sleeper;
          try {
            sleep(sleeper);
          } finally {
            waiting = null;
          }
        }
        boolean heard = rung;
        rung = false;
        return heard;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void ring() {
      lock.lock();
      try {
        rung = true;
        Sleeper sleeper = waiting;
        if (sleeper != null && !sleeper.awake) {
          sleeper.rung = true;
          wake(sleeper);
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
