package dev.backhaul.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which store, and how it is opened.
 *
 * @param url {@code jdbc:sqlite:<file>} or {@code jdbc:postgresql://host:port/database}; holds
 *     neither user nor password
 * @param schema the PostgreSQL schema that holds this rollback; null on SQLite, where the file does
 * @param login who connects to PostgreSQL; null on SQLite, or to leave it to the driver (variables
 *     of PostgreSQL, {@code .pgpass})
 * @param key encrypts payloads; null leaves them compressed only
 * @param readers connections for reading, at least 1
 * @param busy how long a writer waits for another process's write before it gives up
 * @param maxBytes an SQLite store grows no larger; null: the disk is the bound
 */
public record StoreSettings(
    String url,
    @Nullable String schema,
    @Nullable Login login,
    @Nullable PayloadKey key,
    int readers,
    Duration busy,
    @Nullable Long maxBytes) {
  private static final String SQLITE = "jdbc:sqlite:";
  private static final String POSTGRES = "jdbc:postgresql:";
  private static final Pattern SECRET_IN_URL =
      Pattern.compile("[?&](user|password)=|//[^/?]*@", Pattern.CASE_INSENSITIVE);

  /** PostgreSQL cuts longer names off, and two rollbacks would meet in one schema. */
  private static final int LONGEST_NAME = 63;

  /** Refuses values that cannot work; quotes no URL, because a password may stand in it. */
  public StoreSettings {
    if (!url.startsWith(SQLITE) && !url.startsWith(POSTGRES)) {
      throw new IllegalArgumentException(
          "store.url must be a file's path, or start with jdbc:sqlite: or jdbc:postgresql:");
    }
    if (url.startsWith(POSTGRES)) {
      if (SECRET_IN_URL.matcher(url).find()) {
        throw new IllegalArgumentException(
            "store.url must hold neither user nor password: URLs reach logs; write store.user and"
                + " store.password as ${env:NAME} or ${file:/path}");
      }
      if (schema == null
          || schema.isBlank()
          || schema.startsWith("pg_")
          || schema.contains("\"")
          || schema.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
        throw new IllegalArgumentException(
            "store.schema must name a schema: 1 to 63 bytes, no quotes, not beginning with pg_");
      }
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
    return new StoreSettings(SQLITE + file, null, null, null, 4, Duration.ofSeconds(5), null);
  }

  /**
   * A schema of a PostgreSQL database, not encrypted, with the usual waits.
   *
   * @param url {@code jdbc:postgresql://host:port/database}, without user and password
   * @param schema made if it is not there
   */
  public static StoreSettings postgres(String url, String schema, @Nullable Login login) {
    return new StoreSettings(url, schema, login, null, 4, Duration.ofSeconds(20), null);
  }

  /** Whether a configured or given store is PostgreSQL's. */
  public static boolean isPostgres(String url) {
    return url.startsWith(POSTGRES);
  }

  /** The file; null on PostgreSQL. */
  public @Nullable Path file() {
    return url.startsWith(SQLITE) ? Path.of(url.substring(SQLITE.length())) : null;
  }

  /** Where it is, fit for messages: the file, or database and schema without parameters. */
  public String where() {
    Path file = file();
    if (file != null) {
      return file.toString();
    }
    int parameters = url.indexOf('?');
    return (parameters < 0 ? url : url.substring(0, parameters)).substring("jdbc:".length())
        + ", schema "
        + schema;
  }

  /** The same, payloads encrypted. */
  public StoreSettings withKey(PayloadKey newKey) {
    return new StoreSettings(url, schema, login, newKey, readers, busy, maxBytes);
  }

  /** The same, growing no larger than so many bytes. */
  public StoreSettings withMaxBytes(long bytes) {
    return new StoreSettings(url, schema, login, key, readers, busy, bytes);
  }

  /** The same, with another patience for other processes' writes. */
  public StoreSettings withBusy(Duration wait) {
    return new StoreSettings(url, schema, login, key, readers, wait, maxBytes);
  }
}
