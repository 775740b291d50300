package dev.backhaul.apply;

import java.time.Duration;

/**
 * When a wave stops by itself and waits for a person.
 *
 * @param sample answers needed before a share is judged
 * @param errors the largest share of refused writes, 0 to 1
 * @param questions the largest share of writes that turned into questions, 0 to 1
 * @param deletes the most deletes in one wave
 * @param latency the longest mean time of a call
 */
public record BrakeLimits(
    int sample, double errors, double questions, int deletes, Duration latency) {
  /** A twentieth refused, a twentieth questions, 100 deletes, 30 seconds a call. */
  public static final BrakeLimits USUAL =
      new BrakeLimits(20, 0.05, 0.05, 100, Duration.ofSeconds(30));

  /** Never stops. */
  public static final BrakeLimits OFF =
      new BrakeLimits(Integer.MAX_VALUE, 1, 1, Integer.MAX_VALUE, Duration.ofDays(1));
}
