package dev.backhaul.budget;

import java.util.List;

/**
 * One count kept on the server's side of the wire: since a request may be counted at any moment
 * between sending and answer, each ledger assumes the moment that is worst for us. Instants are
 * epoch milliseconds of our clock. Guarded by the budget's lock.
 */
sealed interface Ledger permits WindowLedger, BucketLedger, ConcurrentLedger {
  /** {@link #opensAt} when only an answer can help. */
  long UNKNOWN = Long.MAX_VALUE;

  /** How long a request without an answer may still reach the platform. */
  long LINGER = 10_000;

  /** Whether a request of this weight may be sent now, leaving {@code spared} untouched. */
  boolean admits(int weight, long spared, long now);

  /** The earliest instant at which it might be admitted, or {@link #UNKNOWN}. */
  long opensAt(int weight, long spared, long now);

  /** A request is being sent. */
  void sent(int weight, long now);

  /** Its answer came; {@code at} is later than now when there was none. */
  default void answered(int weight, long at, long now) {
    unsent(weight);
    restore(at, weight, now);
  }

  /** It was not sent after all. */
  void unsent(int weight);

  /**
   * The platform's own word.
   *
   * @param remaining what it has left for everybody
   * @param sentSince weight sent by us after the request that brought this word
   */
  void corrected(long remaining, long sentSince, long now);

  /** What counts against us now, in flight included. */
  long used(long now);

  /** What others are known to use now. */
  long others(long now);

  /** When the first of {@link #used} stops counting, or {@link #UNKNOWN}. */
  long resetsAt(long now);

  /** How long at best until this much more has been admitted, in milliseconds. */
  long estimate(long weight, long now);

  /** Whether nothing is left that counts. */
  boolean idle(long now);

  /** What is used, oldest first, as (instant, weight) with everything in flight left out. */
  List<long[]> spent(long now);

  /** Weight in flight. */
  long inFlight();

  /** Counts what an earlier process spent; {@code at} as in {@link #answered}. */
  void restore(long at, long weight, long now);

  /** The platform says how soon its window ends; see {@link Calendar#resetIn}. */
  default void resetIn(long seconds, long sentAt, long answeredAt) {}
}
