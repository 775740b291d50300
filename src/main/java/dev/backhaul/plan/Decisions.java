package dev.backhaul.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.delta.IdMap;
import dev.backhaul.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.StatementContext;

/** The {@code decision} table. */
public final class Decisions {
  /** Where the outside hears of decisions. */
  public static final String TOPIC = "decisions";

  /** Where the outside hears of decisions that the source refused. */
  public static final String REJECTS = "rejects";

  private static final int FETCHED = 500;
  private static final int MOVED = 10_000;

  private final Store store;
  private final PlanHash hash = new PlanHash();

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
                .map(this::read)
                .list());
  }

  /**
   * Shows every READY decision that writes something, in plan order, whatever its wave; never holds
   * more than a few of them.
   */
  public void eachReady(Consumer<Decision> reader) {
    store.read(
        handle -> {
          handle
              .createQuery(
                  """
                  SELECT payload, state, wave FROM decision
                  WHERE state = 'READY' AND kind <> 'NONE' ORDER BY position, id
                  """)
              .setFetchSize(FETCHED)
              .map(this::read)
              .forEach(reader);
          return true;
        });
  }

  /** Whether any decision that writes something is READY. */
  public boolean anyReady() {
    return any("state = 'READY' AND kind <> 'NONE'");
  }

  /** How many decisions of a wave are READY and write something. */
  public long countReady(int wave) {
    return store.read(
        handle ->
            handle
                .createQuery(
                    "SELECT COUNT(*) FROM decision WHERE state = 'READY' AND kind <> 'NONE' AND wave = :wave")
                .bind("wave", wave)
                .mapTo(Long.class)
                .one());
  }

  /** How many READY decisions that write something each wave has, by object and kind. */
  public List<Share> shares() {
    return store.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT wave, object, kind, COUNT(*) AS n FROM decision
                    WHERE state = 'READY' AND kind <> 'NONE'
                    GROUP BY wave, object, kind ORDER BY wave, object, kind
                    """)
                .map(
                    (row, context) ->
                        new Share(
                            row.getInt("wave"),
                            row.getString("object"),
                            Decision.Kind.valueOf(row.getString("kind")),
                            row.getLong("n")))
                .list());
  }

  /** What one wave holds of one object and kind. */
  public record Share(int wave, String object, Decision.Kind kind, long count) {}

  private boolean any(String condition) {
    return store.read(
        handle ->
            handle
                .createQuery("SELECT 1 FROM decision WHERE " + condition + " LIMIT 1")
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
  }

  /** One decision, empty if there is none. */
  public Optional<Decision> find(String id) {
    return store.read(handle -> find(handle, id));
  }

  /** One decision inside a transaction. */
  public Optional<Decision> find(Handle handle, String id) {
    return find(handle, id, "");
  }

  private Optional<Decision> find(Handle handle, String id, String condition) {
    return handle
        .createQuery("SELECT payload, state, wave FROM decision WHERE id = :id" + condition)
        .bind("id", id)
        .map(this::read)
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
    if (state != Decision.State.APPLIED) {
      // Only what was ready is applied: the hash covers both.
      PlanHash.changed(handle);
    }
    if (state == Decision.State.REFUSED) {
      store.outbox().mark(handle, REJECTS, id, id);
    }
    if (state == Decision.State.APPLIED) {
      find(handle, id, " AND kind = 'CREATE'")
          .ifPresent(decision -> carryChildren(handle, decision));
    }
  }

  /**
   * Whether something may be applied that no wave holds yet: a planning run died before its end.
   */
  public boolean anyWithoutWave() {
    return any("state = 'READY' AND wave = 0 AND kind <> 'NONE'");
  }

  /**
   * Puts these decisions into their waves and takes every other READY one out of its, unless it is
   * in the last: {@link #rest} puts those there.
   *
   * @param first wave by decision
   * @param last the wave of the rest
   */
  public void assign(Handle handle, Map<String, Integer> first, int last) {
    handle
        .createUpdate(
            "UPDATE decision SET wave = 0 WHERE state = 'READY' AND kind <> 'NONE' AND wave NOT IN (0, :last)")
        .bind("last", last)
        .execute();
    if (first.isEmpty()) {
      return;
    }
    PreparedBatch batch = handle.prepareBatch("UPDATE decision SET wave = :wave WHERE id = :id");
    first.forEach((id, wave) -> batch.bind("wave", wave).bind("id", id).add());
    batch.execute();
    first.keySet().forEach(id -> store.outbox().mark(handle, TOPIC, id, id));
  }

  /**
   * Puts some of the READY decisions that are in no wave into the last one.
   *
   * @return whether there were any
   */
  public boolean rest(Handle handle, int last) {
    String some =
        "SELECT id FROM decision WHERE state = 'READY' AND wave = 0 AND kind <> 'NONE' ORDER BY id LIMIT "
            + MOVED;
    if (store.outbox().collects(TOPIC)) {
      handle
          .createQuery(some)
          .mapTo(String.class)
          .list()
          .forEach(id -> store.outbox().mark(handle, TOPIC, id, id));
    }
    return handle
            .createUpdate("UPDATE decision SET wave = :last WHERE id IN (" + some + ")")
            .bind("last", last)
            .execute()
        > 0;
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

  /** As {@link #save(Handle, List, String)}, for one. */
  void save(Handle handle, Decision decision, long position, String plan) {
    save(handle, List.of(new Placed(decision, position)), plan);
  }

  /**
   * A decision with its place in the plan's order.
   *
   * @param position parents first, then time
   */
  record Placed(Decision decision, long position) {}

  /** How a decision stands, without what it says. */
  record Stand(Decision.Kind kind, Decision.State state, String fingerprint) {}

  /** How those of these decisions stand that were made before. */
  Map<String, Stand> stands(Handle handle, List<String> ids) {
    Map<String, Stand> out = new HashMap<>();
    if (ids.isEmpty()) {
      return out;
    }
    handle
        .createQuery("SELECT id, kind, state, fingerprint FROM decision WHERE id IN (<ids>)")
        .bindList("ids", ids)
        .map(
            (row, context) ->
                Map.entry(
                    row.getString("id"),
                    new Stand(
                        Decision.Kind.valueOf(row.getString("kind")),
                        Decision.State.valueOf(row.getString("state")),
                        row.getString("fingerprint"))))
        .forEach(each -> out.put(each.getKey(), each.getValue()));
    return out;
  }

  /** Keeps decisions, in place of what was decided on the same records before. */
  void save(Handle handle, List<Placed> placed, String plan) {
    if (placed.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO decision (id, object, kind, state, target_object, target_id, source_id, join_key,
              fingerprint, undo, wave, position, payload, plan)
            VALUES (:id, :object, :kind, :state, :targetObject, :targetId, :sourceId, :joinKey,
              :fingerprint, :undo, :wave, :position, :payload, :plan)
            ON CONFLICT (id) DO UPDATE SET object = excluded.object, kind = excluded.kind,
              state = excluded.state, source_id = excluded.source_id, join_key = excluded.join_key,
              fingerprint = excluded.fingerprint, undo = excluded.undo, wave = excluded.wave,
              position = excluded.position, payload = excluded.payload, plan = excluded.plan
            """);
    for (Placed each : placed) {
      Decision decision = each.decision();
      batch
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
          .bind("position", each.position())
          .bind("payload", store.payload().encode(DecisionJson.write(decision)))
          .bind("plan", plan)
          .add();
    }
    batch.execute();
    PlanHash.changed(handle);
    placed.forEach(
        each -> store.outbox().mark(handle, TOPIC, each.decision().id(), each.decision().id()));
  }

  private Decision read(ResultSet row, StatementContext context) throws SQLException {
    return DecisionJson.read(
        store.payload().decodeObject(row.getBytes("payload")),
        Decision.State.valueOf(row.getString("state")),
        row.getInt("wave"));
  }

  private static void carryChildren(Handle handle, Decision decision) {
    List<ObjectNode> children = decision.children();
    if (children.isEmpty()) {
      return;
    }
    Optional<String> parent = IdMap.sourceId(handle, decision.targetObject(), decision.targetId());
    if (parent.isEmpty()) {
      return;
    }
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
    return store.read(hash::of);
  }
}
