package dev.backhaul.delta;

import dev.backhaul.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Who writes to the target: from the histories of everything that is staged. */
public final class WriterTable {
  private final Store store;

  /** Over one rollback's store. */
  public WriterTable(Store store) {
    this.store = store;
  }

  /**
   * One writer of one object.
   *
   * @param writer as the platform names them: ids and channels
   * @param records how many records they wrote to
   * @param activity all they did, together
   */
  public record Row(String object, String writer, long records, Activity activity) {}

  /** All writers, those who wrote last first. */
  public List<Row> rows() {
    return store.read(handle -> rows(handle, Instant.EPOCH));
  }

  /** Writers of records that changed at an instant or later; only what they did then counts. */
  List<Row> rows(Handle handle, Instant since) {
    Map<String, Map<String, Row>> found = new TreeMap<>();
    handle
        .createQuery(
            "SELECT s.object, s.changed_at, l.payload FROM staged s LEFT JOIN loaded l"
                + " ON l.object = s.object AND l.id = s.id WHERE s.changed_at >= :since")
        .bind("since", since.toEpochMilli())
        .map(
            (row, context) -> {
              byte[] payload = row.getBytes("payload");
              Map<String, Activity> writers =
                  payload == null
                      ? Map.of()
                      : RecordEvidence.writers(store.payload().decodeObject(payload));
              add(
                  found,
                  row.getString("object"),
                  Instant.ofEpochMilli(row.getLong("changed_at")),
                  writers,
                  since);
              return true;
            })
        .list();
    List<Row> out = new ArrayList<>();
    found.values().forEach(byWriter -> out.addAll(byWriter.values()));
    out.sort(Comparator.comparing((Row row) -> row.activity().last()).reversed());
    return out;
  }

  private static void add(
      Map<String, Map<String, Row>> found,
      String object,
      Instant changedAt,
      Map<String, Activity> writers,
      Instant since) {
    Map<String, Row> rows = found.computeIfAbsent(object, name -> new TreeMap<>());
    boolean named = false;
    for (Map.Entry<String, Activity> each : writers.entrySet()) {
      if (!each.getValue().last().isBefore(since)) {
        named = true;
        merge(rows, new Row(object, each.getKey(), 1, each.getValue()));
      }
    }
    if (!named) {
      // It moved, and nobody says by whom: deletes, and fields without history.
      Activity unknown = new Activity(WriterClass.UNKNOWN, 1, changedAt, changedAt);
      merge(rows, new Row(object, Activity.NOBODY, 1, unknown));
    }
  }

  private static void merge(Map<String, Row> rows, Row row) {
    rows.merge(
        row.writer(),
        row,
        (a, b) ->
            new Row(
                a.object(),
                a.writer(),
                a.records() + b.records(),
                a.activity().with(b.activity())));
  }
}
