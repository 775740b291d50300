package dev.backhaul.apply;

import dev.backhaul.store.Actor;
import dev.backhaul.store.DesiredState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Stops a wave when it goes wrong: a durable pause in the service's own name, so that only a person
 * starts it again.
 */
public final class Brake {
  /** What is paused. */
  public static final String APPLY = "apply";

  private final BrakeLimits limits;
  private final DesiredState desired;
  private long answers;
  private long errors;
  private long questions;
  private long deletes;
  private long calls;
  private Duration spent = Duration.ZERO;

  /** A brake that pauses through {@code desired}. */
  public Brake(BrakeLimits limits, DesiredState desired) {
    this.limits = limits;
    this.desired = desired;
  }

  /** A new wave begins: counts start at nothing. */
  public synchronized void release() {
    answers = 0;
    errors = 0;
    questions = 0;
    deletes = 0;
    calls = 0;
    spent = Duration.ZERO;
  }

  synchronized void call(Duration took) {
    calls++;
    spent = spent.plus(took);
  }

  synchronized void verified(boolean delete) {
    answers++;
    deletes += delete ? 1 : 0;
  }

  synchronized void refused() {
    answers++;
    errors++;
  }

  synchronized void asked() {
    answers++;
    questions++;
  }

  /**
   * Pauses if a limit is passed.
   *
   * @throws StoppedException naming the limit
   */
  public void check() {
    String reason = reason();
    if (reason != null) {
      desired.pause(APPLY, Actor.SERVICE, "brake: " + reason);
      throw new StoppedException(
          "the brake stopped the wave: " + reason + "; look at the questions, then resume");
    }
  }

  /** Whether work may go on within a batch: no limit is passed and nobody paused it. */
  boolean lets() {
    return reason() == null && desired.paused(APPLY).isEmpty();
  }

  private synchronized @Nullable String reason() {
    if (answers >= limits.sample() && errors > limits.errors() * answers) {
      return errors + " of " + answers + " writes were refused";
    }
    if (answers >= limits.sample() && questions > limits.questions() * answers) {
      return questions + " of " + answers + " writes need a person";
    }
    if (deletes > limits.deletes()) {
      return deletes + " records were deleted, the limit is " + limits.deletes();
    }
    if (calls >= limits.sample() && spent.dividedBy(calls).compareTo(limits.latency()) > 0) {
      return "calls take "
          + spent.dividedBy(calls).toMillis()
          + " ms on average, the limit is "
          + limits.latency().toMillis();
    }
    return null;
  }
}
