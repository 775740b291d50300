package dev.backhaul.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What an entry is about; never changes once written.
 *
 * @param subject whose business it is
 * @param decision the decision it carries out; null for silence and setup
 * @param undoes the entry this one restores, else null
 * @param object the object written to, or the cause of a silenced rule
 * @param recordId the record's native id; null for a create; the parent's for an append
 * @param joinKey the immutable external id, where there is one
 * @param op what is done
 * @param before the record as it was: {@code {id, joinKey, version, fields}}; for an append its
 *     parent; null for a create
 * @param beforeVersion that record's version; null for a create
 * @param touches the record whose version the write moves ({@code ticket:7}); null for a create
 * @param wanted the write itself, native ids bound
 * @param undo what undo can promise, by its name in the plan
 * @param plan what allowed it: a plan's hash or {@code standing:<name>}; null for silence
 * @param attempt 1 for the first try
 */
public record Intent(
    Subject subject,
    @Nullable String decision,
    @Nullable String undoes,
    String object,
    @Nullable String recordId,
    @Nullable String joinKey,
    Op op,
    @Nullable ObjectNode before,
    @Nullable String beforeVersion,
    @Nullable String touches,
    ObjectNode wanted,
    String undo,
    @Nullable String plan,
    int attempt) {

  /** Whose business an entry is. */
  public enum Subject {
    WRITE,
    UNDO,
    SILENCE,
    SETUP,
    /** A change of an integration; {@code object} is its name, {@code recordId} the item. */
    INTEGRATION
  }

  /** Never prints images: they hold personal data. */
  @Override
  public String toString() {
    return "Intent[" + subject + " " + op + " " + object + " " + recordId + "]";
  }
}
