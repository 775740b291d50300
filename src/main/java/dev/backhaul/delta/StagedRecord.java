package dev.backhaul.delta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.platform.Change;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One changed target record as it stands in the store: T1.
 *
 * @param object the target object
 * @param id its native id in the target
 * @param kind what happened to it
 * @param version the target's version when it was staged
 * @param joinKey the immutable external id, null if it carries none
 * @param createdAt when it was created in the target, null if the platform does not say
 * @param changedAt when it last changed
 * @param mergedInto the survivor's id for a merged record, else null
 * @param parent symbol of the record it belongs to, null if it is not a child or names none
 * @param fields the record
 */
public record StagedRecord(
    String object,
    String id,
    Change.Kind kind,
    String version,
    @Nullable String joinKey,
    @Nullable Instant createdAt,
    Instant changedAt,
    @Nullable String mergedInto,
    @Nullable String parent,
    ObjectNode fields) {

  /** {@code object:id}, the symbol under which decisions refer to it. */
  public String symbol() {
    return object + ":" + id;
  }

  /** Never prints the fields: they hold personal data. */
  @Override
  public String toString() {
    return "StagedRecord[" + symbol() + " " + kind + "]";
  }
}
