package dev.backhaul.store;

import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.api.pattern.ValidatePattern;
import org.jspecify.annotations.Nullable;

/** Brings a store's tables to what this program knows; refuses those of a newer program. */
final class Migrations {
  private Migrations() {}

  static void run(DataSource source, @Nullable String schema, String where) {
    FluentConfiguration configuration =
        Flyway.configure(Migrations.class.getClassLoader())
            .dataSource(source)
            .locations("classpath:db/migration")
            // By default a store that a newer program has changed would pass.
            .ignoreMigrationPatterns(new ValidatePattern[0]);
    if (schema != null) {
      configuration.defaultSchema(schema).schemas(schema);
    }
    Flyway flyway = configuration.load();
    try {
      flyway.migrate();
    } catch (FlywayValidateException e) {
      throw refused(flyway, where, e);
    } catch (FlywayException e) {
      throw new FailedException(e);
    }
  }

  /** Wraps what Flyway threw, for the engine to translate. */
  static final class FailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FailedException(FlywayException cause) {
      super(cause);
    }
  }

  private static StoreException refused(Flyway flyway, String where, FlywayValidateException e) {
    boolean newer =
        Arrays.stream(flyway.info().all())
            .map(MigrationInfo::getState)
            .anyMatch(
                state ->
                    state == MigrationState.FUTURE_SUCCESS
                        || state == MigrationState.FUTURE_FAILED);
    return newer
        ? new StoreException(
            StoreException.Kind.NEWER,
            "the store at "
                + where
                + " belongs to a newer release of this program: run that release, or restore the backup made before it",
            e)
        : new StoreException(
            StoreException.Kind.CORRUPT,
            "the tables of the store at "
                + where
                + " were not made by this program's migrations: use an empty store, or restore a backup",
            e);
  }
}
