package dev.backhaul.delta;

import dev.backhaul.platform.Change;
import dev.backhaul.platform.Item;
import dev.backhaul.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The {@code staged} table: the latest state of every target record the delta holds. */
public final class StagedRecords {
  /** Where the outside hears of staged records. */
  public static final String TOPIC = "delta";

  private final Store store;

  /** Over one rollback's store. */
  public StagedRecords(Store store) {
    this.store = store;
  }

  /** One change to keep, of a child with the symbol of its parent. */
  record Arrival(Change change, @Nullable String parent) {}

  /**
   * Keeps changes that are new or have moved since they were staged. A merge is final; a deleted
   * record comes back only by a change made after its deletion (it was restored), never by a late
   * older one.
   *
   * @return how many rows were written
   */
  int keep(Handle handle, String object, List<Arrival> arrivals, Instant now) {
    if (arrivals.isEmpty()) {
      return 0;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO staged (object, id, kind, version, join_key, created_at, changed_at,
              merged_into, parent, payload, staged_at, settled)
            VALUES (:object, :id, :kind, :version, :joinKey, :createdAt, :changedAt, :mergedInto,
              :parent, :payload, :now, NULL)
            ON CONFLICT (object, id) DO UPDATE SET kind = excluded.kind, version = excluded.version,
              join_key = excluded.join_key, created_at = excluded.created_at,
              changed_at = excluded.changed_at, merged_into = excluded.merged_into,
              parent = excluded.parent, payload = excluded.payload, staged_at = excluded.staged_at, settled = NULL
            WHERE (staged.version <> excluded.version OR staged.kind <> excluded.kind)
              AND NOT (staged.kind = 'MERGED' AND excluded.kind <> 'MERGED')
              AND NOT (staged.kind = 'DELETED' AND excluded.kind = 'CHANGED'
                AND excluded.changed_at <= staged.changed_at)
            """);
    for (Arrival arrival : arrivals) {
      Change change = arrival.change();
      Item item = change.item();
      batch
          .bind("object", object)
          .bind("id", item.id())
          .bind("kind", change.kind().name())
          .bind("version", item.version())
          .bind("joinKey", item.joinKey())
          .bind("createdAt", millis(item.createdAt()))
          .bind("changedAt", change.at().toEpochMilli())
          .bind("mergedInto", change.mergedInto())
          .bind("parent", arrival.parent())
          .bind("payload", store.payload().encode(item.fields()))
          .bind("now", now.toEpochMilli())
          .add();
    }
    int[] rows = batch.execute();
    int kept = 0;
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] > 0) {
        kept++;
        changed(handle, object, arrivals.get(i).change().item().id());
      }
    }
    return kept;
  }

  /** Tells the outside that a record, or what is known of it, changed. */
  void changed(Handle handle, String object, String id) {
    store.outbox().mark(handle, TOPIC, object + ":" + id, object + ":" + id);
  }

  /** One page in id order, after {@code afterId} ("" for the first). */
  public List<StagedRecord> page(String object, String afterId, int size) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM staged WHERE object = :object AND id > :after ORDER BY id LIMIT :size")
                .bind("object", object)
                .bind("after", afterId)
                .bind("size", size)
                .map((row, context) -> map(row))
                .list());
  }

  /** Records that still lack evidence for their present version, at most {@code size}. */
  public List<StagedRecord> unsettled(String object, int size) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT * FROM staged WHERE object = :object AND (settled IS NULL OR settled <> version)
                    ORDER BY id LIMIT :size
                    """)
                .bind("object", object)
                .bind("size", size)
                .map((row, context) -> map(row))
                .list());
  }

  /** One record, empty if the delta does not hold it. */
  public Optional<StagedRecord> find(String object, String id) {
    return store.read(
        handle ->
            handle
                .createQuery("SELECT * FROM staged WHERE object = :object AND id = :id")
                .bind("object", object)
                .bind("id", id)
                .map((row, context) -> map(row))
                .findOne());
  }

  /** Live children of one record, oldest change first. */
  public List<StagedRecord> children(String parent) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT * FROM staged WHERE parent = :parent AND kind = 'CHANGED'
                    ORDER BY created_at, object, id
                    """)
                .bind("parent", parent)
                .map((row, context) -> map(row))
                .list());
  }

  /** Join keys that more than one live staged record of the object carries. */
  public List<String> duplicateJoinKeys(String object) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT join_key FROM staged
                    WHERE object = :object AND join_key IS NOT NULL AND kind = 'CHANGED'
                    GROUP BY join_key HAVING COUNT(*) > 1
                    """)
                .bind("object", object)
                .mapTo(String.class)
                .list());
  }

  /** Those of these join keys that more than one live staged record of the object carries. */
  public Set<String> duplicateJoinKeys(String object, Collection<String> among) {
    return among.isEmpty()
        ? Set.of()
        : store.read(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT join_key FROM staged
                        WHERE object = :object AND join_key IN (<among>) AND kind = 'CHANGED'
                        GROUP BY join_key HAVING COUNT(*) > 1
                        """)
                    .bind("object", object)
                    .bindList("among", List.copyOf(among))
                    .mapTo(String.class)
                    .set());
  }

  /** How many records of each object are staged. */
  public Map<String, Long> counts() {
    return store.read(
        handle -> {
          Map<String, Long> out = new TreeMap<>();
          handle
              .createQuery("SELECT object, COUNT(*) AS n FROM staged GROUP BY object")
              .map((row, context) -> Map.entry(row.getString("object"), row.getLong("n")))
              .forEach(entry -> out.put(entry.getKey(), entry.getValue()));
          return out;
        });
  }

  private StagedRecord map(ResultSet row) throws SQLException {
    long created = row.getLong("created_at");
    boolean createdKnown = !row.wasNull();
    return new StagedRecord(
        row.getString("object"),
        row.getString("id"),
        Change.Kind.valueOf(row.getString("kind")),
        row.getString("version"),
        row.getString("join_key"),
        createdKnown ? Instant.ofEpochMilli(created) : null,
        Instant.ofEpochMilli(row.getLong("changed_at")),
        row.getString("merged_into"),
        row.getString("parent"),
        store.payload().decodeObject(row.getBytes("payload")));
  }

  private static @Nullable Long millis(@Nullable Instant instant) {
    return instant == null ? null : instant.toEpochMilli();
  }
}
