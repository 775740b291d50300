package dev.backhaul.delta;

import dev.backhaul.platform.HistoryEvent;
import dev.backhaul.platform.HistoryRequest;
import dev.backhaul.platform.Writer;
import dev.backhaul.progress.Progress;
import dev.backhaul.store.Fence;
import dev.backhaul.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The {@code loaded} table: what each staged record's history proves about T0 and its writers. */
public final class Evidence {
  private final Store store;
  private final StagedRecords records;
  private final Writers writers;
  private final Fence fence;
  private final Progress progress;
  private final Function<StagedRecord, Writer> creators;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /**
   * Over one rollback's store and its rules on writers.
   *
   * @param creators who created a record, for those without history
   */
  public Evidence(
      Store store,
      StagedRecords records,
      Writers writers,
      Fence fence,
      Progress progress,
      Function<StagedRecord, Writer> creators) {
    this.store = store;
    this.records = records;
    this.writers = writers;
    this.fence = fence;
    this.progress = progress;
    this.creators = creators;
  }

  /** The next records whose history must be read; empty when all is known. */
  public List<StagedRecord> wanted(String object, int size) {
    List<StagedRecord> page = records.unsettled(object, size);
    if (page.isEmpty()) {
      known.remove(object);
    }
    return page;
  }

  /** The history request for a page of records. */
  public HistoryRequest request(List<StagedRecord> page) {
    return new HistoryRequest(page.stream().map(StagedRecord::id).toList());
  }

  /** Keeps what the history of a page of records proves, in one fenced transaction. */
  public void keep(String object, List<StagedRecord> page, List<HistoryEvent> events) {
    Map<String, List<HistoryEvent>> byRecord = new HashMap<>();
    events.forEach(
        event -> byRecord.computeIfAbsent(event.id(), id -> new ArrayList<>()).add(event));
    store.useTransaction(
        handle -> {
          fence.check(handle);
          save(handle, object, page, byRecord);
        });
    Known known =
        this.known.merge(object, counted(object), (before, now) -> before.plus(page.size()));
    progress.moved("evidence", object, known.settled(), known.all());
  }

  /** Counted once a run: a count passes by every record there is. */
  private Known counted(String object) {
    return known.containsKey(object)
        ? Known.NONE
        : store.read(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT COUNT(*), COUNT(CASE WHEN settled = version THEN 1 END)
                        FROM staged WHERE object = :object
                        """)
                    .bind("object", object)
                    .map((row, context) -> new Known(row.getLong(2), row.getLong(1)))
                    .one());
  }

  /** How many records of an object have evidence, of how many. */
  private record Known(long settled, long all) {
    static final Known NONE = new Known(0, 0);

    Known plus(long more) {
      return new Known(Math.min(all, settled + more), all);
    }
  }

  /** What is known of these records; {@link RecordEvidence#NONE} is left out. */
  public Map<String, RecordEvidence> of(String object, List<StagedRecord> page) {
    if (page.isEmpty()) {
      return Map.of();
    }
    return store.read(
        handle -> {
          Map<String, RecordEvidence> out = new HashMap<>();
          handle
              .createQuery(
                  "SELECT id, payload FROM loaded WHERE object = :object AND id IN (<ids>)")
              .bind("object", object)
              .bindList("ids", page.stream().map(StagedRecord::id).toList())
              .map(
                  (row, context) ->
                      Map.entry(
                          row.getString("id"),
                          RecordEvidence.fromJson(
                              store.payload().decodeObject(row.getBytes("payload")))))
              .forEach(entry -> out.put(entry.getKey(), entry.getValue()));
          return out;
        });
  }

  RecordEvidence prove(StagedRecord record, List<HistoryEvent> events) {
    Map<String, List<HistoryEvent>> byField = new LinkedHashMap<>();
    HistoryEvent first = null;
    for (HistoryEvent event : events) {
      byField.computeIfAbsent(event.field(), field -> new ArrayList<>()).add(event);
      if (first == null || event.at().isBefore(first.at())) {
        first = event;
      }
    }
    Map<String, FieldEvidence> fields = new LinkedHashMap<>();
    byField.forEach(
        (field, values) -> {
          values.sort(Comparator.comparing(HistoryEvent::at));
          fields.put(field, FieldEvidence.of(values, this::classOf));
        });
    Writer unrecorded = creators.apply(record);
    WriterClass creator =
        first == null ? writers.classOf(unrecorded, createdOrChanged(record)) : classOf(first);
    WriterClass editor = writers.classOf(unrecorded, record.changedAt());
    Map<String, Activity> activity =
        events.isEmpty()
            ? Map.of(
                Activity.label(unrecorded),
                new Activity(editor, 1, record.changedAt(), record.changedAt()))
            : Activity.of(events, this::classOf);
    return new RecordEvidence(creator, editor, fields, activity);
  }

  /** Rules hold for a time; who created a record counts at its creation, where that is known. */
  private static Instant createdOrChanged(StagedRecord record) {
    Instant created = record.createdAt();
    return created == null ? record.changedAt() : created;
  }

  private WriterClass classOf(HistoryEvent event) {
    return writers.classOf(event.writer(), event.at());
  }

  private void save(
      Handle handle,
      String object,
      List<StagedRecord> page,
      Map<String, List<HistoryEvent>> byRecord) {
    if (page.isEmpty()) {
      return;
    }
    PreparedBatch loaded =
        handle.prepareBatch(
            """
            INSERT INTO loaded (object, id, version, payload) VALUES (:object, :id, :version, :payload)
            ON CONFLICT (object, id) DO UPDATE SET version = excluded.version, payload = excluded.payload
            """);
    PreparedBatch settled =
        handle.prepareBatch(
            "UPDATE staged SET settled = :version WHERE object = :object AND id = :id AND version = :version");
    for (StagedRecord record : page) {
      RecordEvidence proven = prove(record, byRecord.getOrDefault(record.id(), List.of()));
      loaded
          .bind("object", object)
          .bind("id", record.id())
          .bind("version", record.version())
          .bind("payload", store.payload().encode(proven.toJson()))
          .add();
      settled
          .bind("object", object)
          .bind("id", record.id())
          .bind("version", record.version())
          .add();
    }
    loaded.execute();
    settled.execute();
    page.forEach(record -> records.changed(handle, object, record.id()));
  }
}
