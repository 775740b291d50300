package dev.backhaul.parity;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Our count of one target object beside the platform's own.
 *
 * @param object the target object
 * @param staged live records staged as created or changed since cutover
 * @param platform records the platform counts as changed since cutover; null where it cannot count
 * @param uncounted kinds of change the platform cannot count, of created, changed, deleted, merged
 * @param blindSpots changes that may be missed, in the manifest's words
 * @param says why there is no count; empty where there is one
 */
public record CountRow(
    String object,
    long staged,
    @Nullable Long platform,
    List<String> uncounted,
    List<String> blindSpots,
    String says) {

  /** Copies the lists. */
  public CountRow {
    uncounted = List.copyOf(uncounted);
    blindSpots = List.copyOf(blindSpots);
  }

  /**
   * Records the platform counts and the delta lacks; negative where the delta holds more; null
   * unknown.
   */
  @JsonProperty("gap")
  public @Nullable Long gap() {
    return platform == null ? null : platform - staged;
  }
}
