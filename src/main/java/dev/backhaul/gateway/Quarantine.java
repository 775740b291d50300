package dev.backhaul.gateway;

import dev.backhaul.gateway.Verdict.Doubt;
import dev.backhaul.manifest.GatewayConfig;
import dev.backhaul.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Requests that could not be believed, as they came, for a person to look at. What nobody's path
 * was called with may take a tenth of it, so that the internet's scanners cannot fill it.
 */
public final class Quarantine {
  private static final int SHARE_OF_UNKNOWN = 10;
  private final Store store;

  Quarantine(Store store) {
    this.store = store;
  }

  /** One of them, without its content. */
  public record Doubtful(long id, @Nullable String point, Doubt reason, Instant at, long bytes) {}

  /**
   * Keeps one.
   *
   * @return false if there is no room
   */
  static boolean put(
      Handle tx,
      GatewayConfig.Quarantine room,
      @Nullable String point,
      Doubt reason,
      Instant at,
      byte[] payload) {
    long share = point == null ? SHARE_OF_UNKNOWN : 1;
    Used used = used(tx, point == null);
    boolean fits =
        used.events() < Math.max(1, room.events() / share)
            && used.bytes() + payload.length <= room.megabytes() * 1_000_000L / share;
    if (fits) {
      tx.createUpdate(
              "INSERT INTO quarantine (id, point, reason, received_at, bytes, payload)"
                  + " VALUES ((SELECT coalesce(max(id), 0) + 1 FROM quarantine), :point, :reason, :at,"
                  + " :bytes, :payload)")
          .bind("point", point)
          .bind("reason", reason.name())
          .bind("at", at.toEpochMilli())
          .bind("bytes", payload.length)
          .bind("payload", payload)
          .execute();
    }
    return fits;
  }

  private record Used(long events, long bytes) {}

  private static Used used(Handle handle, boolean unknownOnly) {
    return handle
        .createQuery(
            "SELECT count(*) AS events, coalesce(sum(bytes), 0) AS bytes FROM quarantine"
                + (unknownOnly ? " WHERE point IS NULL" : ""))
        .map((row, context) -> new Used(row.getLong("events"), row.getLong("bytes")))
        .one();
  }

  /** How many there are. */
  long count() {
    return store.read(handle -> used(handle, false).events());
  }

  /**
   * The oldest after {@code id}.
   *
   * @param point only this integration's; null: all
   */
  List<Doubtful> list(@Nullable String point, long after, int most) {
    return store.read(
        handle -> {
          Query query =
              handle.createQuery(
                  "SELECT id, point, reason, received_at, bytes FROM quarantine WHERE id > :after"
                      + (point == null ? "" : " AND point = :point")
                      + " ORDER BY id LIMIT :most");
          if (point != null) {
            query.bind("point", point);
          }
          return new ArrayList<>(
              query
                  .bind("after", after)
                  .bind("most", most)
                  .map(
                      (row, context) ->
                          new Doubtful(
                              row.getLong("id"),
                              row.getString("point"),
                              Doubt.valueOf(row.getString("reason")),
                              Instant.ofEpochMilli(row.getLong("received_at")),
                              row.getLong("bytes")))
                  .list());
        });
  }

  /** One as it came. */
  Optional<Arrival> request(long id) {
    return store.read(
        handle ->
            handle
                .createQuery("SELECT payload FROM quarantine WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> Arrival.of(store.payload().decode(row.getBytes("payload"))))
                .findOne());
  }

  /** Takes one out. */
  static void remove(Handle tx, long id) {
    tx.createUpdate("DELETE FROM quarantine WHERE id = :id").bind("id", id).execute();
  }
}
