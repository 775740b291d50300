package dev.backhaul.apply;

import dev.backhaul.platform.Failure;
import dev.backhaul.platform.PlatformException;
import dev.backhaul.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
        Instant again = attempt < attempts ? again(e.failure(), attempt) : null;
        if (again == null) {
          throw new StoppedException(
              "the platform cannot be read (" + e.getMessage() + "); mend that, then apply again",
              e);
        }
        until(again);
      }
    }
  }

  /** When to read again; null where repeating will not mend it. */
  private @Nullable Instant again(Failure failure, int attempt) {
    return switch (failure) {
      case Failure.Throttled throttled -> throttled.until();
      case Failure.Transient passing -> backoff(attempt);
      case Failure.Ambiguous lost -> backoff(attempt);
      default -> null;
    };
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
