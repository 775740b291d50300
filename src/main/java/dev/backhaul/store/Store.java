package dev.backhaul.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The durable memory of one rollback. One connection writes, a few read; a committed transaction
 * survives a kill and a power loss (SQLite in WAL mode, synchronous FULL).
 */
public final class Store implements AutoCloseable {
  private static final int PAGE_BYTES = 4096;
  private final String where;
  private final HikariDataSource writerPool;
  private final HikariDataSource readerPool;
  private final Jdbi writer;
  private final Jdbi reader;
  private final Payload payload;
  private final Outbox outbox = new Outbox();
  private final ThreadLocal<Boolean> writing = ThreadLocal.withInitial(() -> false);

  private Store(StoreSettings settings) {
    where = settings.url().substring("jdbc:sqlite:".length());
    payload = new Payload(settings.key());
    SQLiteConfig config = config(settings);
    migrate(settings, config);
    writerPool = pool("store-writer", settings, config, 1, null);
    readerPool = pool("store-reader", settings, config, settings.readers(), "PRAGMA query_only=ON");
    writer = Jdbi.create(writerPool);
    reader = Jdbi.create(readerPool);
    outbox.learn(this);
  }

  /**
   * Opens the store, making or upgrading its tables first.
   *
   * @throws StoreException if it cannot be opened, is damaged, or belongs to a newer program
   */
  public static Store open(StoreSettings settings) {
    try {
      return new Store(settings);
    } catch (JdbiException | com.zaxxer.hikari.pool.HikariPool.PoolInitializationException e) {
      throw StoreException.of(settings.url(), e);
    }
  }

  /**
   * Runs {@code work} in one write transaction: all of it is kept, or none.
   *
   * @throws StoreException if the store refuses (full, held by another process...); nothing of this
   *     transaction is kept then
   * @throws IllegalStateException if this thread is inside a write transaction already; pass its
   *     handle on
   */
  public <T extends @Nullable Object, X extends Exception> T inTransaction(
      HandleCallback<T, X> work) throws X {
    if (writing.get()) {
      throw new IllegalStateException(
          "this thread is inside a write transaction already: pass its handle on");
    }
    writing.set(true);
    try {
      return writer.inTransaction(work);
    } catch (JdbiException e) {
      throw StoreException.of(where, e);
    } finally {
      writing.remove();
    }
  }

  /** As {@link #inTransaction}, for work without a result. */
  public <X extends Exception> void useTransaction(HandleConsumer<X> work) throws X {
    inTransaction(
        handle -> {
          work.useHandle(handle);
          return true;
        });
  }

  /** Runs {@code work} on one consistent view of what is committed; it cannot write. */
  public <T extends @Nullable Object, X extends Exception> T read(HandleCallback<T, X> work)
      throws X {
    try {
      return reader.inTransaction(work);
    } catch (JdbiException e) {
      throw StoreException.of(where, e);
    }
  }

  /** The codec of payload columns. */
  public Payload payload() {
    return payload;
  }

  /** What the outside has not been told yet. */
  public Outbox outbox() {
    return outbox;
  }

  @Override
  public void close() {
    readerPool.close();
    writerPool.close();
  }

  private static SQLiteConfig config(StoreSettings settings) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(Math.toIntExact(settings.busy().toMillis()));
    if (settings.maxBytes() != null) {
      config.setPragma(
          SQLiteConfig.Pragma.MAX_PAGE_COUNT,
          Long.toString(Math.max(1, settings.maxBytes() / PAGE_BYTES)));
    }
    return config;
  }

  private static void migrate(StoreSettings settings, SQLiteConfig config) {
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl(settings.url());
    try {
      Flyway.configure(Store.class.getClassLoader())
          .dataSource(source)
          .locations("classpath:db/migration")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw StoreException.of(settings.url(), e);
    }
  }

  private static HikariDataSource pool(
      String name, StoreSettings settings, SQLiteConfig base, int size, @Nullable String init) {
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName(name);
    hikari.setJdbcUrl(settings.url());
    base.toProperties()
        .forEach((key, value) -> hikari.addDataSourceProperty(key.toString(), value));
    if (size == 1) {
      // A transaction that begins as a reader and writes later can fail as busy without waiting.
      hikari.addDataSourceProperty(SQLiteConfig.Pragma.TRANSACTION_MODE.pragmaName, "IMMEDIATE");
    }
    hikari.setConnectionInitSql(init);
    hikari.setMaximumPoolSize(size);
    // SQLite connections do not age; a wait for the one writer is a wait for the work before us.
    hikari.setMaxLifetime(0);
    hikari.setConnectionTimeout(Math.max(30_000, settings.busy().toMillis() * 2));
    return new HikariDataSource(hikari);
  }

  /** Never prints the key. */
  @Override
  public String toString() {
    return "Store[" + where + "]";
  }
}
