package dev.backhaul.parity;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;

/**
 * How far one target object was read.
 *
 * @param object the target object
 * @param since the first instant read: cutover
 * @param until everything changed up to here is staged
 * @param lag how long ago that is
 * @param sweeps sweeps completed
 * @param lastNew records the last sweep found new or moved; negative before the first
 * @param underWay whether a sweep is only half done
 */
public record ReadRow(
    String object,
    Instant since,
    Instant until,
    Duration lag,
    int sweeps,
    long lastNew,
    boolean underWay) {

  /** True if the last sweep found nothing that the one before had not. */
  @JsonProperty("final")
  public boolean settled() {
    return sweeps > 1 && lastNew == 0 && !underWay;
  }
}
