package dev.backhaul.bench;

import dev.backhaul.time.Time;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A clock that stops answering when the life that reads it has ended; it wakes those who wait. */
final class MortalTime implements Time {
  private final Time time;
  private final Mortality mortality;

  MortalTime(Time time, Mortality mortality) {
    this.time = time;
    this.mortality = mortality;
  }

  @Override
  public Instant instant() {
    mortality.step(Mortality.CLOCK);
    return time.instant();
  }

  @Override
  public void sleepUntil(Instant due) throws InterruptedException {
    mortality.step(Mortality.CLOCK);
    Time.Bell bell = time.bell();
    mortality.hear(bell);
    try {
      // A bell that was rung before anybody waited is heard at once.
      while (mortality.died() == null && time.instant().isBefore(due)) {
        bell.await(due);
      }
    } finally {
      mortality.forget(bell);
    }
    mortality.step(Mortality.CLOCK);
  }

  @Override
  public boolean stepped() {
    return time.stepped();
  }

  @Override
  public Work work() {
    mortality.step(Mortality.CLOCK);
    return time.work();
  }

  @Override
  public Bell bell() {
    return new MortalBell(time.bell());
  }

  private final class MortalBell implements Bell {
    private final Bell bell;

    MortalBell(Bell bell) {
      this.bell = bell;
    }

    @Override
    public boolean await(@Nullable Instant due) throws InterruptedException {
      mortality.hear(bell);
      try {
        return mortality.died() == null && bell.await(due);
      } finally {
        mortality.forget(bell);
        mortality.step(Mortality.CLOCK);
      }
    }

    @Override
    public void ring() {
      bell.ring();
    }
  }
}
