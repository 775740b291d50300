package dev.backhaul.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One write to one record. Native ids are bound: no symbolic reference is left in {@code set}.
 *
 * @param key the journal entry's id: joins the result, and is the marker a platform stores where it
 *     can
 * @param kind what to do
 * @param nativeId the record's own id; null only for a create (for an append: the parent's id)
 * @param joinKey the immutable external id; required for a create
 * @param set path to value, dotted paths as the mapping writes them; for a create or an append the
 *     whole new record
 * @param clear paths to empty (not the same as setting "")
 * @param precondition the version last read, for a conditional write; null where none is wanted
 * @param children new child records that travel with a create (comments of an imported ticket),
 *     oldest first
 * @param at when it happened in the target; null when now is right
 */
public record Write(
    String key,
    Kind kind,
    @Nullable String nativeId,
    @Nullable String joinKey,
    ObjectNode set,
    List<String> clear,
    @Nullable String precondition,
    List<ObjectNode> children,
    @Nullable Instant at) {
  /** The verbs of a write. */
  public enum Kind {
    CREATE,
    UPDATE,
    APPEND,
    DELETE
  }

  /** Never prints values: they hold personal data. */
  @Override
  public String toString() {
    return "Write[" + key + " " + kind + " " + nativeId + "]";
  }
}
