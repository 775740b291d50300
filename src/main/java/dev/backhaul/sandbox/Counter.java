package dev.backhaul.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;

/** The count of one limit for one key. Instants never go back. */
sealed interface Counter {
  /** How many units are free at {@code now}. */
  long free(Instant now);

  /** Takes one unit; the caller has looked at {@link #free}. */
  void take(Instant now);

  /** How long until at least one unit is free again; zero when one is. */
  Duration pause(Instant now);

  /** How long until the whole limit is free again, if nobody takes more. */
  Duration reset(Instant now);

  /** Gives back one unit; only what counts requests under way does so. */
  default void release() {}

  /** The counter for a rule. */
  static Counter of(LimitRule rule) {
    return switch (rule.kind()) {
      case FIXED, DAILY -> new Windowed(rule);
      case SLIDING -> new Sliding(rule);
      case BUCKET -> new Bucket(rule);
      case CONCURRENT -> new Concurrent(rule);
    };
  }

  /** Windows with borders: aligned to the epoch, or days of a zone. */
  final class Windowed implements Counter {
    private final LimitRule rule;
    private Instant end = Instant.MIN;
    private long used;

    Windowed(LimitRule rule) {
      this.rule = rule;
    }

    private void turn(Instant now) {
      if (now.isBefore(end)) {
        return;
      }
      used = 0;
      if (rule.kind() == LimitRule.Kind.DAILY) {
        ZonedDateTime local = now.atZone(rule.zone());
        end = local.toLocalDate().plusDays(1).atStartOfDay(rule.zone()).toInstant();
      } else {
        long length = rule.window().toMillis();
        end = Instant.ofEpochMilli(Math.floorDiv(now.toEpochMilli(), length) * length + length);
      }
    }

    @Override
    public long free(Instant now) {
      turn(now);
      return rule.limit() - used;
    }

    @Override
    public void take(Instant now) {
      turn(now);
      used++;
    }

    @Override
    public Duration pause(Instant now) {
      return free(now) > 0 ? Duration.ZERO : reset(now);
    }

    @Override
    public Duration reset(Instant now) {
      turn(now);
      return Duration.between(now, end);
    }
  }

  /** Any span of the window's length. */
  final class Sliding implements Counter {
    private final LimitRule rule;
    private final ArrayDeque<Instant> taken = new ArrayDeque<>();

    Sliding(LimitRule rule) {
      this.rule = rule;
    }

    private void forget(Instant now) {
      Instant border = now.minus(rule.window());
      while (!taken.isEmpty() && !taken.getFirst().isAfter(border)) {
        taken.removeFirst();
      }
    }

    @Override
    public long free(Instant now) {
      forget(now);
      return rule.limit() - taken.size();
    }

    @Override
    public void take(Instant now) {
      taken.addLast(now);
    }

    @Override
    public Duration pause(Instant now) {
      return free(now) > 0
          ? Duration.ZERO
          : Duration.between(now, taken.getFirst().plus(rule.window()));
    }

    @Override
    public Duration reset(Instant now) {
      forget(now);
      return taken.isEmpty()
          ? Duration.ZERO
          : Duration.between(now, taken.getLast().plus(rule.window()));
    }
  }

  /** Tokens that drip back evenly. */
  final class Bucket implements Counter {
    private final LimitRule rule;
    private final double perNano;
    private double tokens;
    private Instant seen = Instant.MIN;

    Bucket(LimitRule rule) {
      this.rule = rule;
      this.tokens = rule.limit();
      this.perNano = rule.limit() / (double) rule.window().toNanos();
    }

    private void drip(Instant now) {
      if (seen.equals(Instant.MIN)) {
        seen = now;
      } else if (now.isAfter(seen)) {
        // A pause long enough to fill the bucket is cut there, so that nanoseconds never overflow.
        Duration passed = Duration.between(seen, now);
        double gain =
            passed.compareTo(rule.window()) >= 0
                ? (double) rule.limit()
                : passed.toNanos() * perNano;
        tokens = Math.min(rule.limit(), tokens + gain);
        seen = now;
      }
    }

    @Override
    public long free(Instant now) {
      drip(now);
      return (long) Math.floor(tokens + 1e-9);
    }

    @Override
    public void take(Instant now) {
      drip(now);
      tokens -= 1;
    }

    @Override
    public Duration pause(Instant now) {
      return free(now) > 0 ? Duration.ZERO : nanos((1 - tokens) / perNano);
    }

    @Override
    public Duration reset(Instant now) {
      drip(now);
      return nanos((rule.limit() - tokens) / perNano);
    }

    private static Duration nanos(double value) {
      return Duration.ofNanos((long) Math.ceil(value));
    }
  }

  /** Requests under way. */
  final class Concurrent implements Counter {
    private final LimitRule rule;
    private long under;

    Concurrent(LimitRule rule) {
      this.rule = rule;
    }

    @Override
    public long free(Instant now) {
      return rule.limit() - under;
    }

    @Override
    public void take(Instant now) {
      under++;
    }

    @Override
    public Duration pause(Instant now) {
      return free(now) > 0 ? Duration.ZERO : rule.window();
    }

    @Override
    public Duration reset(Instant now) {
      return under == 0 ? Duration.ZERO : rule.window();
    }

    @Override
    public void release() {
      under--;
    }
  }
}
