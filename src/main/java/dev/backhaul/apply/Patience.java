package dev.backhaul.apply;

import dev.backhaul.platform.Failure;
import dev.backhaul.platform.PlatformException;
import dev.backhaul.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Repeats what does no harm when repeated: reads. Waits in injected time between tries. */
final class Patience {
  private final Time time;
  private final Duration pause;
  private final int attempts;

  Patience(Time time, ApplySettings settings) {
    this.time = time;
    this.pause = settings.pause();
    this.attempts = settings.attempts();
  }

  /**
   * The answer of {@code read}.
   *
   * @throws StoppedException when the platform does not answer, however often asked
   */
  <T> T read(Supplier<T> read) {
    for (int attempt = 1; ; attempt++) {
      try {
        return read.get();
      } catch (PlatformException e) {
        int tried = attempt;
        switch (e.failure()) {
          case Failure.Throttled throttled when tried < attempts -> until(throttled.until());
          case Failure.Transient passing when tried < attempts -> until(backoff(tried));
          case Failure.Ambiguous lost when tried < attempts -> until(backoff(tried));
          default ->
              throw new StoppedException(
                  "the platform cannot be read (" + e.getMessage() + "); mend that, then apply again", e);
        }
      }
    }
  }

  /** When to try again after so many tries. */
  Instant backoff(int attempt) {
    return time.instant().plus(pause.multipliedBy(1L << Math.min(attempt - 1, 6)));
  }

  /**
   * Waits.
   *
   * @throws StoppedException if the thread is interrupted (shutdown, pause)
   */
  void until(Instant due) {
    try {
      time.sleepUntil(due);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException("applying was interrupted; apply again to go on", e);
    }
  }
}
