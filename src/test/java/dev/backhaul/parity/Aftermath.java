package dev.backhaul.parity;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.delta.Evidence;
import dev.backhaul.delta.IdMap;
import dev.backhaul.delta.Originals;
import dev.backhaul.delta.Stage;
import dev.backhaul.delta.StagedRecords;
import dev.backhaul.delta.Writers;
import dev.backhaul.journal.Entry;
import dev.backhaul.journal.Intent;
import dev.backhaul.journal.Journal;
import dev.backhaul.journal.Op;
import dev.backhaul.journal.State;
import dev.backhaul.journal.Trace;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.DecisionRows;
import dev.backhaul.plan.Decisions;
import dev.backhaul.plan.Question;
import dev.backhaul.plan.Questions;
import dev.backhaul.platform.Change;
import dev.backhaul.platform.ChangesPage;
import dev.backhaul.platform.HistoryEvent;
import dev.backhaul.platform.Item;
import dev.backhaul.platform.Manifests;
import dev.backhaul.platform.Role;
import dev.backhaul.platform.Writer;
import dev.backhaul.progress.Progress;
import dev.backhaul.store.Audit;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.Fence;
import dev.backhaul.store.Ids;
import dev.backhaul.store.Leases;
import dev.backhaul.store.Store;
import dev.backhaul.store.StoreSettings;
import dev.backhaul.store.Written;
import dev.backhaul.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A store as a run leaves it behind, filled by hand, with both systems beside it. */
final class Aftermath implements AutoCloseable {
  static final Instant CUTOVER = Instant.parse("2026-03-06T18:00:00Z");
  static final Instant NOW = Instant.parse("2026-03-09T06:00:00Z");

  /** Stands still. */
  static final Time TIME =
      new Time() {
        @Override
        public Instant instant() {
          return NOW;
        }

        @Override
        public void sleepUntil(Instant due) {
          throw new AssertionError("nothing here waits");
        }

        @Override
        public Work work() {
          return () -> {};
        }
      };

  final Store store;
  final Fence fence;
  final Journal journal;
  final Decisions decisions;
  final Audit audit = new Audit(TIME);
  final FakeAccount source = new FakeAccount(Role.SOURCE);
  final FakeAccount target = new FakeAccount(Role.TARGET);
  final StagedRecords staged;
  private final Stage stage;
  private Instant swept = NOW.minus(Duration.ofSeconds(121));

  Aftermath(Path folder) {
    store = Store.open(StoreSettings.file(folder.resolve("house.db")));
    fence = new Leases(store, TIME).acquire("rollback", "test", Duration.ofDays(9)).orElseThrow();
    journal =
        new Journal(
            store, Role.SOURCE, TIME, new Ids(TIME, new Random(7)), () -> fence, CrashPoint.NONE);
    decisions = new Decisions(store);
    staged = new StagedRecords(store);
    stage =
        new Stage(
            store,
            staged,
            fence,
            TIME,
            Progress.NONE,
            CUTOVER,
            Duration.ofMinutes(2),
            (object, item) -> item.fields().path("parent").textValue(),
            CrashPoint.NONE);
  }

  Parity parity(String... objects) {
    return Parity.of(
        new Parity.Parts(
            store,
            journal,
            source,
            target,
            Manifests.read(Path.of("config/platforms/zendesk.yaml")),
            Manifests.read(Path.of("config/platforms/hubspot.yaml")),
            List.of(objects),
            CUTOVER,
            TIME,
            Progress.NONE));
  }

  /** One sweep that finds these records. */
  void sweep(String object, Item... items) {
    List<Change> changes = new ArrayList<>();
    for (Item item : items) {
      changes.add(new Change(Change.Kind.CHANGED, item, CUTOVER.plusSeconds(60), null));
    }
    stage.page(object, new ChangesPage(changes, NullNode.instance, false, CUTOVER, swept));
    // No two sweeps end at the same instant: that would be one page delivered twice.
    swept = swept.plusSeconds(1);
  }

