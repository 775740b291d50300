package dev.backhaul.delta;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where reading one target object stands.
 *
 * @param object the target object
 * @param resume the strategy's opaque resume point; null before the first page of a sweep
 * @param since what the sweep reads from
 * @param readUntil everything changed up to here is staged; the first instant of {@code since}
 *     before the first sweep is done
 * @param sweep sweeps completed
 * @param sweepNew records the sweep in progress found new or moved
 * @param lastNew the same of the last completed sweep: 0 means two sweeps agree
 */
public record Cursor(
    String object,
    @Nullable JsonNode resume,
    Instant since,
    Instant readUntil,
    int sweep,
    long sweepNew,
    long lastNew) {

  /** True when a sweep is under way: its next page follows {@code resume}. */
  public boolean midSweep() {
    return resume != null;
  }
}
