package dev.backhaul.apply;

import java.time.Duration;

/**
 * How writes are paced and judged.
 *
 * @param lanes calls in flight at once, 1 or more
 * @param commitTime the longest the platform takes to make an accepted write visible
 * @param jobPoll between two looks at a job
 * @param jobPatience how long a job may run before it is left for the next start
 * @param pause before trying again what was certainly not processed
 * @param attempts the most tries of one record, 1 or more
 * @param round decisions looked at together
 * @param brake when a wave stops by itself
 */
public record ApplySettings(
    int lanes,
    Duration commitTime,
    Duration jobPoll,
    Duration jobPatience,
    Duration pause,
    int attempts,
    int round,
    BrakeLimits brake) {

  /** One lane, a minute to commit, half an hour for a job, five tries. */
  public static final ApplySettings USUAL =
      new ApplySettings(
          1,
          Duration.ofMinutes(1),
          Duration.ofSeconds(2),
          Duration.ofMinutes(30),
          Duration.ofSeconds(5),
          5,
          2000,
          BrakeLimits.USUAL);

  /** Refuses values that cannot work. */
  public ApplySettings {
    if (lanes < 1 || attempts < 1 || round < 1) {
      throw new IllegalArgumentException("lanes, attempts and round must be 1 or more");
    }
  }

  /** The same with other lanes. */
  public ApplySettings withLanes(int other) {
    return new ApplySettings(
        other, commitTime, jobPoll, jobPatience, pause, attempts, round, brake);
  }

  /** The same with other brakes. */
  public ApplySettings withBrake(BrakeLimits other) {
    return new ApplySettings(
        lanes, commitTime, jobPoll, jobPatience, pause, attempts, round, other);
  }
}
