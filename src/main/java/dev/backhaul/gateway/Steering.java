package dev.backhaul.gateway;

import dev.backhaul.json.Json;
import dev.backhaul.store.Actor;
import dev.backhaul.store.Audit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The durable word on who gets what: kept with actor and reason, and audited. */
final class Steering {
  private final Audit audit;
  private final InstantSource clock;

  Steering(Audit audit, InstantSource clock) {
    this.audit = audit;
    this.clock = clock;
  }

  /** What is said of an integration; held while nothing is. */
  static Steer of(Handle handle, String point) {
    return handle
        .createQuery("SELECT * FROM steering WHERE point = :point")
        .bind("point", point)
        .map((row, context) -> steer(row))
        .findOne()
        .orElse(Steer.UNSAID);
  }

  /** What is said of all. */
  static Map<String, Steer> all(Handle handle) {
    Map<String, Steer> out = new HashMap<>();
    handle
        .createQuery("SELECT * FROM steering")
        .map((row, context) -> Map.entry(row.getString("point"), steer(row)))
        .forEach(each -> out.put(each.getKey(), each.getValue()));
    return out;
  }

  /**
   * Says who gets an integration's events from now on. What waits for somebody else goes there too;
   * what is on its way arrives where it was sent.
   *
   * @param keepHeld leaves what is held where it is; else it goes there first, oldest first
   * @param rate released events a second; null: as configured
   */
  void steer(
      Handle tx,
      String point,
      Steer.Way way,
      boolean keepHeld,
      @Nullable Integer rate,
      Actor actor,
      String reason) {
    actor.require(Actor.Role.OPERATOR, "steer " + point);
    boolean releases = way != Steer.Way.HOLD && !keepHeld;
    put(tx, point, new Steer(way, releases, rate, actor.name(), reason, clock.instant()));
    Deliveries.move(tx, point, way);
    audit.append(
        tx,
        actor.name(),
        "steer",
        point,
        Json.object()
            .put("to", way.label())
            .put("releases", releases)
            .put("rate", rate)
            .put("reason", reason));
  }

  /** Sets how fast released events are delivered, and leaves everything else. */
  void rate(Handle tx, String point, int rate) {
    Steer now = of(tx, point);
    put(tx, point, new Steer(now.way(), now.releases(), rate, now.actor(), now.reason(), now.at()));
  }

  private static void put(Handle tx, String point, Steer steer) {
    tx.createUpdate(
            "INSERT INTO steering (point, steer, releases, rate, actor, reason, at)"
                + " VALUES (:point, :steer, :releases, :rate, :actor, :reason, :at)"
                + " ON CONFLICT (point) DO UPDATE SET steer = excluded.steer,"
                + " releases = excluded.releases, rate = excluded.rate,"
                + " actor = excluded.actor, reason = excluded.reason, at = excluded.at")
        .bind("point", point)
        .bind("steer", steer.way().label())
        .bind("releases", steer.releases() ? 1 : 0)
        .bind("rate", steer.rate())
        .bind("actor", steer.actor())
        .bind("reason", steer.reason())
        .bind("at", steer.at().toEpochMilli())
        .execute();
  }

  private static Steer steer(ResultSet row) throws SQLException {
    int rate = row.getInt("rate");
    return new Steer(
        Steer.Way.of(row.getString("steer")),
        row.getInt("releases") == 1,
        rate == 0 ? null : rate,
        row.getString("actor"),
        row.getString("reason"),
        Instant.ofEpochMilli(row.getLong("at")));
  }
}
