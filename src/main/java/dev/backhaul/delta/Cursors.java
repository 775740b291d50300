package dev.backhaul.delta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.json.Json;
import dev.backhaul.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The {@code cursor} table: read anywhere, moved only inside the transaction that stages a page.
 */
public final class Cursors {
  private final Store store;

  /** Over one rollback's store. */
  public Cursors(Store store) {
    this.store = store;
  }

  /** The cursor of one object, empty before its first page. */
  public Optional<Cursor> find(String object) {
    return store.read(handle -> find(handle, object));
  }

  /** All cursors, by object name. */
  public List<Cursor> all() {
    return store.read(
        handle ->
            handle
                .createQuery("SELECT * FROM cursor ORDER BY object")
                .map((row, context) -> map(row))
                .list());
  }

  static Optional<Cursor> find(Handle handle, String object) {
    return handle
        .createQuery("SELECT * FROM cursor WHERE object = :object")
        .bind("object", object)
        .map((row, context) -> map(row))
        .findOne();
  }

  static void save(Handle handle, Cursor cursor, long epoch, Instant now) {
    JsonNode resume = cursor.resume();
    handle
        .createUpdate(
            """
            INSERT INTO cursor (object, resume, since, read_until, sweep, sweep_new, last_new, epoch, updated_at)
            VALUES (:object, :resume, :since, :until, :sweep, :sweepNew, :lastNew, :epoch, :now)
            ON CONFLICT (object) DO UPDATE SET resume = excluded.resume, since = excluded.since,
              read_until = excluded.read_until, sweep = excluded.sweep, sweep_new = excluded.sweep_new,
              last_new = excluded.last_new, epoch = excluded.epoch, updated_at = excluded.updated_at
            """)
        .bind("object", cursor.object())
        .bind("resume", resume == null ? null : Json.text(resume))
        .bind("since", cursor.since().toEpochMilli())
        .bind("until", cursor.readUntil().toEpochMilli())
        .bind("sweep", cursor.sweep())
        .bind("sweepNew", cursor.sweepNew())
        .bind("lastNew", cursor.lastNew())
        .bind("epoch", epoch)
        .bind("now", now.toEpochMilli())
        .execute();
  }

  private static Cursor map(java.sql.ResultSet row) throws java.sql.SQLException {
    String resume = row.getString("resume");
    return new Cursor(
        row.getString("object"),
        resume == null ? null : Json.parse(resume),
        Instant.ofEpochMilli(row.getLong("since")),
        Instant.ofEpochMilli(row.getLong("read_until")),
        row.getInt("sweep"),
        row.getLong("sweep_new"),
        row.getLong("last_new"));
  }
}
