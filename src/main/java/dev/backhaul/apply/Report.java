package dev.backhaul.apply;

import org.jspecify.annotations.Nullable;

/**
 * What became of one run over a wave.
 *
 * @param wave which
 * @param written writes verified by read-back
 * @param unsettled decisions whose write still needs the platform or a person
 * @param waiting decisions that wait for a record they refer to
 * @param ready decisions of the wave still to be sent
 * @param stopped why it ended before the wave was through, with what to do; null if it did not
 */
public record Report(
    int wave, int written, int unsettled, int waiting, int ready, @Nullable String stopped) {
  /** True if every decision of the wave has been dealt with. */
  public boolean complete() {
    return stopped == null && ready == 0;
  }
}
