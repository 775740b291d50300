package dev.backhaul.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.platform.Role;
import dev.backhaul.store.Payload;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The table {@code journal}, row by row. */
public final class Rows {
  private final Payload payload;

  Rows(Payload payload) {
    this.payload = payload;
  }

  /** Binds the parameters of a condition. */
  @FunctionalInterface
  public interface Binding {
    /** Binds them and returns the query. */
    Query to(Query query);
  }

  long nextSeq(Handle tx) {
    return tx.createQuery("SELECT coalesce(max(seq), 0) + 1 FROM journal").mapTo(Long.class).one();
  }

  void insert(Handle tx, List<Entry> entries, long epoch) {
    PreparedBatch batch =
        tx.prepareBatch(
            "INSERT INTO journal (id, seq, subject, decision, undoes, role, object, record_id, join_key, op, state,"
                + " touches, answered, before_image, wanted, before_version, attempts, undo, plan, epoch, created_at,"
                + " updated_at) VALUES (:id, :seq, :subject, :decision, :undoes, :role, :object, :record, :joinKey, :op,"
                + " :state, :touches, 0, :before, :wanted, :beforeVersion, :attempts, :undo, :plan, :epoch, :at, :at)");
    for (Entry entry : entries) {
      Intent intent = entry.intent();
      batch
          .bind("id", entry.id())
          .bind("seq", entry.seq())
          .bind("subject", intent.subject().name())
          .bind("decision", intent.decision())
          .bind("undoes", intent.undoes())
          .bind("role", entry.role().name())
          .bind("object", intent.object())
          .bind("record", intent.recordId())
          .bind("joinKey", intent.joinKey())
          .bind("op", intent.op().name())
          .bind("state", entry.state().name())
          .bind("touches", intent.touches())
          .bind("before", encoded(intent.before()))
          .bind("wanted", payload.encode(intent.wanted()))
          .bind("beforeVersion", intent.beforeVersion())
          .bind("attempts", intent.attempt())
          .bind("undo", intent.undo())
          .bind("plan", intent.plan())
          .bind("epoch", epoch)
          .bind("at", entry.createdAt().toEpochMilli())
          .add();
    }
    batch.execute();
  }

  /** An entry as it becomes, and the state it must still be in. */
  record Move(Entry entry, State from) {}

  /**
   * Moves entries on.
   *
   * @return the place of the first that is no longer in its state; -1 if all were
   */
  int update(Handle tx, List<Move> moves, long epoch) {
    PreparedBatch batch =
        tx.prepareBatch(
            "UPDATE journal SET state = :state, batch = :batch, job = :job, native_id = :native,"
                + " answered = :answered, sent_at = :sentAt, after_image = :after, after_version = :afterVersion,"
                + " retry_at = :retryAt, error = :error, epoch = :epoch, updated_at = :at"
                + " WHERE id = :id AND state = :from");
    for (Move move : moves) {
      Entry entry = move.entry();
      Trace trace = entry.trace();
      batch
          .bind("state", entry.state().name())
          .bind("batch", trace.batch())
          .bind("job", trace.job())
          .bind("native", trace.nativeId())
          .bind("answered", trace.answered() ? 1 : 0)
          .bind("sentAt", millis(trace.sentAt()))
          .bind("after", encoded(trace.after()))
          .bind("afterVersion", trace.afterVersion())
          .bind("retryAt", millis(trace.retryAt()))
          .bind("error", trace.error())
          .bind("epoch", epoch)
          .bind("at", entry.updatedAt().toEpochMilli())
          .bind("id", entry.id())
          .bind("from", move.from().name())
          .add();
    }
    int[] moved = batch.execute();
    for (int i = 0; i < moved.length; i++) {
      if (moved[i] != 1) {
        return i;
      }
    }
    return -1;
  }

  List<Entry> select(Handle handle, String condition, Binding bind) {
    String order = condition.contains("ORDER BY") ? "" : " ORDER BY seq";
    return bind.to(handle.createQuery("SELECT * FROM journal WHERE " + condition + order))
        .map((row, context) -> entry(row))
        .list();
  }

  private Entry entry(ResultSet row) throws SQLException {
    byte[] wanted = row.getBytes("wanted");
    return new Entry(
        row.getString("id"),
        row.getLong("seq"),
        Role.valueOf(row.getString("role")),
        new Intent(
            Intent.Subject.valueOf(row.getString("subject")),
            row.getString("decision"),
            row.getString("undoes"),
            row.getString("object"),
            row.getString("record_id"),
            row.getString("join_key"),
            Op.valueOf(row.getString("op")),
            decoded(row.getBytes("before_image")),
            row.getString("before_version"),
            row.getString("touches"),
            payload.decodeObject(wanted),
            row.getString("undo"),
            row.getString("plan"),
            row.getInt("attempts")),
        State.valueOf(row.getString("state")),
        new Trace(
            row.getString("batch"),
            row.getString("job"),
            row.getString("native_id"),
            row.getInt("answered") == 1,
            instant(row, "sent_at"),
            decoded(row.getBytes("after_image")),
            row.getString("after_version"),
            instant(row, "retry_at"),
            row.getString("error")),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("updated_at")));
  }

  private byte @Nullable [] encoded(@Nullable ObjectNode node) {
    return node == null ? null : payload.encode(node);
  }

  private @Nullable ObjectNode decoded(byte @Nullable [] bytes) {
    return bytes == null ? null : payload.decodeObject(bytes);
  }

  private static @Nullable Long millis(@Nullable Instant instant) {
    return instant == null ? null : instant.toEpochMilli();
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
