package dev.backhaul.bench;

import dev.backhaul.demo.Homecoming;
import dev.backhaul.demo.Incident;
import dev.backhaul.plan.PlanSummary;
import dev.backhaul.platform.Role;
import dev.backhaul.progress.Progress;
import dev.backhaul.rollback.Rollback;
import dev.backhaul.rollback.Settings;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.StoreSettings;
import dev.backhaul.time.ScaledTime;
import dev.backhaul.time.SystemTime;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One life of the service in crash tests: a process of its own that goes on with a rollback from
 * where the life before it was halted, and is halted itself at an appointed instant. Arguments:
 * home, store, source URL, target URL, wall start in milliseconds, speed, point (a {@link
 * CrashPoint.Point}, or any), how many times it is passed before the end. Ends with {@link
 * #HALTED}, or 0 when all is done.
 */
public final class TortureLife {
  /** The exit status of a process that was halted as appointed. */
  static final int HALTED = 86;

  /** Said when the first write of this life is about to leave; what comes before it was reading. */
  static final String WRITING = "writing";

  /** Said when this life found an approved plan to go on with. */
  static final String RESUMED = "resumed";

  /** In place of a point: all of them count. */
  static final String ANY = "any";

  private TortureLife() {}

  /** Lives. */
  public static void main(String[] args) {
    String point = args[6];
    AtomicLong left = new AtomicLong(Long.parseLong(args[7]));
    AtomicBoolean wrote = new AtomicBoolean();
    CrashPoint crash =
        reached -> {
          if (reached == CrashPoint.Point.SENT_COMMITTED && !wrote.getAndSet(true)) {
            System.out.println(WRITING);
          }
          if ((point.equals(ANY) || reached.name().equals(point)) && left.decrementAndGet() < 0) {
            // No shutdown hook, no flush, no farewell: as if the power had gone.
            Runtime.getRuntime().halt(HALTED);
          }
        };
    Settings settings =
        new Settings(
            Path.of(args[0]),
            "helpdesk",
            Incident.secrets(),
            time(Instant.ofEpochMilli(Long.parseLong(args[4])), Integer.parseInt(args[5])),
            Progress.NONE,
            Map.of(Role.SOURCE, URI.create(args[2]), Role.TARGET, URI.create(args[3])),
            StoreSettings.file(Path.of(args[1])),
            "torture",
            crash);
    try (Rollback rollback = Rollback.open(settings)) {
      live(rollback);
    }
    System.exit(0);
  }

  /** The clock that all lives and the sandboxes share. */
  static ScaledTime time(Instant wallStart, int factor) {
    return new ScaledTime(new SystemTime(), wallStart, Incident.MONDAY, factor);
  }

  private static void live(Rollback rollback) {
    Homecoming way = new Homecoming(rollback);
    Optional<PlanSummary> plan = rollback.lastPlan();
    if (plan.isEmpty()) {
      way.approvedPlan();
    } else {
      way.approve(plan.get());
      System.out.println(RESUMED);
    }
    for (String stopped = way.write(); stopped != null; stopped = way.write()) {
      System.out.println("stopped: " + stopped);
    }
  }
}
