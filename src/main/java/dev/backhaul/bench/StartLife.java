package dev.backhaul.bench;

import dev.backhaul.platform.Role;
import dev.backhaul.progress.Progress;
import dev.backhaul.rollback.Rollback;
import dev.backhaul.rollback.Settings;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.StoreSettings;
import dev.backhaul.time.SystemTime;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process that opens the shipped rollback over an empty store, says when its routes run, and
 * ends. Measured by the bench {@code start}; also what an ahead-of-time cache is trained with.
 */
public final class StartLife {
  /** Said when all routes run. */
  static final String RUNNING = "routes running";

  /** Nobody listens there, and nobody is asked while routes start. */
  private static final URI NOBODY = URI.create("http://127.0.0.1:9");

  private StartLife() {}

  /**
   * Argument: the folder that holds {@code config} and {@code routes}.
   *
   * @throws IOException if no temporary folder can be had
   */
  public static void main(String[] args) throws IOException {
    try (Scratch scratch = new Scratch("start");
        Rollback rollback = Rollback.open(settings(Path.of(args[0]), scratch.folder()))) {
      System.out.println(RUNNING);
      System.out.flush();
      rollback.books().numbers().journal();
    }
  }

  private static Settings settings(Path home, Path folder) {
    return new Settings(
        home,
        "helpdesk",
        BulkSystems.secrets(),
        new SystemTime(),
        Progress.NONE,
        Map.of(Role.SOURCE, NOBODY, Role.TARGET, NOBODY),
        StoreSettings.file(folder.resolve("rollback.db")),
        "start",
        CrashPoint.NONE);
  }

  /** How such a process is called. */
  static List<String> command(Path java, List<String> options, Path jar, Path home) {
    List<String> out = new java.util.ArrayList<>(List.of(java.toString()));
    out.addAll(List.of("-XX:+UseSerialGC", "-Xmx1g", "--enable-native-access=ALL-UNNAMED"));
    out.addAll(options);
    out.addAll(List.of("-cp", jar.toString(), StartLife.class.getName(), home.toString()));
    return out;
  }
}
