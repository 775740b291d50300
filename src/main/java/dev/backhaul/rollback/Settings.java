package dev.backhaul.rollback;

import dev.backhaul.platform.Role;
import dev.backhaul.progress.Progress;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.StoreSettings;
import dev.backhaul.time.Time;
import dev.backhaul.yaml.Environment;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which rollback to open, and in what surroundings.
 *
 * @param home the folder that holds {@code config} and {@code routes}
 * @param migration the migration's name: a folder below {@code config/migrations}
 * @param environment where secrets come from
 * @param time the clock
 * @param progress told how far the work is
 * @param baseUrls base URLs that stand in for those of {@code migration.yaml}, for sandboxes
 * @param store the store in place of the configured one; null for the configured one. The
 *     configured encryption key holds for either
 * @param owner who holds the leases: unique per process
 * @param crashPoint where crash tests may halt the process; {@link CrashPoint#NONE} in production
 */
public record Settings(
    Path home,
    String migration,
    Environment environment,
    Time time,
    Progress progress,
    Map<Role, URI> baseUrls,
    @Nullable StoreSettings store,
    String owner,
    CrashPoint crashPoint) {

  /** Copies the map. */
  public Settings {
    baseUrls = Map.copyOf(baseUrls);
  }
}