  static Item item(String id, ObjectNode fields) {
    return new Item(id, "jk-" + id, "t1", CUTOVER, NOW, fields);
  }

  void evidence(String object, String id, HistoryEvent... events) {
    new Evidence(
            store, staged, new Writers(List.of()), fence, Progress.NONE, record -> Writer.UNKNOWN)
        .keep(object, List.of(staged.find(object, id).orElseThrow()), List.of(events));
  }

  void original(String object, Item item) {
    new Originals(store, fence, TIME, CUTOVER).keep(object, List.of(item), ids -> List.of());
  }

  void decide(Decision... rows) {
    DecisionRows.save(store, decisions, List.of(rows));
  }

  static Decision decision(
      String symbol,
      String object,
      Decision.Kind kind,
      Decision.State state,
      @Nullable String sourceId,
      @Nullable String parent,
      ObjectNode set) {
    int colon = symbol.indexOf(':');
    return new Decision(
        symbol,
        object,
        kind,
        state,
        symbol.substring(0, colon),
        symbol.substring(colon + 1),
        sourceId,
        null,
        parent,
        set,
        List.of(),
        List.of(),
        null,
        List.of(),
        "t1",
        sourceId == null ? null : "s1",
        Decision.UndoClass.EXACT,
        Json.sha256(symbol),
        1);
  }

  void ask(String symbol, String code, boolean holds) {
    Question question =
        new Question(
            "q-" + symbol,
            symbol,
            "g-" + code,
            code,
            symbol.substring(0, symbol.indexOf(':')),
            "priority",
            Json.object().put("cause", "two sides changed it").put("was", "low"),
            List.of(
                new Question.Choice("take", Json.object()),
                new Question.Choice("leave", Json.object())),
            holds);
    store.useTransaction(tx -> new Questions(store).ask(tx, question, NOW, "plan-1"));
  }

  void link(String symbol, String object, String id, IdMap.Origin origin) {
    int colon = symbol.indexOf(':');
    store.useTransaction(
        tx ->
            IdMap.put(
                tx, symbol.substring(0, colon), symbol.substring(colon + 1), object, id, origin));
  }

  /** A verified write, and what it left. */
  Entry wrote(
      String symbol, Op op, String object, String id, @Nullable String parent, ObjectNode set) {
    return wrote(symbol, op, object, id, parent, set, 0);
  }

  /** The same with so many children inside. */
  Entry wrote(
      String symbol,
      Op op,
      String object,
      String id,
      @Nullable String parent,
      ObjectNode set,
      int children) {
    ObjectNode wanted = Json.object();
    wanted.set("set", set);
    wanted.putArray("clear");
    for (int i = 0; i < children; i++) {
      wanted.withArray("children").addObject().put("body", "hello");
    }
    return store.inTransaction(
        tx -> {
          Entry entry =
              journal.add(
                  tx,
                  new Intent(
                      Intent.Subject.WRITE,
                      symbol,
                      null,
                      object,
                      op == Op.CREATE ? null : parent == null ? id : parent,
                      null,
                      op,
                      null,
                      null,
                      op == Op.CREATE
                          ? null
                          : parent == null ? object + ":" + id : "ticket:" + parent,
                      wanted,
                      "EXACT",
                      "hash-1",
                      1),
                  State.INTENT);
          entry = journal.move(tx, entry, State.SENT, Trace.NONE.sent("b1", NOW));
          ObjectNode after = Json.object().put("id", id).put("version", "s2");
          after.set("fields", set.deepCopy());
          if (op == Op.UPDATE || op == Op.CREATE) {
            new Written(store.payload())
                .add(tx, object, id, new Written.Leaves(set.deepCopy(), set.deepCopy()));
          }
          return journal.move(tx, entry, State.VERIFIED, entry.trace().verified(id, after, "s2"));
        });
  }

  @Override
  public void close() {
    store.close();
  }
}
