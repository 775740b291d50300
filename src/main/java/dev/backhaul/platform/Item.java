package dev.backhaul.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One record as a platform returned it.
 *
 * @param id the platform's own id
 * @param joinKey the immutable external id the migration wrote, or null if the record has none
 *     (born here, or damaged)
 * @param version what changes with every write (an updated-at text, a revision); compared for
 *     equality only
 * @param createdAt when it was created, or null if the platform does not say
 * @param updatedAt when it was last changed, or null if the platform does not say
 * @param fields the record in the shape that mappings see
 */
public record Item(
    String id,
    @Nullable String joinKey,
    String version,
    @Nullable Instant createdAt,
    @Nullable Instant updatedAt,
    ObjectNode fields) {

  /** Never prints the fields: they hold personal data. */
  @Override
  public String toString() {
    return "Item[" + id + "@" + version + "]";
  }
}
