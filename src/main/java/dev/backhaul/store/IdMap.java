package dev.backhaul.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Which target record is which source record. */
public final class IdMap {
  /** How a pair came to be. */
  public enum Origin {
    /** The failed migration loaded it. */
    MIGRATION,
    /** We created it on the way home. */
    CREATED
  }

  /** A record, by its object and its native id there; written {@code contact:123}. */
  public record Ref(String object, String id) {
    /** Parses {@code object:id}; the id may hold colons. */
    public static Ref parse(String text) {
      int colon = text.indexOf(':');
      if (colon < 1 || colon == text.length() - 1) {
        throw new IllegalArgumentException("a reference is written object:id");
      }
      return new Ref(text.substring(0, colon), text.substring(colon + 1));
    }

    @Override
    public String toString() {
      return object + ":" + id;
    }
  }

  /** The source record of a target record; empty while there is none. */
  public Optional<Ref> source(Handle handle, Ref target) {
    return handle
        .createQuery(
            "SELECT source_object, source_id FROM id_map WHERE target_object = :object AND target_id = :id")
        .bind("object", target.object())
        .bind("id", target.id())
        .map((row, context) -> new Ref(row.getString(1), row.getString(2)))
        .findOne();
  }

  /** The source records of these references ({@code contact:123}); those that have none are absent. */
  public Map<String, Ref> sources(Handle handle, Collection<String> references) {
    Map<String, Ref> found = new HashMap<>();
    for (String reference : references) {
      source(handle, Ref.parse(reference)).ifPresent(source -> found.put(reference, source));
    }
    return found;
  }

  /** The target record of a source record; empty if there is none. */
  public Optional<Ref> target(Handle handle, Ref source) {
    return handle
        .createQuery(
            "SELECT target_object, target_id FROM id_map WHERE source_object = :object AND source_id = :id LIMIT 1")
        .bind("object", source.object())
        .bind("id", source.id())
        .map((row, context) -> new Ref(row.getString(1), row.getString(2)))
        .findOne();
  }

  /** Notes a pair; a pair already known for this target record is replaced. */
  public void put(Handle tx, Ref target, Ref source, Origin origin) {
    tx.createUpdate(
            "INSERT INTO id_map (target_object, target_id, source_object, source_id, origin)"
                + " VALUES (:targetObject, :targetId, :sourceObject, :sourceId, :origin)"
                + " ON CONFLICT (target_object, target_id) DO UPDATE SET source_object = excluded.source_object,"
                + " source_id = excluded.source_id, origin = excluded.origin")
        .bind("targetObject", target.object())
        .bind("targetId", target.id())
        .bind("sourceObject", source.object())
        .bind("sourceId", source.id())
        .bind("origin", origin.name().toLowerCase(java.util.Locale.ROOT))
        .execute();
  }

  /** Forgets the pair of a target record. */
  public void remove(Handle tx, Ref target) {
    tx.createUpdate("DELETE FROM id_map WHERE target_object = :object AND target_id = :id")
        .bind("object", target.object())
        .bind("id", target.id())
        .execute();
  }
}
