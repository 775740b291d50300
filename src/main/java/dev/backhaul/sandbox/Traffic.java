package dev.backhaul.sandbox;

import dev.backhaul.sandbox.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The customer's own calls, which take from the same limits. Each happens at its own instant on the
 * timeline; a refused one is a 429 on their side.
 */
public final class Traffic {
  /**
   * A steady stream of calls.
   *
   * @param path normalised path, as limits see it
   * @param principal who calls, for per-user limits
   * @param perSecond mean rate, above zero
   * @param jitter share of the interval, 0 to 1, by which each call is moved at random
   * @param until when it stops (exclusive), or null for never
   */
  public record Load(
      String method,
      String path,
      String principal,
      double perSecond,
      double jitter,
      Instant from,
      @Nullable Instant until,
      long seed) {
    /** Checks the numbers. */
    public Load {
      if (!(perSecond > 0) || jitter < 0 || jitter > 1) {
        throw new IllegalArgumentException(
            "load: perSecond must be above 0 and jitter from 0 to 1, found "
                + perSecond
                + " and "
                + jitter);
      }
    }
  }

  /** How long a business call is under way, for limits on calls at once. */
  private static final Duration UNDER_WAY = Duration.ofMillis(100);

  private final Timeline timeline;
  private final Limits limits;
  private final Ledger ledger;

  Traffic(Timeline timeline, Limits limits, Ledger ledger) {
    this.timeline = timeline;
    this.limits = limits;
    this.ledger = ledger;
  }

  /** Starts a stream of calls. Call it under {@link Sandbox#run}. */
  public void start(Load load) {
    next(load, new Random(load.seed()), 0);
  }

  private void next(Load load, Random random, long index) {
    double interval = 1e9 / load.perSecond();
    double moved = (index + load.jitter() * random.nextDouble()) * interval;
    Instant at = load.from().plusNanos((long) moved);
    Instant until = load.until();
    if (until != null && !at.isBefore(until)) {
      return;
    }
    timeline.at(
        at,
        () -> {
          call(load);
          next(load, random, index + 1);
        });
  }

  private void call(Load load) {
    Instant now = timeline.instant();
    Request request = new Request(load.method(), load.path(), Map.of(), Map.of(), new byte[0], now);
    Limits.Verdict verdict = limits.admit(Caller.BUSINESS, load.principal(), request, now);
    if (verdict.refusedBy() == null) {
      timeline.at(now.plus(UNDER_WAY), verdict.done());
    }
    ledger.business(now, request, verdict.refusedBy() == null ? 200 : 429);
  }

  /** Several streams at once. */
  public void start(List<Load> loads) {
    loads.forEach(this::start);
  }
}
