package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The versions of one record pair.
 *
 * @param t1 target record now, reduced to values that may come home
 * @param t0 per owner path, the value as loaded; a path that is missing here counts as unknown
 * @param s0 source record at cutover; null if unknown
 * @param s1 source record now
 * @param written per source leaf, the value our last verified write left there (read back); a
 *     cleared leaf is a null node
 * @param taken {@link Inversion#taken} of the last patch that was verified; null if there is none
 */
public record Versions(
    ObjectNode t1,
    Map<String, T0> t0,
    @Nullable ObjectNode s0,
    ObjectNode s1,
    Map<String, JsonNode> written,
    @Nullable ObjectNode taken) {
  /** Names only: the values may be personal data. */
  @Override
  public String toString() {
    return "Versions[t0 " + t0.keySet() + ", written " + written.keySet() + "]";
  }
}
