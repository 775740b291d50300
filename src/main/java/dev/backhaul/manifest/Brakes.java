package dev.backhaul.manifest;

import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import java.time.Duration;

/**
 * When a wave stops by itself.
 *
 * @param errors most failed writes
 * @param questions most new questions
 * @param deletes most deletes
 * @param latency longest mean answer of the platform
 */
@Doc("When a wave stops by itself: at the first count that is exceeded.")
public record Brakes(
    @Doc("Most failed writes in a wave.") @Default("3") int errors,
    @Doc("Most questions that a wave may raise.") @Default("50") int questions,
    @Doc("Most deletes in a wave.") @Default("0") int deletes,
    @Doc("Longest mean time the platform may take to answer.") @Default("30s") Duration latency) {

  /** Refuses negative counts and a latency of nothing. */
  public Brakes {
    if (errors < 0 || questions < 0 || deletes < 0) {
      throw new IllegalArgumentException("brakes count from 0 up");
    }
    if (latency.isZero()) {
      throw new IllegalArgumentException("latency: must be longer than 0");
    }
  }
}
