package dev.backhaul.store;

import com.zaxxer.hikari.HikariConfig;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/** What differs between the databases that can keep a store; everything else is one SQL. */
sealed interface Engine permits Sqlite, Postgres {
  /** The engine that the URL names. */
  static Engine of(StoreSettings settings) {
    return StoreSettings.isPostgres(settings.url()) ? new Postgres(settings) : new Sqlite(settings);
  }

  /** Makes or upgrades the tables. */
  void migrate();

  /** The one connection that writes. */
  HikariConfig writer();

  /** Connections that cannot write; a transaction on one sees one instant. */
  HikariConfig reader();

  /**
   * Called first in every write transaction: after it no other process writes to this store until
   * the transaction ends.
   */
  void begin(Handle tx);

  /** SQL for the database's own clock, in epoch milliseconds. */
  String now();

  /** Translates what the driver threw. */
  StoreException failure(SQLException sql, Throwable thrown);

  /** A pool's settings, common to both. */
  static HikariConfig pool(String name, DataSource source, int size, StoreSettings settings) {
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName(name);
    hikari.setDataSource(source);
    hikari.setMaximumPoolSize(size);
    // A wait for the one writer is a wait for the work before us.
    hikari.setConnectionTimeout(Math.max(30_000, settings.busy().toMillis() * 2));
    return hikari;
  }
}
