package dev.backhaul.parity;

import dev.backhaul.delta.Cursor;
import dev.backhaul.delta.Cursors;
import dev.backhaul.delta.Freeze;
import dev.backhaul.delta.StagedRecords;
import dev.backhaul.journal.Journal;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.manifest.ObjectType;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.CountRequest;
import dev.backhaul.progress.Progress;
import dev.backhaul.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Proves after a run that nothing was lost: every staged record accounted for, every verified write
 * read back again, our counts closed against the platform's own, and how far the target was read.
 * Reads only; it can be run at any time and again.
 */
public final class Parity {
  private static final List<String> KINDS = List.of("created", "changed", "deleted", "merged");
  private final Parts parts;

  private Parity(Parts parts) {
    this.parts = parts;
  }

  /**
   * What a parity check works with.
   *
   * @param journal the writes to the source
   * @param objects target objects in the order to show them
   * @param cutover since when the target was read
   */
  public record Parts(
      Store store,
      Journal journal,
      Account source,
      Account target,
      Manifest sourceManifest,
      Manifest targetManifest,
      List<String> objects,
      Instant cutover,
      InstantSource clock,
      Progress progress) {

    /** Copies the list. */
    public Parts {
      objects = List.copyOf(objects);
    }
  }

  /** Over one rollback. */
  public static Parity of(Parts parts) {
    return new Parity(parts);
  }

  /**
   * Makes the account as things stand now. Memory is bounded by pages, not by the delta's size.
   *
   * @throws dev.backhaul.platform.PlatformException if a system cannot be read; run it again then
   */
  public ParityReport check() {
    Map<String, Long> staged = new StagedRecords(parts.store()).counts();
    Set<String> objects = new LinkedHashSet<>(parts.objects());
    objects.addAll(staged.keySet());
    Accounting accounting = new Accounting(parts.store(), parts.progress());
    List<ParityRow> rows =
        objects.stream().map(each -> accounting.of(each, staged.getOrDefault(each, 0L))).toList();
    List<WriteRow> writes =
        new ReadAgain(
                parts.store(),
                parts.journal(),
                parts.source(),
                parts.sourceManifest(),
                parts.progress())
            .rows();
    List<CountRow> counts = objects.stream().map(this::count).toList();
    List<ReadRow> reads = reads();
    return new ParityReport(
        parts.clock().instant(),
        rows,
        writes,
        counts,
        reads,
        openEnds(rows, writes, counts, reads, Freeze.doubts(parts.store())));
  }

  private CountRow count(String object) {
    long live =
        parts
            .store()
            .read(
                handle ->
                    handle
                        .createQuery(
                            "SELECT COUNT(*) FROM staged WHERE object = :object AND kind = 'CHANGED'")
                        .bind("object", object)
                        .mapTo(Long.class)
                        .one());
    ObjectType type = parts.targetManifest().object(object);
    Long platform = parts.target().count(object, new CountRequest(parts.cutover())).live();
    String says =
        platform != null
            ? ""
            : parts
                .targetManifest()
                .cannot("count", object)
                .orElse(
                    "the platform cannot count what changed in " + object + " since an instant");
    List<String> uncounted =
        KINDS.stream().filter(kind -> platform == null || !type.counts().contains(kind)).toList();
    return new CountRow(object, live, platform, uncounted, type.blindSpots(), says);
  }

  private List<ReadRow> reads() {
    Instant now = parts.clock().instant();
    List<ReadRow> out = new ArrayList<>();
    Cursors cursors = new Cursors(parts.store());
    for (String object : parts.objects()) {
      Cursor cursor =
          cursors
              .find(object)
              .orElseGet(
                  () -> new Cursor(object, null, parts.cutover(), parts.cutover(), 0, 0, -1));
      out.add(
          new ReadRow(
              object,
              parts.cutover(),
              cursor.readUntil(),
              Duration.between(cursor.readUntil(), now),
              cursor.sweep(),
              cursor.lastNew(),
              cursor.midSweep()));
    }
    return out;
  }

  private static List<String> openEnds(
      List<ParityRow> rows,
      List<WriteRow> writes,
      List<CountRow> counts,
      List<ReadRow> reads,
      List<String> frozen) {
    List<String> out = new ArrayList<>(frozen);
    for (ParityRow row : rows) {
      if (row.unexplained() != 0) {
        out.add(
            row.unexplained()
                + " staged "
                + row.object()
                + " records are not accounted for, among them "
                + row.lost()
                + ": plan again; if they stay, explain one of them");
      }
    }
    for (WriteRow row : writes) {
      open(out, row.differs(), row, "hold other values than we wrote though nobody touched them");
      open(out, row.gone(), row, "are no longer there: ask who removed them");
      open(out, row.carried() - row.carriedFound(), row, "children of created records are missing");
      open(out, row.doubled(), row, "decisions were written twice: undo one of each");
    }
    for (CountRow row : counts) {
      Long gap = row.gap();
      if (gap != null && gap != 0) {
        out.add(
            "the target counts "
                + row.platform()
                + " changed "
                + row.object()
                + " records, the delta holds "
                + row.staged()
                + ": sweep again");
      }
    }
    for (ReadRow row : reads) {
      if (!row.settled()) {
        out.add(
            row.object()
                + ": "
                + row.sweeps()
                + " sweeps done"
                + (row.sweeps() == 0 ? "" : ", the last found " + row.lastNew() + " new")
                + ": sweep until one finds nothing new, with the target frozen");
      }
    }
    return out;
  }

  private static void open(List<String> out, long count, WriteRow row, String what) {
    if (count != 0) {
      String which = row.look().isEmpty() ? "" : " (" + String.join(", ", row.look()) + ")";
      out.add("source " + row.object() + ": " + count + " " + what + which);
    }
  }
}
