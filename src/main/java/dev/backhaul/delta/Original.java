package dev.backhaul.delta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One source record that the delta touches.
 *
 * @param object the source object
 * @param id its native id in the source
 * @param s0 the record as it was at cutover; null when that cannot be known
 * @param s0From how {@code s0} is known, or why it is not
 * @param s1 the record as last read
 * @param version the source's version of {@code s1}
 */
public record Original(
    String object,
    String id,
    @Nullable ObjectNode s0,
    String s0From,
    ObjectNode s1,
    String version) {

  /** How S0 is known of a record that this rollback made. */
  static final String CREATED = "created by this rollback";

  /** True if this rollback created the record: S0 is what the create left. */
  public boolean created() {
    return s0From.equals(CREATED);
  }

  /** Never prints the fields: they hold personal data. */
  @Override
  public String toString() {
    return "Original[" + object + ":" + id + "@" + version + "]";
  }
}
