package dev.backhaul.store;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * What changed and has not been told to the outside yet, by topic. A change is marked in the
 * transaction that makes it, so neither stands without the other; the mark goes once the message is
 * acknowledged. Marks name things, they hold no values: the message is made from how the thing
 * stands when it is sent.
 *
 * <p>A topic that nobody publishes collects nothing.
 */
public final class Outbox {
  private volatile Set<String> topics = Set.of();

  Outbox() {}

  /**
   * One thing that changed.
   *
   * @param id of the thing
   * @param record symbol of the record it is about ({@code ticket:7})
   * @param seq grows with every change of the thing
   */
  public record Mark(String id, String record, long seq) {}

  /** Whether changes of this topic are collected. */
  public boolean collects(String topic) {
    return topics.contains(topic);
  }

  /** Whether changes of any topic are collected. */
  public boolean collectsAny() {
    return !topics.isEmpty();
  }

  /** Marks a thing as changed, in the transaction that changes it. */
  public void mark(Handle tx, String topic, String id, String record) {
    if (!collects(topic)) {
      return;
    }
    // Beyond what is acknowledged and what waits. A thing that waits already must get a greater seq
    // even when another transaction has taken the same one meanwhile.
    tx.createUpdate(
            """
            INSERT INTO outbox (topic, id, record, seq)
            SELECT publication.topic, :id, :record,
              1 + CASE WHEN coalesce(waiting.last, 0) > publication.position
                THEN waiting.last ELSE publication.position END
            FROM publication, (SELECT max(seq) AS last FROM outbox WHERE topic = :topic) AS waiting
            WHERE publication.topic = :topic
            ON CONFLICT (topic, id) DO UPDATE SET record = excluded.record,
              seq = CASE WHEN excluded.seq > outbox.seq THEN excluded.seq ELSE outbox.seq + 1 END
            """)
        .bind("topic", topic)
        .bind("id", id)
        .bind("record", record)
        .execute();
  }

  /** The changes that wait longest, oldest first. */
  public List<Mark> next(Handle handle, String topic, int limit) {
    return handle
        .createQuery(
            "SELECT id, record, seq FROM outbox WHERE topic = :topic ORDER BY seq, id LIMIT :limit")
        .bind("topic", topic)
        .bind("limit", limit)
        .map(
            (row, context) ->
                new Mark(row.getString("id"), row.getString("record"), row.getLong("seq")))
        .list();
  }

  /** Forgets what was acknowledged; what changed again since it was read stays. */
  public void acknowledged(Handle tx, String topic, Collection<Mark> marks) {
    if (marks.isEmpty()) {
      return;
    }
    PreparedBatch gone =
        tx.prepareBatch("DELETE FROM outbox WHERE topic = :topic AND id = :id AND seq = :seq");
    long last = 0;
    for (Mark mark : marks) {
      gone.bind("topic", topic).bind("id", mark.id()).bind("seq", mark.seq()).add();
      last = Math.max(last, mark.seq());
    }
    gone.execute();
    moved(tx, topic, last);
  }

  /** Everything of a topic up to {@code seq} is acknowledged. */
  public void moved(Handle tx, String topic, long seq) {
    tx.createUpdate(
            "UPDATE publication SET position = :seq WHERE topic = :topic AND position < :seq")
        .bind("topic", topic)
        .bind("seq", seq)
        .execute();
  }

  /** The highest seq of a topic that is acknowledged; 0 before the first. */
  public long position(Handle handle, String topic) {
    return handle
        .createQuery("SELECT position FROM publication WHERE topic = :topic")
        .bind("topic", topic)
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }

  /** How many changes of a topic wait. */
  public long waiting(Handle handle, String topic) {
    return handle
        .createQuery("SELECT count(*) FROM outbox WHERE topic = :topic")
        .bind("topic", topic)
        .mapTo(Long.class)
        .one();
  }

  /**
   * Begins to collect a topic.
   *
   * @return false if it is being collected already
   */
  public boolean begin(Handle tx, String topic) {
    return tx.createUpdate(
                "INSERT INTO publication (topic, position) VALUES (:topic, 0) ON CONFLICT (topic) DO NOTHING")
            .bind("topic", topic)
            .execute()
        > 0;
  }

  /** Ends all collecting and forgets what waits. */
  public void end(Handle tx) {
    tx.execute("DELETE FROM outbox");
    tx.execute("DELETE FROM publication");
  }

  /** Learns what is being collected; after {@link #begin} and {@link #end} have been committed. */
  public void learn(Store store) {
    topics =
        store.read(
            handle ->
                handle.createQuery("SELECT topic FROM publication").mapTo(String.class).stream()
                    .collect(Collectors.toUnmodifiableSet()));
  }
}
