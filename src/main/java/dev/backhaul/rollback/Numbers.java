package dev.backhaul.rollback;

import dev.backhaul.outbox.Publication;
import dev.backhaul.plan.Decision;
import dev.backhaul.store.DesiredState;
import dev.backhaul.store.Fence;
import dev.backhaul.store.Leases;
import dev.backhaul.store.Store;
import dev.backhaul.time.Time;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Counts of one rollback's store, cheap enough to ask every few seconds. No record ids among them.
 */
public final class Numbers {
  private final Store store;
  private final Supplier<String> account;
  private final Leases leases;

  Numbers(Store store, Time time, Supplier<String> account) {
    this.store = store;
    this.account = account;
    leases = Lease.timed(store, time);
  }

  /**
   * Decisions that write something.
   *
   * @param object the source object
   */
  public record Outcome(String object, Decision.State state, long count) {}

  /** Silence as proven. */
  public record Silent(String role, Instant since, int items) {}

  /** Decisions that write something, by object and state. */
  public List<Outcome> outcomes() {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT object, state, COUNT(*) AS n FROM decision WHERE kind <> 'NONE'
                    GROUP BY object, state ORDER BY object, state
                    """)
                .map(
                    (row, context) ->
                        new Outcome(
                            row.getString("object"),
                            Decision.State.valueOf(row.getString("state")),
                            row.getLong("n")))
                .list());
  }

  /** Messages that Kafka has not acknowledged yet, by topic; nothing while it is off. */
  public Map<String, Long> unpublished() {
    return Publication.waiting(store);
  }

  /** Journal entries by state. */
  public Map<String, Long> journal() {
    return counts("SELECT state AS name, COUNT(*) AS n FROM journal GROUP BY state ORDER BY state");
  }

  /** Open questions by code. */
  public Map<String, Long> questions() {
    return counts(
        """
        SELECT code AS name, COUNT(*) AS n FROM question
        WHERE NOT EXISTS (SELECT 1 FROM answer WHERE answer.scope = question.id OR answer.scope = question.grp)
        GROUP BY code ORDER BY code
        """);
  }

  /** When the newest staged change of each object happened in the target. */
  public Map<String, Instant> lastChanges() {
    Map<String, Instant> out = new LinkedHashMap<>();
    counts(
            "SELECT object AS name, MAX(changed_at) AS n FROM staged GROUP BY object ORDER BY object")
        .forEach((object, millis) -> out.put(object, Instant.ofEpochMilli(millis)));
    return out;
  }

  /** Pauses in force. */
  public List<DesiredState.Pause> pauses() {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "SELECT name, actor, reason, at FROM desired_state WHERE state = 'paused' ORDER BY name")
                .map(
                    (row, context) ->
                        new DesiredState.Pause(
                            row.getString("name"),
                            row.getString("actor"),
                            row.getString("reason"),
                            Instant.ofEpochMilli(row.getLong("at"))))
                .list());
  }

  /** Systems proven silent and not yet restored. */
  public List<Silent> silent() {
    return store.read(
        handle ->
            handle
                .createQuery("SELECT role, proven_at, items FROM silence ORDER BY role")
                .map(
                    (row, context) ->
                        new Silent(
                            row.getString("role"),
                            Instant.ofEpochMilli(row.getLong("proven_at")),
                            row.getInt("items")))
                .list());
  }

  /** Who works on the rollback now; empty if nobody does. */
  public Optional<String> worker() {
    return leases.holder(account.get()).map(Fence::owner);
  }

  /**
   * Whether nobody works on the rollback: the lease is free, its holder certainly is no more, or it
   * is left from an earlier life of the one who asks.
   *
   * @param asking the owner that would take the lease
   */
  public boolean unattended(String asking) {
    return worker().filter(owner -> !owner.equals(asking) && !Owner.isGone(owner)).isEmpty();
  }

  private Map<String, Long> counts(String sql) {
    return store.read(
        handle -> {
          Map<String, Long> out = new LinkedHashMap<>();
          handle
              .createQuery(sql)
              .map((row, context) -> Map.entry(row.getString("name"), row.getLong("n")))
              .forEach(entry -> out.put(entry.getKey(), entry.getValue()));
          return out;
        });
  }
}
