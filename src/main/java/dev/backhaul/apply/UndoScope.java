package dev.backhaul.apply;

import dev.backhaul.journal.Entry;
import dev.backhaul.journal.Journal;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What to undo. Null narrows nothing.
 *
 * @param object only this source object
 * @param from only writes from this instant on
 * @param to only writes before this instant
 * @param record only this record, by its native id in the source
 * @param redo undo earlier undos instead of writes
 */
public record UndoScope(
    @Nullable String object,
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable String record,
    boolean redo) {
  /** Everything that was written. */
  public static final UndoScope ALL = new UndoScope(null, null, null, null, false);

  /** Everything that was undone, to be done again. */
  public static final UndoScope UNDONE = new UndoScope(null, null, null, null, true);

  /** The same, one record only. */
  public UndoScope ofRecord(String newObject, String id) {
    return new UndoScope(newObject, from, to, id, redo);
  }

  /** Verified entries in scope, newest first. */
  List<Entry> entries(Handle handle, Journal journal) {
    return journal.select(
        handle,
        "role = :role AND state = 'VERIFIED' AND subject = :subject"
            + " AND (:object IS NULL OR object = :object)"
            + " AND (:from IS NULL OR created_at >= :from) AND (:to IS NULL OR created_at < :to)"
            + " AND (:record IS NULL OR record_id = :record OR native_id = :record) ORDER BY seq DESC",
        query ->
            query
                .bind("role", journal.role().name())
                .bind("subject", redo ? "UNDO" : "WRITE")
                .bind("object", object)
                .bind("from", from == null ? null : from.toEpochMilli())
                .bind("to", to == null ? null : to.toEpochMilli())
                .bind("record", record));
  }
}
