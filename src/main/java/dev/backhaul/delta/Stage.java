package dev.backhaul.delta;

import dev.backhaul.platform.Change;
import dev.backhaul.platform.ChangesPage;
import dev.backhaul.platform.ChangesRequest;
import dev.backhaul.platform.Item;
import dev.backhaul.progress.Progress;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.Fence;
import dev.backhaul.store.Store;
import dev.backhaul.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the delta page by page. The cursor and the page's records move in one fenced transaction,
 * so a crash repeats at most the reading of one page and never skips one.
 */
public final class Stage {
  private final Store store;
  private final StagedRecords records;
  private final Fence fence;
  private final Time time;
  private final Progress progress;
  private final Instant cutover;
  private final Duration overlap;
  private final Parents parents;
  private final CrashPoint crash;
  private final Map<String, Long> staged = new ConcurrentHashMap<>();

  /** Stages as in production, where nothing is ever crashed on purpose. */
  public Stage(
      Store store,
      StagedRecords records,
      Fence fence,
      Time time,
      Progress progress,
      Instant cutover,
      Duration overlap,
      Parents parents) {
    this(store, records, fence, time, progress, cutover, overlap, parents, CrashPoint.NONE);
  }

  /**
   * @param cutover the migration's immutable cutover
   * @param overlap how far every later sweep reaches back behind the last one's end; re-reading is
   *     harmless, missing is not
   * @param parents finds the record a child belongs to
   * @param crash where the crash tests may stop the process
   */
  public Stage(
      Store store,
      StagedRecords records,
      Fence fence,
      Time time,
      Progress progress,
      Instant cutover,
      Duration overlap,
      Parents parents,
      CrashPoint crash) {
    this.store = store;
    this.records = records;
    this.fence = fence;
    this.time = time;
    this.progress = progress;
    this.cutover = cutover;
    this.overlap = overlap;
    this.parents = parents;
    this.crash = crash;
  }

  /**
   * What to ask the target next: the next page of the sweep under way, or the first of a new one.
   */
  public ChangesRequest next(String object, int pageSize) {
    Cursor cursor = new Cursors(store).find(object).orElseGet(() -> first(object));
    return new ChangesRequest(
        cursor.midSweep() ? cursor.since() : sweepStart(cursor), cursor.resume(), pageSize);
  }

  /**
   * Stages one page and moves the cursor.
   *
   * @return true while the sweep has more pages
   */
  public boolean page(String object, ChangesPage page) {
    Instant now = time.instant();
    List<StagedRecords.Arrival> arrivals = new ArrayList<>();
    for (Change change : page.changes()) {
      arrivals.add(new StagedRecords.Arrival(change, parents.of(object, change.item())));
    }
    long known =
        store.inTransaction(
            handle -> {
              fence.check(handle);
              Cursor cursor = Cursors.find(handle, object).orElseGet(() -> first(object));
              boolean again = ended(cursor, page);
              long fresh = cursor.sweepNew() + records.keep(handle, object, arrivals, now);
              Cursor moved =
                  page.more()
                      ? new Cursor(
                          object,
                          page.resume(),
                          page.from(),
                          cursor.readUntil(),
                          cursor.sweep(),
                          fresh,
                          cursor.lastNew())
                      : new Cursor(
                          object, null, page.from(), page.until(), cursor.sweep() + 1, 0, fresh);
              Cursors.save(handle, again ? cursor : moved, fence.epoch(), now);
              Long before = staged.get(object);
              // Counted at a sweep's ends: a count passes by every record there is.
              long all =
                  page.more() && before != null
                      ? before + fresh - cursor.sweepNew()
                      : handle
                          .createQuery("SELECT COUNT(*) FROM staged WHERE object = :object")
                          .bind("object", object)
                          .mapTo(Long.class)
                          .one();
              crash.reached(CrashPoint.Step.CURSOR.committing());
              return all;
            });
    staged.put(object, known);
    crash.reached(CrashPoint.Step.CURSOR.committed());
    progress.moved("staged", object, known, page.more() ? -1 : known);
    return page.more();
  }

  /**
   * Finds the symbol of the record that a child belongs to; null for records that are no children.
   */
  @FunctionalInterface
  public interface Parents {
    /** For example {@code ticket:123}. */
    @Nullable String of(String object, Item item);
  }

  /**
   * A sweep's last page delivered twice must not count as a second sweep that found nothing new.
   */
  private static boolean ended(Cursor cursor, ChangesPage page) {
    return !page.more()
        && !cursor.midSweep()
        && cursor.sweep() > 0
        && cursor.since().equals(page.from())
        && cursor.readUntil().equals(page.until());
  }

  private Instant sweepStart(Cursor cursor) {
    Instant back = cursor.readUntil().minus(overlap);
    return back.isAfter(cutover) ? back : cutover;
  }

  private Cursor first(String object) {
    return new Cursor(object, null, cutover, cutover, 0, 0, -1);
  }
}
