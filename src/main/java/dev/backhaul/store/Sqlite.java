package dev.backhaul.store;

import com.zaxxer.hikari.HikariConfig;
import dev.backhaul.store.StoreException.Kind;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** One file on a local disk: WAL, synchronous FULL, one writer. */
final class Sqlite implements Engine {
  private static final int PAGE_BYTES = 4096;
  private final StoreSettings settings;

  Sqlite(StoreSettings settings) {
    this.settings = settings;
  }

  @Override
  public void migrate() {
    Migrations.run(source(config()), null, settings.where());
  }

  @Override
  public HikariConfig writer() {
    SQLiteConfig config = config();
    // A transaction that begins as a reader and writes later can fail as busy without waiting.
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    return pool("store-writer", config, 1);
  }

  @Override
  public HikariConfig reader() {
    HikariConfig hikari = pool("store-reader", config(), settings.readers());
    hikari.setConnectionInitSql("PRAGMA query_only=ON");
    return hikari;
  }

  private HikariConfig pool(String name, SQLiteConfig config, int size) {
    HikariConfig hikari = Engine.pool(name, source(config), size, settings);
    // A connection to a file does not age.
    hikari.setMaxLifetime(0);
    return hikari;
  }

  @Override
  public void begin(Handle tx) {
    // BEGIN IMMEDIATE holds the file's one write lock already.
  }

  @Override
  public String now() {
    return "CAST(unixepoch('subsec') * 1000 AS INTEGER)";
  }

  private SQLiteDataSource source(SQLiteConfig config) {
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl(settings.url());
    return source;
  }

  private SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(Math.toIntExact(settings.busy().toMillis()));
    Long most = settings.maxBytes();
    if (most != null) {
      config.setPragma(
          SQLiteConfig.Pragma.MAX_PAGE_COUNT, Long.toString(Math.max(1, most / PAGE_BYTES)));
    }
    return config;
  }

  @Override
  public StoreException failure(SQLException sql, Throwable thrown) {
    // SQLite puts its primary code into the low byte: https://www.sqlite.org/rescode.html
    String at = "the store at " + settings.where() + " ";
    return switch (sql.getErrorCode() & 0xff) {
      case 13 ->
          new StoreException(
              Kind.FULL,
              at
                  + "is full: this step was not saved and nothing before it is lost; free disk space (or raise"
                  + " store.maxBytes), then resume",
              thrown);
      case 5, 6 ->
          new StoreException(
              Kind.BUSY,
              at + "is held by another process; stop that one or raise store.busy, then try again",
              thrown);
      case 8 ->
          new StoreException(
              Kind.READ_ONLY, at + "is read-only: check the file's owner and permissions", thrown);
      case 10, 14 ->
          new StoreException(
              Kind.UNREADABLE,
              at + "cannot be opened or read: check that the folder exists and the disk is sound",
              thrown);
      case 11, 26 ->
          new StoreException(
              Kind.CORRUPT, at + "is damaged or no SQLite file: restore it from a backup", thrown);
      case 19 ->
          new StoreException(
              Kind.DUPLICATE, at + "refused a row that breaks a rule of its table", thrown);
      default ->
          new StoreException(Kind.OTHER, at + "failed with code " + sql.getErrorCode(), thrown);
    };
  }
}
