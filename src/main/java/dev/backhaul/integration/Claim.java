package dev.backhaul.integration;

import dev.backhaul.store.Fence;
import dev.backhaul.store.LostLeaseException;
import java.time.Duration;
import java.util.function.Function;

/** One integration held by this process: nobody else changes it meanwhile. */
final class Claim {
  private static final Duration SPAN = Duration.ofMinutes(2);

  private final Ground ground;

  Claim(Ground ground) {
    this.ground = ground;
  }

  /**
   * Runs work under the lease of an integration; prolonged before every item by {@link Held#keep}.
   *
   * @throws BusyException if another process holds it
   */
  <T> T holding(Wired wired, Function<Held, T> work) {
    String name = "integration/" + wired.name();
    Fence fence =
        ground
            .leases()
            .acquire(name, ground.owner(), SPAN)
            .orElseThrow(() -> new BusyException(wired.name(), SPAN));
    try {
      return work.apply(new Held(ground, wired, fence));
    } finally {
      ground.leases().release(fence);
    }
  }

  /** What can be done while it is held. */
  static final class Held {
    private final Ground ground;
    private final Fence fence;
    private final Book book;
    private final Change change;

    private Held(Ground ground, Wired wired, Fence fence) {
      this.ground = ground;
      this.fence = fence;
      this.book = new Book(ground, wired, fence);
      this.change = new Change(ground, wired, book);
    }

    Book book() {
      return book;
    }

    Change change() {
      return change;
    }

    /**
     * Prolongs the lease.
     *
     * @throws LostLeaseException if another process has taken over
     */
    void keep() {
      ground.leases().renew(fence, SPAN);
    }
  }

  /** Another process is at work on it. */
  static final class BusyException extends IntegrationException {
    private static final long serialVersionUID = 1L;

    BusyException(String name, Duration span) {
      super(
          name
              + " is being changed by another process; a process that died holds it for "
              + span.toMinutes()
              + " minutes at most: try again");
    }
  }
}
