package dev.backhaul.reload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.store.Actor;
import dev.backhaul.store.Audit;
import dev.backhaul.store.Fence;
import dev.backhaul.store.Store;
import dev.backhaul.time.Time;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The tables {@code applied_config} and {@code reload}: what is in force since when by whom, what
 * became of the newest look at the files, and who asked for one.
 */
public final class AppliedConfig {
  private static final String LAST = "last";
  private static final String REQUEST = "request";

  private final Store store;
  private final Audit audit;
  private final Time time;

  /** Over one rollback's store. */
  public AppliedConfig(Store store, Audit audit, Time time) {
    this.store = store;
    this.audit = audit;
    this.time = time;
  }

  /** A request for a reload now. */
  public record Request(Actor actor, String reason, Instant at) {}

  /** What is in force; empty before the service ran for the first time. */
  public Optional<Snapshot> inForce() {
    return store.read(
        handle ->
            handle
                .createQuery("SELECT payload FROM applied_config ORDER BY seq DESC LIMIT 1")
                .map(
                    (row, context) ->
                        Snapshot.of(store.payload().decodeObject(row.getBytes("payload"))))
                .findOne());
  }

  /** Records what is in force from now on; the same again changes nothing. */
  public void record(Fence fence, Snapshot snapshot, Actor actor, List<Change> changes) {
    boolean known = inForce().map(each -> each.hashes().equals(snapshot.hashes())).orElse(false);
    if (known) {
      return;
    }
    store.useTransaction(
        tx -> {
          fence.check(tx);
          tx.createUpdate(
                  "INSERT INTO applied_config (seq, at, actor, hash, payload)"
                      + " SELECT COALESCE(MAX(seq), 0) + 1, :at, :actor, :hash, :payload"
                      + " FROM applied_config")
              .bind("at", time.instant().toEpochMilli())
              .bind("actor", actor.name())
              .bind("hash", snapshot.hash())
              .bind("payload", store.payload().encode(snapshot.json()))
              .execute();
          ObjectNode detail = Json.object();
          changes.forEach(change -> detail.withArray("changes").add(change.line()));
          audit.append(tx, actor.name(), "configuration", snapshot.hash(), detail);
        });
  }

  /** Keeps what became of the newest look at the files. */
  public void keep(Outcome outcome) {
    store.useTransaction(tx -> put(tx, LAST, outcome.actor(), outcome.json()));
  }

  /** What became of the newest look at the files; empty before the first. */
  public Optional<JsonNode> last() {
    return row(LAST);
  }

  /** Asks the process at work to look at the files now. */
  public void request(Actor actor, String reason) {
    actor.require(Actor.Role.OPERATOR, "reload the configuration");
    store.useTransaction(tx -> put(tx, REQUEST, actor.name(), Json.object().put("reason", reason)));
  }

  /** Takes the request that waits, if one does: it is heard once. */
  public Optional<Request> takeRequest() {
    Optional<Request> request =
        store.read(
            handle ->
                handle
                    .createQuery("SELECT actor, detail, at FROM reload WHERE name = :name")
                    .bind("name", REQUEST)
                    .map(
                        (row, context) ->
                            new Request(
                                new Actor(
                                    row.getString("actor"), java.util.Set.of(Actor.Role.OPERATOR)),
                                Json.parse(row.getString("detail")).path("reason").asText(),
                                Instant.ofEpochMilli(row.getLong("at"))))
                    .findOne());
    if (request.isPresent()) {
      store.useTransaction(
          tx ->
              tx.createUpdate("DELETE FROM reload WHERE name = :name")
                  .bind("name", REQUEST)
                  .execute());
    }
    return request;
  }

  private void put(Handle tx, String name, String actor, ObjectNode detail) {
    tx.createUpdate(
            "INSERT INTO reload (name, actor, at, detail) VALUES (:name, :actor, :at, :detail)"
                + " ON CONFLICT (name) DO UPDATE SET actor = excluded.actor, at = excluded.at,"
                + " detail = excluded.detail")
        .bind("name", name)
        .bind("actor", actor)
        .bind("at", time.instant().toEpochMilli())
        .bind("detail", Json.text(detail))
        .execute();
  }

  private Optional<JsonNode> row(String name) {
    return store.read(
        handle ->
            handle
                .createQuery("SELECT detail FROM reload WHERE name = :name")
                .bind("name", name)
                .map((row, context) -> Json.parse(row.getString("detail")))
                .findOne());
  }
}
