package dev.backhaul.manifest;

import dev.backhaul.yaml.Environment;
import dev.backhaul.yaml.Place;
import dev.backhaul.yaml.Problem;
import dev.backhaul.yaml.YamlException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that files say of integrations: the kinds that ship or were added, and what one
 * rollback has of them.
 *
 * @param integrations what is wired to the target; empty where the rollback has no such file
 * @param kinds all kinds, by name
 */
public record IntegrationFiles(Integrations integrations, Map<String, IntegrationKind> kinds) {
  /** A rollback's own file, below its folder. */
  public static final String FILE = "integrations.yaml";

  /**
   * Reads and checks them all.
   *
   * @param home the folder that holds {@code config}
   * @param migration the rollback's name
   * @throws YamlException with every problem of every file, each with its place
   */
  public static IntegrationFiles read(Path home, String migration, Environment environment) {
    return read(home, migration, environment, true);
  }

  /**
   * Reads what a rollback names and nothing else: a kind that it does not use stops nothing.
   *
   * @throws YamlException with every problem of these files, each with its place
   */
  public static IntegrationFiles named(Path home, String migration, Environment environment) {
    return read(home, migration, environment, false);
  }

  private static IntegrationFiles read(
      Path home, String migration, Environment environment, boolean all) {
    List<Problem> problems = new ArrayList<>();
    Path file = home.resolve("config/migrations").resolve(migration).resolve(FILE);
    Integrations integrations = new Integrations(1, List.of(), List.of(), Map.of());
    if (java.nio.file.Files.isRegularFile(file)) {
      try {
        integrations = Integrations.read(file, environment);
      } catch (YamlException e) {
        problems.addAll(e.problems());
      }
    }
    Set<String> wanted =
        integrations.wired().values().stream().map(Integration::kind).collect(Collectors.toSet());
    Map<String, IntegrationKind> kinds =
        kinds(home.resolve("config/integrations"), name -> all || wanted.contains(name), problems);
    if (problems.isEmpty()) {
      problems.addAll(integrations.problems(kinds));
    }
    if (!problems.isEmpty()) {
      throw new YamlException(problems);
    }
    return new IntegrationFiles(integrations, kinds);
  }

  private static Map<String, IntegrationKind> kinds(
      Path folder, Predicate<String> wanted, List<Problem> problems) {
    Map<String, IntegrationKind> out = new LinkedHashMap<>();
    if (!java.nio.file.Files.isDirectory(folder)) {
      return out;
    }
    try (Stream<Path> files = java.nio.file.Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).sorted().toList()) {
        String name = file.getFileName().toString();
        if (!wanted.test(name.substring(0, name.length() - ".yaml".length()))) {
          continue;
        }
        try {
          IntegrationKind kind = IntegrationKind.read(file);
          if (!name.equals(kind.kind() + ".yaml")) {
            problems.add(
                Problem.at(
                    kind.at(), "kind: is " + kind.kind() + " in the file " + name, "rename one"));
          }
          out.put(kind.kind(), kind);
        } catch (YamlException e) {
          problems.addAll(e.problems());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(Place.of(folder.toString()) + " cannot be read", e);
    }
    return out;
  }
}
