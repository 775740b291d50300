package dev.backhaul.rollback;

import dev.backhaul.manifest.Manifest;
import dev.backhaul.manifest.MigratedObject;
import dev.backhaul.manifest.Migration;
import dev.backhaul.manifest.ServiceConfig;
import dev.backhaul.mapping.Mapping;
import dev.backhaul.plan.Flow;
import dev.backhaul.platform.Manifests;
import dev.backhaul.yaml.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that ops write, read and checked: the service's settings, one migration, both
 * platforms' manifests, the mappings.
 *
 * @param flows one per migrated object, parents first
 */
public record Configuration(
    Path home,
    ServiceConfig service,
    Migration migration,
    Manifest source,
    Manifest target,
    List<Flow> flows) {

  /**
   * Reads it all.
   *
   * @throws dev.backhaul.yaml.YamlException with file, line and what to do, if a file is wrong
   * @throws dev.backhaul.mapping.MappingException the same, of a mapping
   * @throws ConfigurationException if a file is missing or two files do not fit together
   */
  public static Configuration read(Path home, String name, Environment environment) {
    Path folder = home.resolve("config/migrations").resolve(name);
    Migration migration = Migration.read(existing(folder.resolve("migration.yaml")), environment);
    Manifest source = manifest(home, migration.systems().source().platform());
    Manifest target = manifest(home, migration.systems().target().platform());
    List<Flow> flows = new ArrayList<>();
    for (MigratedObject object : migration.objects()) {
      flows.add(flow(folder, object, source, target));
    }
    return new Configuration(
        home,
        ServiceConfig.read(existing(home.resolve("config/backhaul.yaml")), environment),
        migration,
        source,
        target,
        parentsFirst(flows));
  }

  private static Manifest manifest(Path home, String platform) {
    return Manifests.read(existing(home.resolve("config/platforms/" + platform + ".yaml")));
  }

  private static Path existing(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ConfigurationException(file + ": no such file");
    }
    return file;
  }

  private static Flow flow(Path folder, MigratedObject object, Manifest source, Manifest target) {
    Mapping mapping = Mapping.load(existing(folder.resolve(object.mapping())));
    require(
        mapping.sourceObject().equals(object.source()),
        object,
        "maps from " + mapping.sourceObject());
    require(
        mapping.targetObject().equals(object.target()),
        object,
        "maps to " + mapping.targetObject());
    require(
        mapping.identitySource().equals(source.object(object.source()).key()),
        object,
        "identity.source must be the source's own id, " + source.object(object.source()).key());
    target.object(object.target());
    MigratedObject.Parent parent = object.parent();
    List<Flow.NaturalKey> keys =
        object.naturalKeys().stream()
            .map(key -> new Flow.NaturalKey(key.source(), key.target()))
            .toList();
    return new Flow(
        object.target(),
        object.source(),
        mapping,
        parent == null ? null : parent.object(),
        parent == null ? null : parent.path(),
        keys);
  }

  private static void require(boolean holds, MigratedObject object, String what) {
    if (!holds) {
      throw new ConfigurationException(object.at() + ": " + object.mapping() + " " + what);
    }
  }

  /**
   * Referenced objects before those that refer to them, children last; cycles keep the file's
   * order.
   */
  private static List<Flow> parentsFirst(List<Flow> flows) {
    Map<String, Flow> left = new LinkedHashMap<>();
    flows.forEach(flow -> left.put(flow.targetObject(), flow));
    Map<String, List<String>> needs = new HashMap<>();
    for (Flow flow : flows) {
      List<String> first = new ArrayList<>(flow.mapping().references());
      String parent = flow.parentObject();
      if (parent != null) {
        first.add(parent);
      }
      first.remove(flow.targetObject());
      needs.put(flow.targetObject(), first);
    }
    List<Flow> ordered = new ArrayList<>();
    while (!left.isEmpty()) {
      Flow next =
          left.values().stream()
              .filter(
                  flow ->
                      needs.getOrDefault(flow.targetObject(), List.of()).stream()
                          .noneMatch(left::containsKey))
              .findFirst()
              .orElseGet(() -> left.values().iterator().next());
      ordered.add(next);
      left.remove(next.targetObject());
    }
    return List.copyOf(ordered);
  }

  /** The join keys the migration used, by target object. */
  public Map<String, String> targetJoinKeys() {
    Map<String, String> out = new LinkedHashMap<>();
    flows.forEach(flow -> out.put(flow.targetObject(), flow.mapping().identityTarget()));
    return out;
  }

  /** The flow that brings a target object home. */
  public Flow flow(String targetObject) {
    return flows.stream()
        .filter(flow -> flow.targetObject().equals(targetObject))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "no object '"
                        + targetObject
                        + "' in migration.yaml; it has "
                        + flows.stream().map(Flow::targetObject).toList()));
  }
}
