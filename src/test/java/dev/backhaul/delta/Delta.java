package dev.backhaul.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.WriterClass;
import dev.backhaul.manifest.WriterRule;
import dev.backhaul.platform.Change;
import dev.backhaul.platform.ChangesPage;
import dev.backhaul.platform.HistoryEvent;
import dev.backhaul.platform.Item;
import dev.backhaul.platform.Writer;
import dev.backhaul.progress.Progress;
import dev.backhaul.store.Fence;
import dev.backhaul.store.Leases;
import dev.backhaul.store.Store;
import dev.backhaul.store.Stores;
import dev.backhaul.yaml.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The delta's tables over one store, and the short ways in which tests speak of records. */
public final class Delta implements AutoCloseable {
  public static final Instant CUTOVER = Instant.parse("2026-03-06T18:00:00Z");
  public static final Instant LOADED = CUTOVER.minusSeconds(3600);
  public static final Writer MIGRATION = app("loader");
  public static final Writer PERSON = new Writer("ann", null, "UI", null);
  public static final Writer BILLING = app("billing");
  public static final Writer STRANGER = app("who-knows");

  public final HandClock time = new HandClock();
  public final Store store;
  public final Leases leases;
  public final Fence fence;
  public final StagedRecords staged;
  public final Evidence evidence;
  public final Originals originals;
  public final IdMap ids;
  final Stage stage;

  public Delta(Path folder) {
    this(Stores.SQLITE, folder);
  }

  public Delta(Stores engine, Path folder) {
    store = Store.open(engine.at(folder.resolve("delta.db")));
    leases = new Leases(store, time);
    fence = leases.acquire("rollback", "me", Duration.ofMinutes(2)).orElseThrow();
    staged = new StagedRecords(store);
    evidence =
        new Evidence(
            store, staged, writers(), fence, Progress.NONE, record -> creator(record.fields()));
    originals = new Originals(store, fence, time, CUTOVER);
    ids = new IdMap(store);
    stage =
        new Stage(
            store,
            staged,
            fence,
            time,
            Progress.NONE,
            CUTOVER,
            Duration.ofMinutes(2),
            (object, item) ->
                item.fields().has("parent")
                    ? "ticket:" + item.fields().path("parent").asText()
                    : null,
            dev.backhaul.store.CrashPoint.NONE);
  }

  private static Writer creator(ObjectNode fields) {
    String by = fields.path("by").asText("");
    return by.isEmpty() ? Writer.UNKNOWN : app(by);
  }

  /** Loader until never, billing an integration, everybody of the UI people, the rest unknown. */
  public static Writers writers() {
    return new Writers(
        List.of(
            rule("loader", null, null, WriterClass.MIGRATION),
            rule("billing", null, null, WriterClass.INTEGRATION),
            rule(null, "UI", null, WriterClass.PEOPLE)));
  }

  static WriterRule rule(
      @Nullable String app, @Nullable String sourceType, @Nullable Instant until, WriterClass is) {
    return new WriterRule(
        new WriterRule.Match(null, app, sourceType, null, until),
        is,
        new Place("migration.yaml", 1, 1));
  }

  public static Writer app(String app) {
    return new Writer(null, app, "API", null);
  }

  /** Seconds after cutover; negative is before. */
  public static Instant after(long seconds) {
    return CUTOVER.plusSeconds(seconds);
  }

  public static HistoryEvent wrote(
      String id, String field, @Nullable String value, long at, Writer by) {
    JsonNode node = value == null ? Json.mapper().nullNode() : TextNode.valueOf(value);
    return new HistoryEvent(id, field, node, after(at), by);
  }

  public static Item item(String id, String version, @Nullable String joinKey, ObjectNode fields) {
    return new Item(id, joinKey, version, LOADED, null, fields);
  }

  public static Change changed(Item item, long at) {
    return new Change(Change.Kind.CHANGED, item, after(at), null);
  }

  public static Change deleted(String id, @Nullable String joinKey, long at) {
    return new Change(Change.Kind.DELETED, item(id, "d", joinKey, Json.object()), after(at), null);
  }

  public static Change merged(String id, @Nullable String joinKey, String into, long at) {
    return new Change(Change.Kind.MERGED, item(id, "m", joinKey, Json.object()), after(at), into);
  }

  static ChangesPage page(boolean more, String resume, Change... changes) {
    return new ChangesPage(List.of(changes), TextNode.valueOf(resume), more, CUTOVER, after(7200));
  }

  /** One whole sweep of one page. */
  public void sweep(String object, Change... changes) {
    time.pass(Duration.ofSeconds(1));
    stage.page(
        object,
        new ChangesPage(
            Arrays.asList(changes), TextNode.valueOf("end"), false, CUTOVER, time.instant()));
  }

  /** Keeps the history of everything that still lacks it. */
  public void prove(String object, HistoryEvent... events) {
    List<StagedRecord> wanted = evidence.wanted(object, 1000);
    evidence.keep(object, wanted, Arrays.asList(events));
  }

  @Override
  public void close() {
    store.close();
  }
}
