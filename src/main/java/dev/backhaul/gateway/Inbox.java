package dev.backhaul.gateway;

import dev.backhaul.gateway.Event.State;
import dev.backhaul.store.Payload;
import dev.backhaul.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The kept events, in their order of arrival. */
final class Inbox {
  private final Store store;

  Inbox(Store store) {
    this.store = store;
  }

  /**
   * An event that was believed and is to be kept.
   *
   * @param sentId what the sender repeats
   * @param deliveryId what we repeat
   * @param question whether somebody waits for its answer: it is never delivered by itself
   */
  record Incoming(
      String point,
      String sentId,
      String deliveryId,
      String lane,
      boolean question,
      Instant at,
      byte[] payload) {}

  /** The bytes that keep a request. */
  byte[] encoded(Arrival request) {
    return store.payload().encode(request.json());
  }

  /** Keeps events, each once, in their order; says what became of each. */
  static List<Kept> put(Handle tx, List<Incoming> events) {
    long seq = tx.createQuery("SELECT coalesce(max(seq), 0) FROM inbox").mapTo(Long.class).one();
    Map<String, Steer> steers = Steering.all(tx);
    List<Kept> out = new ArrayList<>(events.size());
    for (Incoming event : events) {
      Steer steer = steers.getOrDefault(event.point(), Steer.UNSAID);
      State state = first(tx, event, steer);
      int put =
          tx.createUpdate(
                  "INSERT INTO inbox (seq, point, sent_id, delivery_id, lane, state, received_at, payload)"
                      + " VALUES (:seq, :point, :sent, :delivery, :lane, :state, :at, :payload)"
                      + " ON CONFLICT (point, sent_id) DO NOTHING")
              .bind("seq", seq + 1)
              .bind("point", event.point())
              .bind("sent", event.sentId())
              .bind("delivery", event.deliveryId())
              .bind("lane", event.lane())
              .bind("state", state.name())
              .bind("at", event.at().toEpochMilli())
              .bind("payload", event.payload())
              .execute();
      if (put == 0) {
        out.add(known(tx, event));
        continue;
      }
      seq++;
      if (state == State.GIVEN) {
        Deliveries.give(tx, seq, event.point(), event.lane(), steer.way().receivers());
      }
      out.add(new Kept(seq, false));
    }
    return out;
  }

  /** What comes while older ones are being released waits its turn behind them. */
  private static State first(Handle tx, Incoming event, Steer steer) {
    if (event.question()) {
      return State.ANSWERED;
    }
    boolean waits =
        steer.way() == Steer.Way.HOLD || (steer.releases() && anyHeld(tx, event.point()));
    return waits ? State.HELD : State.GIVEN;
  }

  /** Whether an integration holds anything. */
  static boolean anyHeld(Handle handle, String point) {
    return handle
        .createQuery("SELECT seq FROM inbox WHERE state = 'HELD' AND point = :point LIMIT 1")
        .bind("point", point)
        .mapTo(Long.class)
        .findOne()
        .isPresent();
  }

  private static Kept known(Handle tx, Incoming event) {
    return new Kept(
        tx.createQuery("SELECT seq FROM inbox WHERE point = :point AND sent_id = :sent")
            .bind("point", event.point())
            .bind("sent", event.sentId())
            .mapTo(Long.class)
            .one(),
        true);
  }

  /**
   * Gives the oldest held events to whoever is steered to.
   *
   * @return how many
   */
  static int release(Handle tx, String point, List<Receiver> receivers, int most) {
    record Held(long seq, String lane) {}
    List<Held> held =
        tx.createQuery(
                "SELECT seq, lane FROM inbox WHERE state = 'HELD' AND point = :point"
                    + " ORDER BY seq LIMIT :most")
            .bind("point", point)
            .bind("most", most)
            .map((row, context) -> new Held(row.getLong("seq"), row.getString("lane")))
            .list();
    for (Held each : held) {
      state(tx, each.seq(), State.GIVEN);
      Deliveries.give(tx, each.seq(), point, each.lane(), receivers);
    }
    return held.size();
  }

  /** Sets what became of an event. */
  static void state(Handle tx, long seq, State state) {
    tx.createUpdate("UPDATE inbox SET state = :state WHERE seq = :seq")
        .bind("state", state.name())
        .bind("seq", seq)
        .execute();
  }

  /** An event. */
  Optional<Event> event(long seq) {
    return store.read(
        handle ->
            handle
                .createQuery("SELECT * FROM inbox WHERE seq = :seq")
                .bind("seq", seq)
                .map((row, context) -> event(row, store.payload()))
                .findOne());
  }

  static Event event(ResultSet row, Payload payload) throws SQLException {
    return new Event(
        row.getLong("seq"),
        row.getString("point"),
        row.getString("delivery_id"),
        row.getString("lane"),
        State.valueOf(row.getString("state")),
        Arrival.of(payload.decode(row.getBytes("payload"))));
  }

  /** Notes that a sender asked who we are. */
  static int shaken(Handle tx, String point, Instant at) {
    return tx.createUpdate(
            "INSERT INTO handshake (point, at) VALUES (:point, :at)"
                + " ON CONFLICT (point) DO UPDATE SET at = excluded.at")
        .bind("point", point)
        .bind("at", at.toEpochMilli())
        .execute();
  }

  /**
   * Forgets what was delivered long ago, a few at a time; the newest event stays, so that no seq is
   * given twice.
   */
  static int forget(Handle tx, String point, Instant before, int most) {
    List<Long> old =
        tx.createQuery(
                """
                SELECT seq FROM (SELECT seq, received_at FROM inbox
                  WHERE state = 'GIVEN' AND point = :point AND seq < (SELECT max(seq) FROM inbox)
                  ORDER BY seq LIMIT :most) AS oldest
                WHERE received_at < :before AND NOT EXISTS (SELECT 1 FROM delivery
                  WHERE delivery.seq = oldest.seq AND delivery.state <> 'DONE')
                """)
            .bind("point", point)
            .bind("most", most)
            .bind("before", before.toEpochMilli())
            .mapTo(Long.class)
            .list();
    if (!old.isEmpty()) {
      PreparedBatch rows = tx.prepareBatch("DELETE FROM inbox WHERE seq = :seq");
      PreparedBatch marks = tx.prepareBatch("DELETE FROM delivery WHERE seq = :seq");
      for (long seq : old) {
        rows.bind("seq", seq).add();
        marks.bind("seq", seq).add();
      }
      rows.execute();
      marks.execute();
    }
    return old.size();
  }
}
