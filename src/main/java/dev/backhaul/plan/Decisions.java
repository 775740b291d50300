package dev.backhaul.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.delta.IdMap;
import dev.backhaul.json.Json;
import dev.backhaul.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The {@code decision} table. */
public final class Decisions {
  /** Where the outside hears of decisions. */
  public static final String TOPIC = "decisions";

  /** Where the outside hears of decisions that the source refused. */
  public static final String REJECTS = "rejects";

  private final Store store;

  /** Over one rollback's store. */
  public Decisions(Store store) {
    this.store = store;
  }

  /** READY decisions of one wave that write something, in plan order, at most {@code limit}. */
  public List<Decision> ready(int wave, int limit) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT payload, state, wave FROM decision
                    WHERE state = 'READY' AND kind <> 'NONE' AND wave = :wave
                    ORDER BY position, id LIMIT :limit
                    """)
                .bind("wave", wave)
                .bind("limit", limit)
                .map(
                    (row, context) ->
                        read(row.getBytes("payload"), row.getString("state"), row.getInt("wave")))
                .list());
  }

  /**
   * All READY decisions that write something, in plan order, whatever their wave; page by position.
   */
  public List<Decision> allReady() {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT payload, state, wave FROM decision
                    WHERE state = 'READY' AND kind <> 'NONE' ORDER BY position, id
                    """)
                .map(
                    (row, context) ->
                        read(row.getBytes("payload"), row.getString("state"), row.getInt("wave")))
                .list());
  }

  /** One decision, empty if there is none. */
  public Optional<Decision> find(String id) {
    return store.read(handle -> find(handle, id));
  }

  /** One decision inside a transaction. */
  public Optional<Decision> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT payload, state, wave FROM decision WHERE id = :id")
        .bind("id", id)
        .map(
            (row, context) ->
                read(row.getBytes("payload"), row.getString("state"), row.getInt("wave")))
        .findOne();
  }

  /** What became of a decision. Once applied, the children that travelled with it are home too. */
  public void became(Handle handle, String id, Decision.State state) {
    handle
        .createUpdate("UPDATE decision SET state = :state WHERE id = :id")
        .bind("state", state.name())
        .bind("id", id)
        .execute();
    store.outbox().mark(handle, TOPIC, id, id);
    if (state == Decision.State.REFUSED) {
      store.outbox().mark(handle, REJECTS, id, id);
    }
    if (state == Decision.State.APPLIED) {
      find(handle, id).ifPresent(decision -> carryChildren(handle, decision));
    }
  }

  /**
   * Whether something may be applied that no wave holds yet: a planning run died before its end.
   */
  public boolean anyWithoutWave() {
    return store.read(
        handle ->
            handle
                    .createQuery(
                        "SELECT COUNT(*) FROM decision WHERE state = 'READY' AND kind <> 'NONE' AND wave = 0")
                    .mapTo(Long.class)
                    .one()
                > 0);
  }

  /** Puts a decision into a wave. */
  public void assign(Handle handle, String id, int wave) {
    handle
        .createUpdate("UPDATE decision SET wave = :wave WHERE id = :id")
        .bind("wave", wave)
        .bind("id", id)
        .execute();
    store.outbox().mark(handle, TOPIC, id, id);
  }

  /** How many decisions there are by object, kind and state. */
  public List<Tally> tallies() {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT target_object, object, kind, state, undo, COUNT(*) AS n FROM decision
                    GROUP BY target_object, object, kind, state, undo
                    ORDER BY object, target_object, kind, state, undo
                    """)
                .map(
                    (row, context) ->
                        new Tally(
                            row.getString("target_object"),
                            row.getString("object"),
                            Decision.Kind.valueOf(row.getString("kind")),
                            Decision.State.valueOf(row.getString("state")),
                            Decision.UndoClass.valueOf(row.getString("undo")),
                            row.getLong("n")))
                .list());
  }

  /** One line of the plan's summary. */
  public record Tally(
      String targetObject,
      String object,
      Decision.Kind kind,
      Decision.State state,
      Decision.UndoClass undo,
      long count) {}

  /**
   * Keeps a decision unless it was applied for this very state of the target record.
   *
   * @param position its place in the plan's order
   * @param plan the plan that decided it
   */
  void save(Handle handle, Decision decision, long position, String plan) {
    handle
        .createUpdate(
            """
            INSERT INTO decision (id, object, kind, state, target_object, target_id, source_id, join_key,
              fingerprint, undo, wave, position, payload, plan)
            VALUES (:id, :object, :kind, :state, :targetObject, :targetId, :sourceId, :joinKey,
              :fingerprint, :undo, :wave, :position, :payload, :plan)
            ON CONFLICT (id) DO UPDATE SET object = excluded.object, kind = excluded.kind,
              state = excluded.state, source_id = excluded.source_id, join_key = excluded.join_key,
              fingerprint = excluded.fingerprint, undo = excluded.undo, wave = excluded.wave,
              position = excluded.position, payload = excluded.payload, plan = excluded.plan
            """)
        .bind("id", decision.id())
        .bind("object", decision.object())
        .bind("kind", decision.kind().name())
        .bind("state", decision.state().name())
        .bind("targetObject", decision.targetObject())
        .bind("targetId", decision.targetId())
        .bind("sourceId", decision.sourceId())
        .bind("joinKey", decision.joinKey())
        .bind("fingerprint", decision.fingerprint())
        .bind("undo", decision.undo().name())
        .bind("wave", decision.wave())
        .bind("position", position)
        .bind("payload", store.payload().encode(DecisionJson.write(decision)))
        .bind("plan", plan)
        .execute();
    store.outbox().mark(handle, TOPIC, decision.id(), decision.id());
  }

  private Decision read(byte[] payload, String state, int wave) {
    return DecisionJson.read(
        store.payload().decodeObject(payload), Decision.State.valueOf(state), wave);
  }

  private static void carryChildren(Handle handle, Decision decision) {
    Optional<String> parent = IdMap.sourceId(handle, decision.targetObject(), decision.targetId());
    if (parent.isEmpty()) {
      return;
    }
    List<ObjectNode> children = new ArrayList<>(decision.children());
    for (ObjectNode child : children) {
      String symbol = child.path(DecisionJson.CHILD).asText();
      int colon = symbol.indexOf(':');
      if (colon > 0) {
        IdMap.put(
            handle,
            symbol.substring(0, colon),
            symbol.substring(colon + 1),
            child.path(DecisionJson.CHILD_OBJECT).asText(),
            "in:" + parent.get(),
            IdMap.Origin.CARRIED);
      }
    }
  }

  /** How many decisions wait for each state, for brakes and status. */
  public Map<Decision.State, Long> states() {
    return store.read(
        handle -> {
          Map<Decision.State, Long> out = new java.util.EnumMap<>(Decision.State.class);
          handle
              .createQuery(
                  "SELECT state, COUNT(*) AS n FROM decision WHERE kind <> 'NONE' GROUP BY state")
              .map((row, context) -> Map.entry(row.getString("state"), row.getLong("n")))
              .forEach(e -> out.put(Decision.State.valueOf(e.getKey()), e.getValue()));
          return out;
        });
  }

  /** The hash over the fingerprints of everything that may be applied: what an approval names. */
  public String planHash() {
    return store.read(
        handle ->
            Json.sha256(
                String.join(
                    "\n",
                    handle
                        .createQuery(
                            """
                            SELECT fingerprint FROM decision
                            WHERE kind <> 'NONE' AND state <> 'HELD' ORDER BY id
                            """)
                        .mapTo(String.class)
                        .list())));
  }
}
