package dev.backhaul.manifest;

import dev.backhaul.yaml.Doc;
import org.jspecify.annotations.Nullable;

/** What undo can promise for one kind of write to one object, and how it is done. */
public record Undo(
    @Doc("What comes back.") Promise is,
    @Doc("For compensated: the fields to set, as jq giving an object; none to delete the record.")
        @Nullable Jq set,
    @Doc("What to tell people before they consent.") @Nullable String say) {

  /** What comes back; the words of {@code plan.Decision.UndoClass}. */
  public enum Promise {
    /** Back to the very state before. */
    EXACT,
    /** The values come back; traces (history, timestamps) stay. */
    VALUE_ONLY,
    /** Archived, suspended or tagged instead of removed. */
    COMPENSATED,
    /** Cannot be undone. */
    NONE
  }
}
