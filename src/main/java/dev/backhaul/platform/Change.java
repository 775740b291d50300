package dev.backhaul.platform;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One record that a {@code changes} page names.
 *
 * @param kind what happened, as far as the platform says; {@link Kind#CHANGED} when it cannot tell
 *     created from updated
 * @param item the record now; for a deleted or merged record, as it last was
 * @param at when it happened
 * @param mergedInto the surviving record's id when {@code kind} is {@link Kind#MERGED}, else null
 */
public record Change(Kind kind, Item item, Instant at, @Nullable String mergedInto) {
  /** What happened to a record. */
  public enum Kind {
    CHANGED,
    DELETED,
    MERGED
  }
}
