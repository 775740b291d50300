package dev.backhaul.rollback;

import dev.backhaul.manifest.MigratedObject;
import dev.backhaul.manifest.RouteParameter;
import dev.backhaul.manifest.RouteParameters;
import dev.backhaul.manifest.RouteTemplate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The routes that ops edit: checked before Camel loads any of them, since Camel would run anything.
 * A rollback has one target, and only the file of that platform is read: two platforms may both
 * have a {@code ticket}.
 */
final class PlatformRoutes {
  private PlatformRoutes() {}

  /** The file that tunes the reading of a platform as the target. */
  static Path file(Path home, String platform) {
    return home.resolve("routes/platforms").resolve(platform + ".camel.yaml");
  }

  /**
   * Refuses a file that holds anything but templated routes, and objects that nothing would read.
   *
   * @param home the folder that holds {@code routes/platforms}
   * @param platform the target's platform
   * @throws dev.backhaul.yaml.YamlException with every problem of the file
   * @throws ConfigurationException if there is no such file, or an object lacks a route
   */
  static void check(Path home, String platform, List<MigratedObject> objects) {
    Path file = file(home, platform);
    if (!Files.isRegularFile(file)) {
      throw new ConfigurationException(
          file
              + ": no such file; it says how the target's objects are read, see docs/how-to/add-a-platform.md");
    }
    Map<RouteTemplate, Set<String>> read = new EnumMap<>(RouteTemplate.class);
    for (RouteParameters route : RouteParameters.read(file)) {
      String object = route.values().get(RouteParameter.OBJECT);
      if (object != null) {
        read.computeIfAbsent(route.template(), template -> new HashSet<>()).add(object);
      }
    }
    for (MigratedObject object : objects) {
      for (RouteTemplate needed : List.of(RouteTemplate.DELTA, RouteTemplate.EVIDENCE)) {
        if (!read.getOrDefault(needed, Set.of()).contains(object.target())) {
          throw new ConfigurationException(
              object.at()
                  + ": no \""
                  + needed.id()
                  + "\" route reads "
                  + object.target()
                  + "; add a templatedRoute for it to routes/platforms/"
                  + file.getFileName());
        }
      }
    }
  }
}
