package dev.backhaul.manifest;

import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import dev.backhaul.yaml.Share;
import java.time.Duration;

/**
 * When a wave stops by itself.
 *
 * @param errorRate largest share of refused writes
 * @param questionRate largest share of writes that end as questions
 * @param deletes most deletes
 * @param latency longest mean answer of the platform
 */
@Doc("When a wave stops by itself: at the first count that is exceeded.")
public record Brakes(
    @Doc("Largest share of refused writes in a wave.") @Default("2%") Share errorRate,
    @Doc("Largest share of writes of a wave that may end as questions.") @Default("5%")
        Share questionRate,
    @Doc("Most deletes in a wave.") @Default("0") int deletes,
    @Doc("Longest mean time the platform may take to answer.") @Default("30s") Duration latency) {

  /** Refuses negative counts and a latency of nothing. */
  public Brakes {
    if (deletes < 0) {
      throw new IllegalArgumentException("brakes count from 0 up");
    }
    if (latency.isZero()) {
      throw new IllegalArgumentException("latency: must be longer than 0");
    }
  }
}
