package dev.backhaul.bench;

import dev.backhaul.demo.Homecoming;
import dev.backhaul.plan.PlanSummary;
import dev.backhaul.rollback.Rollback;
import dev.backhaul.store.LostLeaseException;
import dev.backhaul.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A whole rollback, gone on with from wherever an earlier life left it. What stops it (a platform
 * that is down, credentials that are refused) is heard, and tried again a minute later, as an
 * operator would.
 */
final class Walk {
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final int TRIES = 100;

  /** Said of a life that found an approved plan to go on with. */
  static final String RESUMED = "resumed";

  private final Rollback rollback;
  private final Time time;
  private final Consumer<String> heard;

  Walk(Rollback rollback, Time time, Consumer<String> heard) {
    this.rollback = rollback;
    this.time = time;
    this.heard = heard;
  }

  /** Where a walk leads. */
  enum Way {
    /** Everything home, the rules switched on again, and none that may still go off by us. */
    HOME {
      @Override
      @Nullable String once(Walk walk, Homecoming way) {
        return walk.onwards(way);
      }
    },
    /** All that was written taken back, and the setup too. */
    BACK {
      @Override
      @Nullable String once(Walk walk, Homecoming way) {
        return way.takeBack();
      }
    };

    /** One attempt; why it stopped, or null when it has arrived. */
    abstract @Nullable String once(Walk walk, Homecoming way);
  }

  /**
   * Walks to the end.
   *
   * @throws LostLeaseException if another life has taken over
   * @throws IllegalStateException if it was stopped too often
   */
  void walk(Way to) throws InterruptedException {
    Homecoming way = new Homecoming(rollback);
    @Nullable String stopped = "";
    boolean arrived = false;
    for (int tries = 0; stopped != null; tries++) {
      if (tries > 0) {
        heard.accept(stopped);
        if (tries > TRIES) {
          throw new IllegalStateException("stopped " + TRIES + " times, at last: " + stopped);
        }
        time.sleep(PAUSE);
        rollback.keep();
      }
      try {
        stopped = arrived ? null : to.once(this, way);
        arrived = stopped == null;
        if (arrived) {
          stopped = late();
        }
      } catch (LostLeaseException e) {
        throw e;
      } catch (RuntimeException e) {
        stopped = e.toString();
      }
    }
  }

  /** A switch of ours that nobody answered may still take effect, and then nobody would see it. */
  private @Nullable String late() {
    int rules = rollback.silence().late(Homecoming.OPERATOR);
    return rules == 0 ? null : rules + " rules may still go off late by our own switches";
  }

  private @Nullable String onwards(Homecoming way) {
    Optional<PlanSummary> plan = rollback.lastPlan();
    if (plan.isEmpty()) {
      way.approvedPlan();
    } else {
      way.approve(plan.get());
      heard.accept(RESUMED);
    }
    return way.write();
  }
}
