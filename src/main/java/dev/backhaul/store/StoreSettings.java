package dev.backhaul.store;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the store is opened.
 *
 * @param url a JDBC URL; {@code jdbc:sqlite:<file>} in this release
 * @param key encrypts payloads; null leaves them compressed only
 * @param readers connections for reading, at least 1
 * @param busy how long a writer waits for another process's write before it gives up
 * @param maxBytes the store grows no larger; null: the disk is the bound
 */
public record StoreSettings(
    String url, @Nullable PayloadKey key, int readers, Duration busy, @Nullable Long maxBytes) {

  /** Refuses values that cannot work. */
  public StoreSettings {
    if (!url.startsWith("jdbc:sqlite:")) {
      throw new IllegalArgumentException(
          "store.url must start with jdbc:sqlite: (this release keeps its store in SQLite)");
    }
    if (readers < 1) {
      throw new IllegalArgumentException("store.readers must be 1 or more, was " + readers);
    }
    if (busy.isNegative()) {
      throw new IllegalArgumentException("store.busy must not be negative, was " + busy);
    }
    if (maxBytes != null && maxBytes < 1) {
      throw new IllegalArgumentException("store.maxBytes must be positive, was " + maxBytes);
    }
  }

  /** A file on this machine, not encrypted, with the usual waits. */
  public static StoreSettings file(Path file) {
    return new StoreSettings("jdbc:sqlite:" + file, null, 4, Duration.ofSeconds(5), null);
  }

  /** The same, payloads encrypted. */
  public StoreSettings withKey(PayloadKey newKey) {
    return new StoreSettings(url, newKey, readers, busy, maxBytes);
  }

  /** The same, growing no larger than so many bytes. */
  public StoreSettings withMaxBytes(long bytes) {
    return new StoreSettings(url, key, readers, busy, bytes);
  }
}
