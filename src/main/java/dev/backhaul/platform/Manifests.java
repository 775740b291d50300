package dev.backhaul.platform;

import dev.backhaul.manifest.Manifest;
import dev.backhaul.yaml.Binder;
import dev.backhaul.yaml.YamlFile;
import java.nio.file.Path;

/** Reads manifests: strictly, with every problem of a file at once. */
public final class Manifests {
  private Manifests() {}

  /**
   * The manifest in a file.
   *
   * @throws dev.backhaul.yaml.YamlException with every problem, each with its line
   */
  public static Manifest read(Path file) {
    return Binder.bind(YamlFile.read(file), Manifest.class);
  }

  /** The manifest in a text; {@code name} stands in messages. */
  public static Manifest parse(String name, String text) {
    return Binder.bind(YamlFile.read(name, text), Manifest.class);
  }
}
