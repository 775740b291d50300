package dev.backhaul.gateway;

import dev.backhaul.mapping.Ref;
import dev.backhaul.mapping.References;
import dev.backhaul.store.Store;
import org.jspecify.annotations.Nullable;

/** Ids across the two systems as the rollback knows them now; what it has not read is unknown. */
record IdMap(Store store) implements References {
  @Override
  public @Nullable String targetId(String object, String sourceId) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "SELECT target_id FROM id_map"
                        + " WHERE source_object = :object AND source_id = :id LIMIT 1")
                .bind("object", object)
                .bind("id", sourceId)
                .mapTo(String.class)
                .findOne()
                .orElse(null));
  }

  @Override
  public Ref sourceId(String object, String targetId) {
    return store.<Ref, RuntimeException>read(
        handle ->
            handle
                .createQuery(
                    "SELECT source_id FROM id_map WHERE target_object = :object AND target_id = :id")
                .bind("object", object)
                .bind("id", targetId)
                .mapTo(String.class)
                .findOne()
                .<Ref>map(Ref.Known::new)
                .orElseGet(Ref.Unknown::new));
  }
}
