package dev.backhaul.bench;

import dev.backhaul.demo.Incident;
import dev.backhaul.platform.Role;
import dev.backhaul.progress.Progress;
import dev.backhaul.rollback.Owner;
import dev.backhaul.rollback.Rollback;
import dev.backhaul.rollback.Settings;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.Login;
import dev.backhaul.store.StoreSettings;
import dev.backhaul.time.ScaledTime;
import dev.backhaul.time.SystemTime;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One life of the service in crash tests: a process of its own that goes on with a rollback from
 * where the life before it was halted, and is halted itself at an appointed instant. Arguments:
 * home, URL of the store, its schema (empty for SQLite), source URL, target URL, wall start in
 * milliseconds, speed, point (a {@link CrashPoint.Point}, any, or none), how many times it is
 * passed before the end, migration. Ends with {@link #HALTED}, or 0 when all is done.
 */
public final class TortureLife {
  /** The exit status of a process that was halted as appointed. */
  static final int HALTED = 86;

  /**
   * Said when the first write of this life is about to leave, with the milliseconds it had to wait
   * for the platform until then; what comes before it was reading.
   */
  static final String WRITING = "writing ";

  /** Said when this life found an approved plan to go on with. */
  static final String RESUMED = "resumed";

  /** Said when the rollback is open. */
  static final String OPEN = "open";

  /** In place of a point: all of them count. */
  static final String ANY = "any";

  /** In place of a point: nothing halts this life. */
  static final String NONE = "none";

  /** The variables that carry the login of a PostgreSQL store. */
  static final String USER = "TORTURE_STORE_USER";

  static final String PASSWORD = "TORTURE_STORE_PASSWORD";

  private TortureLife() {}

  /** Lives. */
  public static void main(String[] args) throws InterruptedException {
    String point = args[7];
    AtomicLong left = new AtomicLong(Long.parseLong(args[8]));
    AtomicBoolean wrote = new AtomicBoolean();
    WaitedTime time =
        new WaitedTime(
            time(Instant.ofEpochMilli(Long.parseLong(args[5])), Integer.parseInt(args[6])));
    CrashPoint crash =
        reached -> {
          if (reached == CrashPoint.Point.SENT_COMMITTED && !wrote.getAndSet(true)) {
            System.out.println(WRITING + time.waited().toMillis());
          }
          if ((point.equals(ANY) || reached.name().equals(point)) && left.decrementAndGet() < 0) {
            // No shutdown hook, no flush, no farewell: as if the power had gone.
            Runtime.getRuntime().halt(HALTED);
          }
        };
    Settings settings =
        new Settings(
            Path.of(args[0]),
            args[9],
            Incident.secrets(),
            time,
            Progress.NONE,
            Map.of(Role.SOURCE, URI.create(args[3]), Role.TARGET, URI.create(args[4])),
            store(args[1], args[2]),
            Owner.ofThisProcess(),
            crash);
    try (Rollback rollback = Rollback.open(settings)) {
      System.out.println(OPEN);
      new Walk(
              rollback,
              time,
              said -> System.out.println(said.equals(Walk.RESUMED) ? RESUMED : "stopped: " + said))
          .walk(Walk.Way.HOME);
    }
    System.exit(0);
  }

  /** The clock that all lives and the sandboxes share. */
  static ScaledTime time(Instant wallStart, int factor) {
    return new ScaledTime(new SystemTime(), wallStart, Incident.MONDAY, factor);
  }

  private static StoreSettings store(String url, String schema) {
    String user = System.getenv(USER);
    String password = System.getenv(PASSWORD);
    return schema.isEmpty()
        ? StoreSettings.file(Path.of(url))
        : StoreSettings.postgres(
            url, schema, user == null || password == null ? null : Login.of(user, password));
  }
}
