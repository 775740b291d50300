package dev.backhaul.apply;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long the platform's jobs take, learned from those before, so that the first look at a job
 * comes when it should be done: each look too early is a call wasted. Without experience the first
 * look comes at once. Safe for threads.
 */
final class JobPace {
  /** A lease must be kept, and a pause heard, while a job is awaited. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** A little sooner next time, else an expectation that was once too long would stay so. */
  private static final double SOONER = 0.99;

  private final Map<String, Double> millisPerRow = new ConcurrentHashMap<>();

  /** How long after its start a job of so many rows is worth a first look. */
  Duration expected(String kind, int rows) {
    double millis = millisPerRow.getOrDefault(kind, 0.0) * rows;
    return Duration.ofMillis((long) Math.min(millis, LONGEST.toMillis()));
  }

  /**
   * A job was found done.
   *
   * @param took from its start to the look that found it done
   * @param looks how many looks that took, 1 or more
   */
  void done(String kind, int rows, Duration took, int looks) {
    double seen = (double) took.toMillis() / Math.max(1, rows);
    millisPerRow.merge(kind, looks == 1 ? 0 : seen, (old, now) -> looks == 1 ? old * SOONER : now);
  }
}
