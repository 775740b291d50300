package dev.backhaul.rollback;

import dev.backhaul.manifest.MigratedObject;
import dev.backhaul.manifest.RouteParameter;
import dev.backhaul.manifest.RouteParameters;
import dev.backhaul.manifest.RouteTemplate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The routes that ops edit: checked before Camel loads any of them, since Camel would run anything.
 */
final class PlatformRoutes {
  private PlatformRoutes() {}

  /**
   * Refuses files that hold anything but templated routes, and objects that nothing would read.
   *
   * @param home the folder that holds {@code routes/platforms}
   * @throws dev.backhaul.yaml.YamlException with every problem of a file
   * @throws ConfigurationException if a route id stands in two files, or an object lacks a route
   */
  static void check(Path home, List<MigratedObject> objects) {
    Path folder = home.resolve("routes/platforms");
    Map<String, Path> files = new HashMap<>();
    Map<RouteTemplate, Set<String>> read = new EnumMap<>(RouteTemplate.class);
    for (Path file : files(folder)) {
      for (RouteParameters route : RouteParameters.read(file)) {
        Path first = files.putIfAbsent(route.routeId(), file);
        if (first != null) {
          throw new ConfigurationException(
              route.at()
                  + ": route \""
                  + route.routeId()
                  + "\" stands in "
                  + first.getFileName()
                  + " too; rename one");
        }
        String object = route.values().get(RouteParameter.OBJECT);
        if (object != null) {
          read.computeIfAbsent(route.template(), template -> new HashSet<>()).add(object);
        }
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
                  + "; add a templatedRoute for it to a file in routes/platforms");
        }
      }
    }
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.getFileName().toString().endsWith(".camel.yaml"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be read", e);
    }
  }
}
