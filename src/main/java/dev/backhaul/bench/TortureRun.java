package dev.backhaul.bench;

import dev.backhaul.demo.Finding;
import dev.backhaul.demo.Homecoming;
import dev.backhaul.demo.Incident;
import dev.backhaul.demo.Story;
import dev.backhaul.demo.Verdict;
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
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One rollback that is killed again and again: the sandboxes live here, over loopback, and outlive
 * every life of the service.
 */
final class TortureRun implements AutoCloseable {
  /** How many times faster than the wall clock: a rollback of minutes takes seconds. */
  private static final int SPEED = 40;

  private final Path folder;
  private final StoreSettings store;
  private final @Nullable Login login;
  private final Instant wallStart = new SystemTime().instant();
  private final ScaledTime time = TortureLife.time(wallStart, SPEED);
  private final Incident incident;

  /**
   * How one life ended.
   *
   * @param status its exit status
   * @param shot whether it was killed from outside
   * @param resumed whether it went on with a plan that an earlier life made
   * @param untilWrite from the start of the process to its first write, less what it had to wait
   *     for the platform by its clock (the longest commit time of a write that it found in doubt);
   *     null if it wrote nothing
   * @param said its last words
   */
  record End(
      int status, boolean shot, boolean resumed, @Nullable Duration untilWrite, String said) {
    boolean halted() {
      return status == TortureLife.HALTED;
    }

    boolean killed() {
      return halted() || shot;
    }
  }

  /**
   * A fresh world, with the configuration below {@code home}, in an empty folder.
   *
   * @param login who connects to a PostgreSQL store; null for SQLite, or to leave it to the driver
   */
  TortureRun(Path home, Path folder, StoreSettings store, @Nullable Login login, long seed)
      throws IOException {
    this.folder = folder;
    this.store = store;
    this.login = login;
    copy(home.resolve("config"), folder.resolve("config"));
    copy(home.resolve("routes"), folder.resolve("routes"));
    Story story = InnerWorld.story(seed);
    Path migration =
        folder.resolve("config/migrations").resolve(story.migration()).resolve("migration.yaml");
    // The clock runs fast: a machine that is slow for a second must not look like a slow platform.
    Files.writeString(
        migration, Files.readString(migration).replace("latency: 30s", "latency: 1d"));
    incident = Incident.unlimited(story, time);
  }

  Incident incident() {
    return incident;
  }

  /** Lives once, until the point was passed {@code passes} times before, or to the end. */
  End live(String point, long passes) throws IOException, InterruptedException {
    return live(point, passes, null);
  }

  /** Lives once, until it is killed from outside so long after its rollback is open. */
  End killedAfter(Duration span) throws IOException, InterruptedException {
    return live(TortureLife.NONE, 0, span);
  }

  private End live(String point, long passes, @Nullable Duration span)
      throws IOException, InterruptedException {
    Path file = store.file();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(sameCache());
    command.addAll(
        List.of(
            "-cp",
            classPath(),
            TortureLife.class.getName(),
            folder.toString(),
            file == null ? store.url() : file.toString(),
            Objects.requireNonNullElse(store.schema(), ""),
            Objects.requireNonNull(incident.baseUrls().get(Role.SOURCE)).toString(),
            Objects.requireNonNull(incident.baseUrls().get(Role.TARGET)).toString(),
            Long.toString(wallStart.toEpochMilli()),
            Integer.toString(SPEED),
            point,
            Long.toString(passes),
            incident.story().migration()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    if (login != null) {
      builder.environment().put(TortureLife.USER, login.user());
      builder.environment().put(TortureLife.PASSWORD, login.password());
    }
    long begun = System.nanoTime();
    Process process = builder.start();
    AtomicBoolean shot = new AtomicBoolean();
    Duration untilWrite = null;
    boolean resumed = false;
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(TortureLife.OPEN) && span != null) {
          Thread.ofVirtual().start(() -> shoot(process, span, shot));
        } else if (line.startsWith(TortureLife.WRITING)) {
          long waited = Long.parseLong(line.substring(TortureLife.WRITING.length()));
          untilWrite = Duration.ofNanos(System.nanoTime() - begun).minusMillis(waited);
        } else if (line.equals(TortureLife.RESUMED)) {
          resumed = true;
        } else if (said.length() < 4_000) {
          said.append(line).append('\n');
        }
      }
      return new End(process.waitFor(), shot.get(), resumed, untilWrite, said.toString());
    } finally {
      process.destroyForcibly();
    }
  }

  /** A life starts as the launcher starts the service: with the cache this process has itself. */
  private static List<String> sameCache() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-XX:AOTCache="))
        .toList();
  }

  /** As {@code kill -9} does. */
  private static void shoot(Process process, Duration span, AtomicBoolean shot) {
    try {
      new SystemTime().sleep(span);
      // Said before it is done: whoever reads the last line must know.
      shot.set(process.isAlive());
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the ledgers say, when all lives are over. */
  List<Finding> judge() {
    Settings settings =
        new Settings(
            folder,
            incident.story().migration(),
            Incident.secrets(),
            time,
            Progress.NONE,
            incident.baseUrls(),
            store,
            Owner.ofThisProcess(),
            CrashPoint.NONE);
    try (Rollback rollback = Rollback.open(settings)) {
      Verdict verdict = new Homecoming(rollback).judged(incident);
      return verdict.findings();
    }
  }

  /** As this class was found itself: some test runners load it with a loader of their own. */
  private static String classPath() {
    if (TortureRun.class.getClassLoader() instanceof URLClassLoader own) {
      return Arrays.stream(own.getURLs())
          .map(url -> Path.of(URI.create(url.toString())).toString())
          .collect(Collectors.joining(File.pathSeparator));
    }
    return System.getProperty("java.class.path");
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file).toString()));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void close() {
    incident.close();
  }
}
