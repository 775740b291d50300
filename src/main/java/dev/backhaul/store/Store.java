package dev.backhaul.store;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * The durable memory of one rollback, in an SQLite file or a PostgreSQL schema. One transaction
 * writes at a time, over all instances; readers do not wait. A committed transaction survives a
 * kill and a power loss.
 */
public final class Store implements AutoCloseable {
  private final String where;
  private final Engine engine;
  private final HikariDataSource writerPool;
  private final HikariDataSource readerPool;
  private final Jdbi writer;
  private final Jdbi reader;
  private final Payload payload;
  private final CrashPoint crash;
  private final Outbox outbox = new Outbox();
  private final ThreadLocal<Boolean> writing = ThreadLocal.withInitial(() -> false);

  private Store(StoreSettings settings, Engine engine, CrashPoint crash) {
    this.crash = crash;
    where = settings.where();
    this.engine = engine;
    payload = new Payload(settings.key());
    engine.migrate();
    writerPool = new HikariDataSource(engine.writer());
    readerPool = new HikariDataSource(engine.reader());
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
    return open(settings, CrashPoint.NONE);
  }

  /**
   * The same, with an instant before, in and after every write transaction at which crash tests may
   * end the process.
   */
  public static Store open(StoreSettings settings, CrashPoint crash) {
    Engine engine = Engine.of(settings);
    try {
      return new Store(settings, engine, crash);
    } catch (JdbiException | PoolInitializationException | Migrations.FailedException e) {
      throw StoreException.of(engine, settings.where(), e);
    }
  }

  /**
   * Runs {@code work} in one write transaction: all of it is kept, or none. No other process writes
   * to this store meanwhile, so what {@code work} reads stays true until it ends.
   *
   * @throws StoreException if the store refuses (full, held by another process, gone...); nothing
   *     of this transaction is kept then, unless the kind is {@link StoreException.Kind#IN_DOUBT}
   * @throws IllegalStateException if this thread is inside a write transaction already; pass its
   *     handle on
   */
  public <T extends @Nullable Object, X extends Exception> T inTransaction(
      HandleCallback<T, X> work) throws X {
    if (writing.get()) {
      throw new IllegalStateException(
          "this thread is inside a write transaction already: pass its handle on");
    }
    crash.reached(CrashPoint.Point.TRANSACTION_BEGINNING);
    writing.set(true);
    Guarded<T, X> guarded = new Guarded<>(engine, work, crash);
    T kept;
    try {
      kept = writer.inTransaction(guarded);
    } catch (JdbiException e) {
      StoreException failure = StoreException.of(engine, where, e);
      throw guarded.committing && failure.kind() == StoreException.Kind.LOST
          ? inDoubt(failure)
          : failure;
    } finally {
      writing.remove();
    }
    crash.reached(CrashPoint.Point.TRANSACTION_COMMITTED);
    return kept;
  }

  /** Work behind the engine's lock, and whether it came to an end: only the commit is left then. */
  private static final class Guarded<T extends @Nullable Object, X extends Exception>
      implements HandleCallback<T, X> {
    private final Engine engine;
    private final HandleCallback<T, X> work;
    private final CrashPoint crash;
    private boolean committing;

    Guarded(Engine engine, HandleCallback<T, X> work, CrashPoint crash) {
      this.engine = engine;
      this.work = work;
      this.crash = crash;
    }

    @Override
    public T withHandle(Handle handle) throws X {
      engine.begin(handle);
      T result = work.withHandle(handle);
      crash.reached(CrashPoint.Point.TRANSACTION_COMMITTING);
      committing = true;
      return result;
    }
  }

  private StoreException inDoubt(StoreException lost) {
    return new StoreException(
        StoreException.Kind.IN_DOUBT,
        "the connection to the store at "
            + where
            + " was lost during a commit: only the database knows whether this step was saved; check the database"
            + " and the network, then run again: it looks what was kept and goes on from there",
        lost);
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
      throw StoreException.of(engine, where, e);
    }
  }

  /** What the database's own clock says, in epoch milliseconds: the same for all instances. */
  long now(Handle handle) {
    return handle.createQuery("SELECT " + engine.now()).mapTo(Long.class).one();
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

  /** Never prints the key. */
  @Override
  public String toString() {
    return "Store[" + where + "]";
  }
}
