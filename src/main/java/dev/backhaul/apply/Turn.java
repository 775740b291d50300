package dev.backhaul.apply;

import dev.backhaul.time.Time;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One lane at a time, in the clock's own time: whoever waits for its turn does not hold stepped
 * time still, as one that waits for a monitor would.
 */
final class Turn {
  private final Time time;
  private final Deque<Time.Bell> waiting = new ArrayDeque<>();
  private boolean taken;

  Turn(Time time) {
    this.time = time;
  }

  /**
   * Does {@code work} when it is its turn.
   *
   * @throws StoppedException if the thread is interrupted while it waits
   */
  void take(Runnable work) {
    await();
    try {
      work.run();
    } finally {
      pass();
    }
  }

  private void await() {
    while (true) {
      Time.Bell bell = time.bell();
      synchronized (waiting) {
        if (!taken) {
          taken = true;
          return;
        }
        waiting.add(bell);
      }
      try {
        bell.await(null);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        leave(bell);
        throw new StoppedException("stopped while it waited for its turn", e);
      }
    }
  }

  /** Whoever was called and does not come hands the call on. */
  private void leave(Time.Bell bell) {
    Time.Bell next = null;
    synchronized (waiting) {
      if (!waiting.remove(bell) && !taken) {
        next = waiting.poll();
      }
    }
    ring(next);
  }

  private void pass() {
    Time.Bell next;
    synchronized (waiting) {
      taken = false;
      next = waiting.poll();
    }
    ring(next);
  }

  private static void ring(Time.@org.jspecify.annotations.Nullable Bell bell) {
    if (bell != null) {
      bell.ring();
    }
  }
}
