package dev.backhaul.plan;

import dev.backhaul.json.LinesHash;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The hash over the fingerprints of everything that may be applied. Made anew only when something
 * it covers changed, whichever instance changed it: a hash passes by every decision there is.
 */
final class PlanHash {
  private static final int FETCHED = 500;
  private volatile @Nullable Made made;

  /** A hash, and how often what it covers had changed when it was made. */
  private record Made(long changes, String hash) {}

  /** Notes that something it covers changed, in the transaction that changes it. */
  static void changed(Handle tx) {
    tx.execute("UPDATE decided SET changes = changes + 1");
  }

  /** 64 lower-case hex digits. */
  String of(Handle handle) {
    long changes = handle.createQuery("SELECT changes FROM decided").mapTo(Long.class).one();
    Made known = made;
    if (known == null || known.changes() != changes) {
      known = new Made(changes, make(handle));
      made = known;
    }
    return known.hash();
  }

  private static String make(Handle handle) {
    LinesHash all = new LinesHash();
    handle
        .createQuery(
            """
            SELECT fingerprint FROM decision
            WHERE kind <> 'NONE' AND state <> 'HELD' ORDER BY id
            """)
        .setFetchSize(FETCHED)
        .mapTo(String.class)
        .forEach(all::add);
    return all.hex();
  }
}
