package dev.backhaul.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * W: what our last verified write left in the source, leaf by leaf, and the values it came from.
 */
public final class Written {
  private final Payload payload;

  /** Leaves kept through this codec. */
  public Written(Payload payload) {
    this.payload = payload;
  }

  /**
   * What we left in one record.
   *
   * @param leaves path to the value read back after our write; null where the record had none
   * @param taken path to the value the plan wanted, references still symbolic; null where it
   *     cleared
   */
  public record Leaves(ObjectNode leaves, ObjectNode taken) {}

  /** What we left in a source record; empty if we never wrote to it. */
  public Optional<Leaves> of(Handle handle, String object, String sourceId) {
    return handle
        .createQuery("SELECT leaves, taken FROM written WHERE object = :object AND source_id = :id")
        .bind("object", object)
        .bind("id", sourceId)
        .map(
            (row, context) ->
                new Leaves(
                    payload.decodeObject(row.getBytes("leaves")),
                    payload.decodeObject(row.getBytes("taken"))))
        .findOne();
  }

  /** Adds leaves to what we left before; a path already there takes the new value. */
  public void add(Handle tx, String object, String sourceId, Leaves fresh) {
    Leaves all = of(tx, object, sourceId).orElseGet(() -> new Leaves(Json.object(), Json.object()));
    all.leaves().setAll(fresh.leaves());
    all.taken().setAll(fresh.taken());
    put(tx, object, sourceId, all);
  }

  /** Forgets some leaves, as undo does. */
  public void forget(Handle tx, String object, String sourceId, Iterable<String> paths) {
    of(tx, object, sourceId)
        .ifPresent(
            all -> {
              for (String path : paths) {
                all.leaves().remove(path);
                all.taken().remove(path);
              }
              put(tx, object, sourceId, all);
            });
  }

  private void put(Handle tx, String object, String sourceId, Leaves all) {
    tx.createUpdate(
            "INSERT INTO written (object, source_id, leaves, taken) VALUES (:object, :id, :leaves, :taken)"
                + " ON CONFLICT (object, source_id) DO UPDATE SET leaves = excluded.leaves, taken = excluded.taken")
        .bind("object", object)
        .bind("id", sourceId)
        .bind("leaves", payload.encode(all.leaves()))
        .bind("taken", payload.encode(all.taken()))
        .execute();
  }
}
