package dev.backhaul.delta;

import dev.backhaul.store.Store;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The {@code id_map} table: which target record is which source record. */
public final class IdMap {
  /** How a pair came to be. */
  public enum Origin {
    /** The migration made the target record from the source record. */
    MIGRATION,
    /** We made the source record from a target record born after cutover. */
    CREATED,
    /** A child that travelled inside its parent's create. */
    CARRIED,
    /** A person said so. */
    LINKED
  }

  private final Store store;

  /** Over one rollback's store. */
  public IdMap(Store store) {
    this.store = store;
  }

  /** The source id of a target record. */
  public Optional<String> sourceId(String targetObject, String targetId) {
    return store.read(handle -> sourceId(handle, targetObject, targetId));
  }

  /** The source ids of these target records, as far as known. */
  public Map<String, String> sourceIds(String targetObject, Collection<String> targetIds) {
    Map<String, String> out = new HashMap<>();
    if (targetIds.isEmpty()) {
      return out;
    }
    return store.read(
        handle -> {
          handle
              .createQuery(
                  """
                  SELECT target_id, source_id FROM id_map
                  WHERE target_object = :object AND target_id IN (<ids>)
                  """)
              .bind("object", targetObject)
              .bindList("ids", List.copyOf(targetIds))
              .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
              .forEach(each -> out.put(each.getKey(), each.getValue()));
          return out;
        });
  }

  /** A pair to keep. */
  public record Pair(
      String targetObject, String targetId, String sourceObject, String sourceId, Origin origin) {}

  /** The source id of a target record, inside a transaction. */
  public static Optional<String> sourceId(Handle handle, String targetObject, String targetId) {
    return handle
        .createQuery(
            "SELECT source_id FROM id_map WHERE target_object = :object AND target_id = :id")
        .bind("object", targetObject)
        .bind("id", targetId)
        .mapTo(String.class)
        .findOne();
  }

  /**
   * The target records among these whose pair is our own doing or a person's word, not a join
   * key's.
   */
  public Set<String> vouched(String targetObject, Collection<String> targetIds) {
    return targetIds.isEmpty()
        ? Set.of()
        : store.read(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT target_id FROM id_map
                        WHERE target_object = :object AND origin <> :origin AND target_id IN (<ids>)
                        """)
                    .bind("object", targetObject)
                    .bind("origin", Origin.MIGRATION.name())
                    .bindList("ids", List.copyOf(targetIds))
                    .mapTo(String.class)
                    .set());
  }

  /** The target id of a source record, as the given target object. */
  public Optional<String> targetId(String targetObject, String sourceId) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT target_id FROM id_map
                    WHERE target_object = :object AND source_id = :id ORDER BY target_id LIMIT 1
                    """)
                .bind("object", targetObject)
                .bind("id", sourceId)
                .mapTo(String.class)
                .findOne());
  }

  /** Keeps a pair; an existing pair of the same target record is left as it is. */
  public static void put(
      Handle handle,
      String targetObject,
      String targetId,
      String sourceObject,
      String sourceId,
      Origin origin) {
    put(handle, List.of(new Pair(targetObject, targetId, sourceObject, sourceId, origin)));
  }

  /** Keeps pairs; an existing pair of the same target record is left as it is. */
  public static void put(Handle handle, Collection<Pair> pairs) {
    if (pairs.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO id_map (target_object, target_id, source_object, source_id, origin)
            VALUES (:targetObject, :targetId, :sourceObject, :sourceId, :origin)
            ON CONFLICT (target_object, target_id) DO NOTHING
            """);
    for (Pair pair : pairs) {
      batch
          .bind("targetObject", pair.targetObject())
          .bind("targetId", pair.targetId())
          .bind("sourceObject", pair.sourceObject())
          .bind("sourceId", pair.sourceId())
          .bind("origin", pair.origin().name())
          .add();
    }
    batch.execute();
  }

  /** Forgets the pair of a target record: undo took its source record away. */
  public static void remove(Handle handle, String targetObject, String targetId) {
    handle
        .createUpdate("DELETE FROM id_map WHERE target_object = :object AND target_id = :id")
        .bind("object", targetObject)
        .bind("id", targetId)
        .execute();
  }
}
