package dev.backhaul.bench;

import dev.backhaul.store.CrashPoint;
import dev.backhaul.time.Time;
import dev.backhaul.time.VirtualTime;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How one life inside this process ends. A dead life can do nothing more: whatever it asks of the
 * clock, and so of a budget before a request, and of the store before a commit, throws {@link
 * Death}. Code that catches it, or cleans up behind it, can therefore leave no trace outside: what
 * was not committed is rolled back, no lease is given back, no request leaves. That is all that a
 * killed process leaves behind, too.
 */
final class Mortality implements CrashPoint {
  /** Thrown at every step of a life that has ended. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1L;

    Death(String where) {
      super(where, null, false, false);
    }
  }

  /** The clock was read, or waited for: what every request does before it leaves. */
  static final String CLOCK = "CLOCK";

  private final VirtualTime time;
  private final @Nullable String where;
  private final AtomicLong left;
  private final @Nullable Duration sleep;
  private final Set<Time.Bell> waiting = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable String> died = new AtomicReference<>();
  private final CountDownLatch asleep = new CountDownLatch(1);
  private final AtomicLong passed = new AtomicLong();

  private Mortality(
      VirtualTime time, @Nullable String where, long passes, @Nullable Duration sleep) {
    this.time = time;
    this.where = where;
    this.left = new AtomicLong(passes);
    this.sleep = sleep;
  }

  /** A life that nothing ends but {@link #kill}. */
  static Mortality none(VirtualTime time) {
    return new Mortality(time, "", Long.MAX_VALUE, null);
  }

  /**
   * A life that ends at an instant.
   *
   * @param where a {@link CrashPoint.Point} or {@link #CLOCK}; null: all count
   * @param passes how many of them are passed before
   */
  static Mortality at(VirtualTime time, @Nullable String where, long passes) {
    return new Mortality(time, where, passes, null);
  }

  /**
   * A life that stands still for a span at such an instant, as a process whose machine is frozen:
   * all its threads, each at its next step outside a transaction; then it goes on as if nothing had
   * happened.
   */
  static Mortality sleepingAt(VirtualTime time, String where, long passes, Duration span) {
    return new Mortality(time, where, passes, span);
  }

  /** Ends it now, from outside. */
  void kill(String by) {
    if (died.compareAndSet(null, by)) {
      waiting.forEach(Time.Bell::ring);
    }
  }

  /** Where it ended; null while it lives. */
  @Nullable String died() {
    return died.get();
  }

  /** How many instants it has passed. */
  long passed() {
    return passed.get();
  }

  /** Whether it fell asleep within that many milliseconds of real time. */
  boolean asleepWithin(long millis) throws InterruptedException {
    return asleep.await(millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void reached(Point point) {
    step(point.name());
    boolean free = point.name().endsWith("_COMMITTED") && point != Point.TRANSACTION_COMMITTED;
    Duration span = sleep;
    if (span != null && asleep.getCount() == 0 && (free || point == Point.WRITE_RETURNED)) {
      try {
        time.sleep(span);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** One step of this life. */
  void step(String at) {
    String end = died.get();
    if (end != null) {
      throw new Death(end);
    }
    passed.incrementAndGet();
    if ((where == null || where.equals(at)) && left.decrementAndGet() < 0) {
      if (sleep != null) {
        asleep.countDown();
      } else {
        kill(at);
        throw new Death(at);
      }
    }
  }

  /** The clock as this life sees it. */
  Time time() {
    return new MortalTime(time, this);
  }

  /** This bell rings when this life ends, too; until it is forgotten. */
  void hear(Time.Bell bell) {
    waiting.add(bell);
  }

  void forget(Time.Bell bell) {
    waiting.remove(bell);
  }
}
