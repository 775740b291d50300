package dev.backhaul.bench;

import dev.backhaul.store.Login;
import dev.backhaul.store.StoreSettings;
import dev.backhaul.time.SystemTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whole rollbacks by the real service, killed again and again, taken over by other lives, amid
 * faults of both systems; the systems' own ledgers, held against the demo's oracle, say what was
 * lost or doubled.
 *
 * @param home the folder that holds {@code config} and {@code routes}
 * @param kills lives to end before the last rollbacks may get home
 * @param processes how many of them are processes of their own, halted or killed from outside; the
 *     others live and die inside this process, in virtual time
 * @param seed of everything drawn
 * @param postgres a database for the stores, each in a schema of its own; null: SQLite files
 * @param login who connects to it; null leaves it to the driver
 * @param heard told how far it is, and each finding at once
 */
public record Torture(
    Path home,
    int kills,
    int processes,
    long seed,
    @Nullable String postgres,
    @Nullable Login login,
    Consumer<String> heard) {
  /** Worlds of child processes have seeds far from those inside, so that no two are the same. */
  static final long APART = 1_000_000;

  /** Lives of one rollback in processes of its own; then one may get home. */
  private static final int LIVES = 12;

  /** Instants with a write in hand, so that the next life has one to settle before its own. */
  private static final List<String> WITH_WORK =
      List.of("SENT_COMMITTED", "WRITE_RETURNED", "ANSWER_COMMITTED", "VERIFIED_COMMITTED");

  /** Steps that a process passes before it halts itself: some die at once, some get far. */
  private static final int LONGEST = 1_500;

  /** Runs it: processes first, one by one, so that a restart is timed on a quiet machine. */
  public Bars run() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Toll toll = new Toll(postgres == null ? "sqlite" : "postgres", heard);
    Path folder = Files.createTempDirectory("backhaul-torture");
    try {
      processes(folder, toll);
      inside(folder, toll);
    } finally {
      delete(folder);
    }
    return toll.bars(kills, Duration.ofNanos(System.nanoTime() - begun));
  }

  private void processes(Path folder, Toll toll) throws IOException, InterruptedException {
    Random random = new Random(seed);
    for (long world = seed + APART; toll.kills() < processes; world++) {
      Path own = Files.createDirectory(folder.resolve("process-" + world));
      try (TortureRun run = new TortureRun(home, own, store(own, world), login, world)) {
        TortureRun.End end = null;
        for (int life = 0; end == null || end.killed(); life++) {
          end =
              life < LIVES && toll.kills() < processes
                  ? drawn(run, random)
                  : run.live(TortureLife.NONE, 0);
          if (end.killed()) {
            toll.killed(end.halted() ? Toll.Kind.HALTED : Toll.Kind.KILLED, "process");
          }
          if (end.untilWrite() != null && end.resumed()) {
            toll.restarted(end.untilWrite());
          }
        }
        if (end.status() == 0) {
          toll.judged(world, run.judge(), BadWeather.hits(run.incident()));
        } else {
          toll.stuck(world, end.said());
        }
      }
    }
  }

  private static TortureRun.End drawn(TortureRun run, Random random)
      throws IOException, InterruptedException {
    return switch (random.nextInt(3)) {
      case 0 -> run.live(TortureLife.ANY, random.nextInt(LONGEST));
      case 1 -> run.killedAfter(Duration.ofMillis(random.nextInt(8_000)));
      default -> run.live(WITH_WORK.get(random.nextInt(WITH_WORK.size())), random.nextInt(6));
    };
  }

  private void inside(Path folder, Toll toll) throws IOException, InterruptedException {
    AtomicLong worlds = new AtomicLong(seed);
    int lanes = Runtime.getRuntime().availableProcessors();
    try (ExecutorService pool = Executors.newFixedThreadPool(lanes)) {
      List<Future<?>> all = new ArrayList<>();
      for (int lane = 0; lane < lanes; lane++) {
        all.add(
            pool.submit(
                () -> {
                  while (toll.kills() < kills) {
                    inside(folder, worlds.getAndIncrement(), toll);
                  }
                  return true;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a lane of the torture broke off", e.getCause());
    }
  }

  private void inside(Path folder, long world, Toll toll) throws IOException, InterruptedException {
    Path own = Files.createDirectory(folder.resolve("world-" + world));
    try (InnerWorld inner = new InnerWorld(home, store(own, world), world)) {
      new InnerLives(inner, world, toll, InnerLives.MOST, InnerLives.MOST_BACK).run();
    } finally {
      delete(own);
    }
  }

  /** A store of its own for every world: a file, or a schema that no earlier torture has used. */
  private StoreSettings store(Path own, long world) {
    return postgres == null
        ? StoreSettings.file(own.resolve("rollback.db"))
        : StoreSettings.postgres(
            postgres, "torture_" + new SystemTime().millis() + "_" + world, login);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.deleteIfExists(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
