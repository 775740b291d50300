package dev.backhaul.platform;

import org.jspecify.annotations.Nullable;

/**
 * What became of one {@link Write}.
 *
 * @param key the write's key
 * @param status what the platform says; a record without an answer of its own is {@link
 *     Status#UNKNOWN}, never ok
 * @param nativeId the record's id (the new one for a create, the child's for an append), or null
 * @param failure why, when the status is {@link Status#FAILED}; else null
 */
public record WriteResult(
    String key, Status status, @Nullable String nativeId, @Nullable Failure failure) {
  /** What the platform says of one write. */
  public enum Status {
    CREATED,
    UPDATED,
    UNCHANGED,
    FAILED,
    UNKNOWN
  }
}
