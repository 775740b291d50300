package dev.backhaul.sandbox;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Things that happen by themselves, each at its instant. There are no timers: what is due is done,
 * in order, when somebody looks. While an event runs, {@link #instant()} is the event's own
 * instant. Not safe for threads; the sandbox's lock guards it.
 */
public final class Timeline implements InstantSource {
  private record Event(Instant at, long order, Runnable action) {}

  private final InstantSource clock;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::order));
  private long order;
  private @Nullable Instant replaying;

  /** A timeline on the given clock. */
  public Timeline(InstantSource clock) {
    this.clock = clock;
  }

  /** Now; while an event runs, the instant it was due. */
  @Override
  public Instant instant() {
    Instant past = replaying;
    return past == null ? clock.instant() : past;
  }

  /** Does {@code action} once {@code at} has come; an instant already past is due at once. */
  public void at(Instant at, Runnable action) {
    events.add(new Event(at, order++, action));
  }

  /** Does all that is due by now, in order of time, also what those events add. */
  public void drain() {
    if (replaying != null) {
      return;
    }
    Instant until = clock.instant();
    try {
      while (true) {
        Event next = events.peek();
        if (next == null || next.at().isAfter(until)) {
          return;
        }
        events.remove();
        replaying = next.at();
        next.action().run();
      }
    } finally {
      replaying = null;
    }
  }

  /** When the next event is due, or null when none is waiting. */
  public @Nullable Instant nextDue() {
    Event next = events.peek();
    return next == null ? null : next.at();
  }
}
