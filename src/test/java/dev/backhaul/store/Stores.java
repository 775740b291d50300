package dev.backhaul.store;

import dev.backhaul.json.Json;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The engines that every promise about the store holds for. One PostgreSQL server for all tests of
 * a JVM, started when the first one asks; each path is a store of its own, on either engine.
 */
public enum Stores {
  SQLITE {
    @Override
    public StoreSettings at(Path path) {
      return StoreSettings.file(path);
    }
  },
  POSTGRES {
    @Override
    public StoreSettings at(Path path) {
      String schema = "t" + Json.sha256(path.toAbsolutePath().toString()).substring(0, 24);
      return StoreSettings.postgres(url(), schema, LOGIN);
    }
  };

  /**
   * The engine of suites that run on one: SQLite, or PostgreSQL with {@code
   * -Dbackhaul.stores=postgres}.
   */
  public static Stores chosen() {
    return "postgres".equals(System.getProperty("backhaul.stores")) ? POSTGRES : SQLITE;
  }

  /** Who may enter the test server. */
  public static final Login LOGIN = Login.of("postgres", "postgres");

  /** The same path is the same store, as long as this JVM lives. */
  public abstract StoreSettings at(Path path);

  /** The test server's database: {@code jdbc:postgresql://localhost:port/postgres}. */
  public static String url() {
    return "jdbc:postgresql://localhost:" + Server.ONE.getPort() + "/postgres";
  }

  private static final class Server {
    static final EmbeddedPostgres ONE = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().setServerConfig("max_connections", "300").start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
