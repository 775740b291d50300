package dev.backhaul.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The clock and the only way to wait. Everything that reads the time or sleeps is given one of
 * these, so that tests, the demo and rehearsals run in stepped virtual time.
 *
 * <p>Virtual time moves only while nobody works: code that does real work (a request in flight, a
 * page being mapped) holds a {@link Work} scope; when every holder of a scope is inside {@link
 * #sleepUntil} the clock jumps to the earliest due instant. In real time scopes cost nothing.
 */
public interface Time extends InstantSource {

  /**
   * Waits until the clock has reached {@code due}; returns at once if it has.
   *
   * @throws InterruptedException if the thread is interrupted (shutdown, pause)
   */
  void sleepUntil(Instant due) throws InterruptedException;

  /**
   * Whether this time is stepped: only this process knows it, and a sleeper may skip any span of it
   * at once.
   */
  default boolean stepped() {
    return false;
  }

  /** Waits for a span of this clock's time. */
  default void sleep(Duration span) throws InterruptedException {
    sleepUntil(instant().plus(span));
  }

  /**
   * Opens a scope of work on the calling thread; nested scopes count once. Close on the same
   * thread.
   */
  Work work();

  /** A scope of work; see {@link Time#work()}. */
  interface Work extends AutoCloseable {
    @Override
    void close();
  }

  /** Makes a bell for one waiting thread. */
  default Bell bell() {
    return new PolledBell(this);
  }

  /**
   * How one thread waits in this clock's time for another thread's word. A ring is kept until it is
   * heard, so one that comes before {@link #await} is not lost; rings do not add up.
   */
  interface Bell {
    /**
     * Waits for a ring, or until the clock has reached {@code due}; null means however long it
     * takes.
     *
     * @return whether it rang
     * @throws InterruptedException if the thread is interrupted; a ring stays unheard
     */
    boolean await(@Nullable Instant due) throws InterruptedException;

    /** Rings; the waiting thread, if any, counts as awake from this moment. */
    void ring();
  }
}
