package dev.backhaul.contract;

import dev.backhaul.delta.Cursor;
import dev.backhaul.delta.Cursors;
import dev.backhaul.delta.Stage;
import dev.backhaul.delta.StagedRecord;
import dev.backhaul.delta.StagedRecords;
import dev.backhaul.platform.Change;
import dev.backhaul.platform.ChangesPage;
import dev.backhaul.progress.Progress;
import dev.backhaul.store.Fence;
import dev.backhaul.store.Leases;
import dev.backhaul.store.Store;
import dev.backhaul.store.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One process that reads a delta into a store file: the real stage over the real account. */
final class Reading implements AutoCloseable {
  /** As the service overlaps its sweeps. */
  private static final Duration OVERLAP = Duration.ofMinutes(2);

  private final Stand stand;
  private final TargetSubject subject;
  private final Store store;
  private final StagedRecords records;
  final Stage stage;

  Reading(Path file, Stand stand, TargetSubject subject) {
    this.stand = stand;
    this.subject = subject;
    store = Store.open(StoreSettings.file(file));
    records = new StagedRecords(store);
    Fence fence =
        new Leases(store, stand.time)
            .acquire("target", "contract", Duration.ofDays(90))
            .orElseThrow();
    stage =
        new Stage(
            store,
            records,
            fence,
            stand.time,
            Progress.NONE,
            Stand.CUTOVER,
            OVERLAP,
            (object, item) -> null);
  }

  /** Asks for the next page, and does not stage it. */
  ChangesPage ask(int size) {
    return stand.account.changes(subject.object(), stage.next(subject.object(), size));
  }

  /** Asks for the next page and stages it; true while the sweep has more. */
  boolean page(int size) {
    return stage.page(subject.object(), ask(size));
  }

  /** One whole sweep; the number of its pages. */
  int sweep(int size) {
    int pages = 1;
    while (page(size)) {
      pages++;
    }
    return pages;
  }

  /** Waits until everything made so far must be visible, and sweeps until two sweeps agree. */
  void settle(int size) throws InterruptedException {
    stand.time.sleep(stand.manifest.object(subject.object()).lag().plusMinutes(2));
    sweep(size);
    int sweeps = 1;
    do {
      sweep(size);
      if (++sweeps > 9) {
        throw new AssertionError("nine sweeps of an account at rest do not come to agree");
      }
    } while (cursor().lastNew() > 0);
  }

  /** Where reading stands. */
  Cursor cursor() {
    return new Cursors(store).find(subject.object()).orElseThrow();
  }

  /** All that is staged. */
  List<StagedRecord> staged() {
    List<StagedRecord> all = new ArrayList<>();
    String last = "";
    while (true) {
      List<StagedRecord> page = records.page(subject.object(), last, 1000);
      all.addAll(page);
      if (page.size() < 1000) {
        return all;
      }
      last = page.getLast().id();
    }
  }

  /** The texts of the live records, by id. */
  Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    for (StagedRecord record : staged()) {
      if (record.kind() == Change.Kind.CHANGED) {
        values.put(record.id(), subject.value(record.fields()));
      }
    }
    return values;
  }

  @Override
  public void close() {
    store.close();
  }
}
