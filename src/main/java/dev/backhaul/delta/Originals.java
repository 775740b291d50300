package dev.backhaul.delta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.platform.HistoryEvent;
import dev.backhaul.platform.Item;
import dev.backhaul.store.Fence;
import dev.backhaul.store.Store;
import dev.backhaul.time.Time;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * The {@code original} table: S0 and S1 of each source record the delta touches. S0 is settled at
 * the first read and never changes afterwards; S1 is refreshed with every read. A record that this
 * rollback created did not exist at cutover: its S0 is what the create left, so that later edits
 * come home too.
 */
public final class Originals {
  private final Store store;
  private final Fence fence;
  private final Time time;
  private final Instant cutover;

  /**
   * @param cutover a record not changed after it is, as first read, what it was at cutover
   */
  public Originals(Store store, Fence fence, Time time, Instant cutover) {
    this.store = store;
    this.fence = fence;
    this.time = time;
    this.cutover = cutover;
  }

  /**
   * Keeps records as just read from the source.
   *
   * @param history reads the field history of records that changed after cutover, by native id;
   *     answers an empty list where the source keeps none
   */
  public void keep(
      String object, List<Item> items, Function<List<String>, List<HistoryEvent>> history) {
    Map<String, Original> known = of(object, items.stream().map(Item::id).toList());
    Set<String> ours = created(object, items.stream().map(Item::id).toList());
    List<String> moved =
        items.stream()
            .filter(item -> !known.containsKey(item.id()) && !ours.contains(item.id()))
            .filter(item -> !unchangedSinceCutover(item))
            .map(Item::id)
            .toList();
    Map<String, List<HistoryEvent>> events =
        moved.isEmpty()
            ? Map.of()
            : history.apply(moved).stream().collect(Collectors.groupingBy(HistoryEvent::id));
    List<Original> rows = new ArrayList<>();
    for (Item item : items) {
      Original before = known.get(item.id());
      rows.add(
          before != null
              ? new Original(
                  object, item.id(), before.s0(), before.s0From(), item.fields(), item.version())
              : first(object, item, ours, events.getOrDefault(item.id(), List.of())));
    }
    store.inTransaction(
        handle -> {
          fence.check(handle);
          save(handle, rows);
          return rows.size();
        });
  }

  /** The originals of these native ids that are known. */
  public Map<String, Original> of(String object, Collection<String> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return store.read(
        handle -> {
          Map<String, Original> out = new HashMap<>();
          handle
              .createQuery("SELECT * FROM original WHERE object = :object AND id IN (<ids>)")
              .bind("object", object)
              .bindList("ids", List.copyOf(ids))
              .map((row, context) -> map(row))
              .forEach(original -> out.put(original.id(), original));
          return out;
        });
  }

  private boolean unchangedSinceCutover(Item item) {
    Instant updated = item.updatedAt();
    return updated != null && !updated.isAfter(cutover);
  }

  /** Which of these source records this rollback created. */
  private Set<String> created(String object, List<String> ids) {
    return ids.isEmpty()
        ? Set.of()
        : store.read(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT source_id FROM id_map
                        WHERE source_object = :object AND origin = :origin AND source_id IN (<ids>)
                        """)
                    .bind("object", object)
                    .bind("origin", IdMap.Origin.CREATED.name())
                    .bindList("ids", ids)
                    .mapTo(String.class)
                    .set());
  }

  private Original first(String object, Item item, Set<String> ours, List<HistoryEvent> events) {
    if (ours.contains(item.id())) {
      return new Original(
          object, item.id(), item.fields(), Original.CREATED, item.fields(), item.version());
    }
    if (unchangedSinceCutover(item)) {
      return new Original(
          object,
          item.id(),
          item.fields(),
          "unchanged since cutover",
          item.fields(),
          item.version());
    }
    Optional<ObjectNode> walked = WalkBack.to(cutover, item.fields(), events);
    return new Original(
        object,
        item.id(),
        walked.orElse(null),
        walked.isPresent()
            ? "walked back through the source's history"
            : "the source changed after cutover and keeps no history that reaches back to it",
        item.fields(),
        item.version());
  }

  private void save(Handle handle, List<Original> rows) {
    if (rows.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO original (object, id, s0, s0_from, s1, s1_version, read_at)
            VALUES (:object, :id, :s0, :from, :s1, :version, :now)
            ON CONFLICT (object, id) DO UPDATE SET s1 = excluded.s1, s1_version = excluded.s1_version,
              read_at = excluded.read_at
            """);
    long now = time.instant().toEpochMilli();
    for (Original row : rows) {
      batch
          .bind("object", row.object())
          .bind("id", row.id())
          .bind("s0", encode(row.s0()))
          .bind("from", row.s0From())
          .bind("s1", store.payload().encode(row.s1()))
          .bind("version", row.version())
          .bind("now", now)
          .add();
    }
    batch.execute();
  }

  private byte @Nullable [] encode(@Nullable ObjectNode fields) {
    return fields == null ? null : store.payload().encode(fields);
  }

  private Original map(ResultSet row) throws SQLException {
    byte[] s0 = row.getBytes("s0");
    return new Original(
        row.getString("object"),
        row.getString("id"),
        s0 == null ? null : store.payload().decodeObject(s0),
        row.getString("s0_from"),
        store.payload().decodeObject(row.getBytes("s1")),
        row.getString("s1_version"));
  }
}
