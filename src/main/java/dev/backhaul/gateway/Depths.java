package dev.backhaul.gateway;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** What people ask of the inbox as a whole, and what they say of many events at once. */
public final class Depths {
  private Depths() {}

  /**
   * One event in a list.
   *
   * @param state of the event, in lower case
   * @param deliveries of it: {@code source done}, {@code target dead: answered 422}
   */
  public record Listed(
      long seq,
      String point,
      String deliveryId,
      String state,
      Instant receivedAt,
      List<String> deliveries) {}

  /** Events nobody has yet, by state; those that were given are counted by their deliveries. */
  static Map<String, Long> events(Handle handle, String point) {
    Map<String, Long> out = new TreeMap<>();
    handle
        .createQuery(
            "SELECT state, count(*) AS n FROM inbox"
                + " WHERE state IN ('HELD', 'SKIPPED', 'ANSWERED') AND point = :point GROUP BY state")
        .bind("point", point)
        .map((row, context) -> Map.entry(row.getString("state"), row.getLong("n")))
        .forEach(each -> out.put(each.getKey().toLowerCase(Locale.ROOT), each.getValue()));
    return out;
  }

  /** Deliveries that are not done, by receiver and state. */
  static Map<String, Long> deliveries(Handle handle, String point) {
    Map<String, Long> out = new TreeMap<>();
    handle
        .createQuery(
            "SELECT role, state, count(*) AS n FROM delivery"
                + " WHERE state IN ('QUEUED', 'OPEN', 'DEAD') AND point = :point GROUP BY role, state")
        .bind("point", point)
        .map(
            (row, context) ->
                Map.entry(
                    row.getString("role") + " " + row.getString("state").toLowerCase(Locale.ROOT),
                    row.getLong("n")))
        .forEach(each -> out.put(each.getKey(), each.getValue()));
    return out;
  }

  /** When the oldest event that waits came; null if none waits. */
  static @Nullable Instant oldest(Handle handle, String point) {
    return handle
        .createQuery(
            """
            SELECT min(received_at) FROM inbox WHERE seq IN (
              SELECT min(seq) FROM inbox WHERE state = 'HELD' AND point = :point
              UNION SELECT min(seq) FROM delivery WHERE state IN ('OPEN', 'QUEUED') AND point = :point)
            """)
        .bind("point", point)
        .map((row, context) -> row.getLong(1))
        .findOne()
        .filter(at -> at > 0)
        .map(Instant::ofEpochMilli)
        .orElse(null);
  }

  /** When the newest event came; null if none came. */
  static @Nullable Instant last(Handle handle, String point) {
    long newest = 0;
    for (Event.State state : Event.State.values()) {
      newest =
          Math.max(
              newest,
              handle
                  .createQuery(
                      "SELECT received_at FROM inbox WHERE state = :state AND point = :point"
                          + " ORDER BY seq DESC LIMIT 1")
                  .bind("state", state.name())
                  .bind("point", point)
                  .mapTo(Long.class)
                  .findOne()
                  .orElse(0L));
    }
    return newest == 0 ? null : Instant.ofEpochMilli(newest);
  }

  /** Whether its sender has asked who we are since an instant. */
  static boolean shaken(Handle handle, String point, Instant since) {
    return handle
        .createQuery("SELECT 1 FROM handshake WHERE point = :point AND at >= :since")
        .bind("point", point)
        .bind("since", since.toEpochMilli())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  static List<Listed> list(
      Handle handle, @Nullable String point, @Nullable String state, int most) {
    String where =
        (point == null ? "" : " AND point = :point")
            + (state == null
                ? ""
                : " AND (state = :state OR EXISTS (SELECT 1 FROM delivery"
                    + " WHERE delivery.seq = inbox.seq AND delivery.state = :state))");
    Query query =
        handle.createQuery(
            "SELECT seq, point, delivery_id, state, received_at FROM inbox WHERE 1 = 1"
                + where
                + " ORDER BY seq DESC LIMIT :most");
    if (point != null) {
      query.bind("point", point);
    }
    if (state != null) {
      query.bind("state", state.toUpperCase(Locale.ROOT));
    }
    List<Listed> found =
        query
            .bind("most", most)
            .map(
                (row, context) ->
                    new Listed(
                        row.getLong("seq"),
                        row.getString("point"),
                        row.getString("delivery_id"),
                        row.getString("state").toLowerCase(Locale.ROOT),
                        Instant.ofEpochMilli(row.getLong("received_at")),
                        List.of()))
            .list();
    List<Listed> out = new ArrayList<>();
    for (Listed each : found) {
      out.add(
          new Listed(
              each.seq(),
              each.point(),
              each.deliveryId(),
              each.state(),
              each.receivedAt(),
              of(handle, each.seq())));
    }
    return out;
  }

  private static List<String> of(Handle handle, long seq) {
    return handle
        .createQuery("SELECT role, state, error FROM delivery WHERE seq = :seq ORDER BY role")
        .bind("seq", seq)
        .map(
            (row, context) -> {
              String error = row.getString("error");
              return row.getString("role")
                  + " "
                  + row.getString("state").toLowerCase(Locale.ROOT)
                  + (error == null ? "" : ": " + error);
            })
        .list();
  }

  /** Dead letters wait for their turn again. */
  static int revive(Handle tx, String point, @Nullable Long seq) {
    return bound(
            tx.createUpdate(
                "UPDATE delivery SET state = 'QUEUED', attempts = 0, error = NULL, settled_at = NULL"
                    + " WHERE state = 'DEAD' AND point = :point"
                    + (seq == null ? "" : " AND seq = :seq")),
            point,
            seq)
        .execute();
  }

  /** Held events and dead letters go nowhere. */
  static int skip(Handle tx, String point, @Nullable Long seq) {
    String one = seq == null ? "" : " AND seq = :seq";
    int held =
        bound(
                tx.createUpdate(
                    "UPDATE inbox SET state = 'SKIPPED' WHERE state = 'HELD' AND point = :point"
                        + one),
                point,
                seq)
            .execute();
    int dead =
        bound(
                tx.createUpdate(
                    "UPDATE inbox SET state = 'SKIPPED' WHERE state = 'GIVEN' AND point = :point"
                        + one
                        + " AND seq IN (SELECT seq FROM delivery WHERE state = 'DEAD'"
                        + " AND point = :point)"),
                point,
                seq)
            .execute();
    bound(
            tx.createUpdate("DELETE FROM delivery WHERE state = 'DEAD' AND point = :point" + one),
            point,
            seq)
        .execute();
    return held + dead;
  }

  private static Update bound(Update update, String point, @Nullable Long seq) {
    update.bind("point", point);
    return seq == null ? update : update.bind("seq", seq);
  }
}
