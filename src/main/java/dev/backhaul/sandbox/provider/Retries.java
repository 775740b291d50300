package dev.backhaul.sandbox.provider;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * When a provider calls again.
 *
 * @param within how long it waits for an answer
 * @param gaps from each attempt to the next
 * @param good which statuses are success
 * @param last which statuses end it at once; 0 is no answer
 * @param oldAddress true when retries go to the address that was configured at the event
 */
record Retries(
    Duration within,
    List<Duration> gaps,
    IntPredicate good,
    IntPredicate last,
    boolean oldAddress) {

  /** Any 2xx is success, nothing ends it early, retries follow the address of now. */
  static Retries within(int seconds) {
    return new Retries(
        Duration.ofSeconds(seconds),
        List.of(),
        status -> status >= 200 && status < 300,
        status -> false,
        false);
  }

  /** The same with these gaps, written as ISO durations without {@code PT}, e.g. 10M. */
  Retries gaps(String... texts) {
    List<Duration> all = Arrays.stream(texts).map(text -> Duration.parse("PT" + text)).toList();
    return new Retries(within, all, good, last, oldAddress);
  }

  /** The same, where only these statuses are success. */
  Retries good(int... statuses) {
    return new Retries(within, gaps, among(statuses), last, oldAddress);
  }

  /** The same, where these statuses end it. */
  Retries last(IntPredicate ending) {
    return new Retries(within, gaps, good, ending, oldAddress);
  }

  /** The same, to the old address. */
  Retries toOldAddress() {
    return new Retries(within, gaps, good, last, true);
  }

  private static IntPredicate among(int... statuses) {
    return status -> Arrays.stream(statuses).anyMatch(one -> one == status);
  }
}
