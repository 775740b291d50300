package dev.backhaul.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A bell for any clock that can only sleep: it looks every ten milliseconds of that clock's time.
 */
final class PolledBell implements Time.Bell {
  private static final Duration LOOK = Duration.ofMillis(10);

  private final Time time;
  private final AtomicBoolean rung = new AtomicBoolean();

  PolledBell(Time time) {
    this.time = time;
  }

  @Override
  public boolean await(@Nullable Instant due) throws InterruptedException {
    while (!rung.getAndSet(false)) {
      Instant now = time.instant();
      if (due != null && !now.isBefore(due)) {
        return false;
      }
      Instant look = now.plus(LOOK);
      time.sleepUntil(due != null && due.isBefore(look) ? due : look);
    }
    return true;
  }

  @Override
  public void ring() {
    rung.set(true);
  }
}
