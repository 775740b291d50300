package dev.backhaul.store;

import com.zaxxer.hikari.HikariConfig;
import dev.backhaul.store.StoreException.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One schema of a PostgreSQL database, shared by all instances.
 *
 * <p>Writers take turns, as on SQLite: each write transaction begins with an advisory lock of its
 * schema. So every read-modify-write of the house is right as it stands, the audit trail stays one
 * chain, and no transaction fails only because another one ran. A transaction whose process sleeps
 * is ended by the server, so that a take-over need not wait for it.
 */
final class Postgres implements Engine {
  /** A process that sleeps inside a write transaction loses it after this long. */
  private static final Duration IDLE = Duration.ofSeconds(5);

  /** No answer at all for this long: the network swallowed it. */
  private static final Duration SILENT = Duration.ofMinutes(5);

  private static final int ROWS_AT_ONCE = 500;
  private final StoreSettings settings;
  private final String schema;
  private final long lock;

  Postgres(StoreSettings settings) {
    this.settings = settings;
    schema = Objects.requireNonNull(settings.schema());
    lock = lockOf(schema);
  }

  @Override
  public void migrate() {
    Source source = source();
    Migrations.run(source, schema, settings.where());
    Jdbi.create(source).useTransaction(this::compareByBytes);
  }

  /** As on SQLite, whatever the database's own collation: what sorts by text must agree. */
  private void compareByBytes(Handle tx) {
    begin(tx);
    tx.createQuery(
            "SELECT format('ALTER TABLE %I ALTER COLUMN %I TYPE text COLLATE \"C\"', table_name, column_name)"
                + " FROM information_schema.columns WHERE table_schema = :schema AND data_type = 'text'"
                + " AND collation_name IS DISTINCT FROM 'C' AND table_name <> 'flyway_schema_history'")
        .bind("schema", schema)
        .mapTo(String.class)
        .list()
        .forEach(tx::execute);
  }

  @Override
  public HikariConfig writer() {
    Source source = source();
    source.setOptions(
        "-c lock_timeout="
            + settings.busy().toMillis()
            + " -c idle_in_transaction_session_timeout="
            + IDLE.toMillis());
    HikariConfig hikari = Engine.pool("store-writer", source, 1, settings);
    hikari.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    // A database set up to forget its last commits must not do so with ours.
    hikari.setConnectionInitSql(
        "SELECT CASE WHEN current_setting('synchronous_commit') = 'off'"
            + " THEN set_config('synchronous_commit', 'on', false) END");
    return hikari;
  }

  @Override
  public HikariConfig reader() {
    HikariConfig hikari = Engine.pool("store-reader", source(), settings.readers(), settings);
    hikari.setReadOnly(true);
    hikari.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    return hikari;
  }

  @Override
  public void begin(Handle tx) {
    // Statements that follow see what the holder before us committed: READ COMMITTED.
    tx.createQuery("SELECT pg_advisory_xact_lock(:lock)")
        .bind("lock", lock)
        .map((row, context) -> true)
        .one();
  }

  @Override
  public String now() {
    return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
  }

  /** Asks the login anew for every connection. */
  private static final class Source extends PGSimpleDataSource {
    private static final long serialVersionUID = 1L;
    private final transient @Nullable Login login;

    Source(@Nullable Login login) {
      this.login = login;
    }

    @Override
    public Connection getConnection() throws SQLException {
      return login == null ? super.getConnection() : getConnection(login.user(), login.password());
    }
  }

  private Source source() {
    Source source = new Source(settings.login());
    source.setUrl(settings.url());
    source.setCurrentSchema('"' + schema + '"');
    source.setApplicationName("backhaul");
    source.setConnectTimeout(5);
    source.setSocketTimeout((int) SILENT.toSeconds());
    source.setTcpKeepAlive(true);
    // A result of a million rows must not stand in memory.
    source.setDefaultRowFetchSize(ROWS_AT_ONCE);
    return source;
  }

  private static long lockOf(String schema) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(("backhaul " + schema).getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }

  @Override
  public StoreException failure(SQLException sql, Throwable thrown) {
    // https://www.postgresql.org/docs/current/errcodes-appendix.html
    String state = Objects.requireNonNullElse(sql.getSQLState(), "");
    String at = "the store at " + settings.where() + " ";
    if (state.startsWith("08") || state.startsWith("57P") || state.equals("25P03")) {
      return new StoreException(
          Kind.LOST,
          at
              + "cannot be reached, or the connection was lost: this step was not saved and nothing before it is"
              + " lost; check the database and the network, then run again",
          thrown);
    }
    if (state.startsWith("28")) {
      return new StoreException(
          Kind.LOGIN,
          at + "does not let us in: check store.user and store.password, and the role's rights",
          thrown);
    }
    if (state.startsWith("23")) {
      return new StoreException(
          Kind.DUPLICATE, at + "refused a row that breaks a rule of its table", thrown);
    }
    return switch (state) {
      case "53100" ->
          new StoreException(
              Kind.FULL,
              at
                  + "is full: this step was not saved and nothing before it is lost; free disk space on the"
                  + " database's machine, then resume",
              thrown);
      case "55P03", "40001", "40P01", "53300", "53200" ->
          new StoreException(
              Kind.BUSY,
              at
                  + "is busy ("
                  + state
                  + "): this step was not saved; see who holds locks or connections there, then try again",
              thrown);
      case "25006" ->
          new StoreException(
              Kind.READ_ONLY,
              at + "is read-only: connect to the primary server, not to a replica",
              thrown);
      case "42501" ->
          new StoreException(
              Kind.READ_ONLY,
              at
                  + "may not be written by this role: grant it CREATE on the database, or own the schema",
              thrown);
      case "3D000", "3F000" ->
          new StoreException(
              Kind.UNREADABLE,
              at + "does not exist: create the database (the schema is made by this program)",
              thrown);
      case "58030", "XX001", "XX002" ->
          new StoreException(
              Kind.CORRUPT,
              at + "reports damage (" + state + "): stop writing and restore it from a backup",
              thrown);
      default -> new StoreException(Kind.OTHER, at + "failed with SQLSTATE " + state, thrown);
    };
  }
}
