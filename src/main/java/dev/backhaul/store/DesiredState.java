package dev.backhaul.store;

import dev.backhaul.json.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What should run and what should not: durable, with actor and reason, honoured at page boundaries.
 */
public final class DesiredState {
  private static final String PAUSED = "paused";
  private final Store store;
  private final Audit audit;
  private final InstantSource clock;

  /** The desired state kept in {@code store}. */
  public DesiredState(Store store, Audit audit, InstantSource clock) {
    this.store = store;
    this.audit = audit;
    this.clock = clock;
  }

  /** A pause in force: what, by whom, why, since when. */
  public record Pause(String name, String actor, String reason, Instant at) {}

  /** Pauses {@code name} ({@code apply}, {@code delta}, {@code all}); the newest pause stands. */
  public void pause(String name, Actor actor, String reason) {
    store.useTransaction(tx -> pause(tx, name, actor, reason));
  }

  /** As {@link #pause(String, Actor, String)}, in the caller's transaction. */
  public void pause(Handle tx, String name, Actor actor, String reason) {
    actor.require(Actor.Role.OPERATOR, "pause " + name);
    put(tx, name, PAUSED, actor, reason);
  }

  /** Lets {@code name} run again. */
  public void resume(String name, Actor actor, String reason) {
    actor.require(Actor.Role.OPERATOR, "resume " + name);
    store.useTransaction(tx -> put(tx, name, "running", actor, reason));
  }

  /** The pause in force for {@code name} or for everything; empty if it should run. */
  public Optional<Pause> paused(Handle handle, String name) {
    return handle
        .createQuery(
            "SELECT name, actor, reason, at FROM desired_state"
                + " WHERE name IN (:name, 'all') AND state = :paused ORDER BY at LIMIT 1")
        .bind("name", name)
        .bind("paused", PAUSED)
        .map(
            (row, context) ->
                new Pause(
                    row.getString("name"),
                    row.getString("actor"),
                    row.getString("reason"),
                    Instant.ofEpochMilli(row.getLong("at"))))
        .findOne();
  }

  /** As {@link #paused(Handle, String)}, in a read of its own. */
  public Optional<Pause> paused(String name) {
    return store.read(handle -> paused(handle, name));
  }

  private void put(Handle tx, String name, String state, Actor actor, String reason) {
    tx.createUpdate(
            "INSERT INTO desired_state (name, state, actor, reason, at) VALUES (:name, :state, :actor, :reason, :at)"
                + " ON CONFLICT (name) DO UPDATE SET state = excluded.state, actor = excluded.actor,"
                + " reason = excluded.reason, at = excluded.at")
        .bind("name", name)
        .bind("state", state)
        .bind("actor", actor.name())
        .bind("reason", reason)
        .bind("at", clock.millis())
        .execute();
    audit.append(
        tx,
        actor.name(),
        state.equals(PAUSED) ? "pause" : "resume",
        name,
        Json.object().put("reason", reason));
  }
}
