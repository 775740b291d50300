package dev.backhaul.gateway;

import dev.backhaul.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Who is to have which event, and whether it has. One row for each event and receiver. */
final class Deliveries {
  /** How many events of one lane are handed out at once. */
  private static final int LANE = 50;

  private final Store store;

  Deliveries(Store store) {
    this.store = store;
  }

  /** What may become of a delivery. */
  enum State {
    /** A replay that waits for its turn, at its rate. */
    QUEUED,
    /** To be delivered. */
    OPEN,
    /** The receiver answered that it took it. */
    DONE,
    /** Refused, or nobody answered for days: a person looks. */
    DEAD
  }

  /** An event to be delivered to these, unless they have it. */
  static void give(Handle tx, long seq, String point, String lane, List<Receiver> receivers) {
    for (Receiver receiver : receivers) {
      put(tx, seq, receiver, point, lane, State.OPEN);
    }
  }

  /** As {@link #give}, at the replay's rate; false if the receiver has it, or is to have it. */
  static boolean queue(Handle tx, long seq, String point, String lane, Receiver receiver) {
    return put(tx, seq, receiver, point, lane, State.QUEUED);
  }

  private static boolean put(
      Handle tx, long seq, Receiver receiver, String point, String lane, State state) {
    return tx.createUpdate(
                "INSERT INTO delivery (seq, role, point, lane, state, attempts)"
                    + " VALUES (:seq, :role, :point, :lane, :state, 0)"
                    + " ON CONFLICT (seq, role) DO NOTHING")
            .bind("seq", seq)
            .bind("role", receiver.label())
            .bind("point", point)
            .bind("lane", lane)
            .bind("state", state.name())
            .execute()
        > 0;
  }

  /**
   * What waits goes to whoever is steered to now; held again if that is nobody. What is done or
   * dead stays as it is.
   */
  static void move(Handle tx, String point, Steer.Way way) {
    String waiting = " state IN ('OPEN', 'QUEUED') AND point = :point";
    if (way == Steer.Way.HOLD) {
      tx.createUpdate(
              "UPDATE inbox SET state = 'HELD' WHERE state = 'GIVEN' AND seq IN"
                  + " (SELECT seq FROM delivery WHERE"
                  + waiting
                  + ")")
          .bind("point", point)
          .execute();
    }
    for (Receiver receiver : Receiver.values()) {
      if (way.receivers().contains(receiver)) {
        tx.createUpdate(
                "INSERT INTO delivery (seq, role, point, lane, state, attempts)"
                    + " SELECT DISTINCT seq, :role, point, lane, 'OPEN', 0 FROM delivery WHERE"
                    + waiting
                    + " ON CONFLICT (seq, role) DO NOTHING")
            .bind("role", receiver.label())
            .bind("point", point)
            .execute();
      }
    }
    for (Receiver receiver : Receiver.values()) {
      if (!way.receivers().contains(receiver)) {
        tx.createUpdate("DELETE FROM delivery WHERE role = :role AND" + waiting)
            .bind("role", receiver.label())
            .bind("point", point)
            .execute();
      }
    }
  }

  /**
   * Opens queued replays, oldest first.
   *
   * @return how many
   */
  static int open(Handle tx, String point, Receiver receiver, int most) {
    return tx.createUpdate(
            """
            UPDATE delivery SET state = 'OPEN' WHERE role = :role AND seq IN (
              SELECT seq FROM delivery WHERE state = 'QUEUED' AND point = :point AND role = :role
              ORDER BY seq LIMIT :most)
            """)
        .bind("point", point)
        .bind("role", receiver.label())
        .bind("most", most)
        .execute();
  }

  /** Whether a replay waits to be opened. */
  static boolean anyQueued(Handle handle, String point, Receiver receiver) {
    return handle
        .createQuery(
            "SELECT seq FROM delivery WHERE state = 'QUEUED' AND point = :point AND role = :role LIMIT 1")
        .bind("point", point)
        .bind("role", receiver.label())
        .mapTo(Long.class)
        .findOne()
        .isPresent();
  }

  /**
   * What may be delivered now, by lane, each in order. A lane whose first event waits for its next
   * attempt waits with it.
   */
  List<Lane> due(String point, Receiver receiver, Instant now, int most) {
    Map<String, List<Long>> lanes = new LinkedHashMap<>();
    store.read(
        handle -> {
          handle
              .createQuery(
                  """
                    SELECT seq, lane FROM delivery
                    WHERE state = 'OPEN' AND point = :point AND role = :role
                      AND lane NOT IN (SELECT lane FROM delivery
                        WHERE point = :point AND role = :role AND retry_at > :now)
                    ORDER BY seq LIMIT :most
                    """)
              .bind("point", point)
              .bind("role", receiver.label())
              .bind("now", now.toEpochMilli())
              .bind("most", most)
              .map((row, context) -> Map.entry(row.getString("lane"), row.getLong("seq")))
              .forEach(
                  each -> {
                    List<Long> lane =
                        lanes.computeIfAbsent(each.getKey(), key -> new ArrayList<>());
                    if (lane.size() < LANE) {
                      lane.add(each.getValue());
                    }
                  });
          return lanes;
        });
    return lanes.values().stream().map(seqs -> new Lane(point, receiver, seqs)).toList();
  }

  /** How often a delivery failed; empty if it is not to be made any more. */
  OptionalInt attempts(long seq, Receiver receiver) {
    return store
        .read(
            handle ->
                handle
                    .createQuery(
                        "SELECT attempts FROM delivery"
                            + " WHERE seq = :seq AND role = :role AND state = 'OPEN'")
                    .bind("seq", seq)
                    .bind("role", receiver.label())
                    .mapTo(Integer.class)
                    .findOne())
        .map(OptionalInt::of)
        .orElseGet(OptionalInt::empty);
  }

  /** Notes that a receiver took an event, even if it was to go elsewhere meanwhile. */
  static void done(
      Handle tx, long seq, Receiver receiver, String point, String lane, int status, Instant now) {
    tx.createUpdate(
            "INSERT INTO delivery (seq, role, point, lane, state, attempts, status, settled_at)"
                + " VALUES (:seq, :role, :point, :lane, 'DONE', 1, :status, :at)"
                + " ON CONFLICT (seq, role) DO UPDATE SET state = 'DONE', status = excluded.status,"
                + " attempts = delivery.attempts + 1, settled_at = excluded.settled_at,"
                + " retry_at = NULL, error = NULL")
        .bind("seq", seq)
        .bind("role", receiver.label())
        .bind("point", point)
        .bind("lane", lane)
        .bind("status", status)
        .bind("at", now.toEpochMilli())
        .execute();
  }

  /**
   * Notes that an attempt failed.
   *
   * @param retryAt when to try again; null: never by itself
   * @param status what was answered; null: nothing
   * @param error without anything of the event's content
   */
  static void failed(
      Handle tx,
      long seq,
      Receiver receiver,
      @Nullable Instant retryAt,
      @Nullable Integer status,
      String error,
      Instant now) {
    tx.createUpdate(
            "UPDATE delivery SET attempts = attempts + 1, error = :error, status = :status,"
                + " retry_at = :retry, state = :state, settled_at = :settled"
                + " WHERE seq = :seq AND role = :role AND state = 'OPEN'")
        .bind("error", error)
        .bind("status", status)
        .bind("retry", retryAt == null ? null : retryAt.toEpochMilli())
        .bind("state", (retryAt == null ? State.DEAD : State.OPEN).name())
        .bind("settled", retryAt == null ? now.toEpochMilli() : null)
        .bind("seq", seq)
        .bind("role", receiver.label())
        .execute();
  }
}
