package dev.backhaul.gateway;

import dev.backhaul.manifest.Ingress;
import dev.backhaul.manifest.IngressPoint;
import dev.backhaul.manifest.Integration;
import dev.backhaul.manifest.IntegrationKind;
import dev.backhaul.manifest.Integrations;
import dev.backhaul.yaml.Environment;
import dev.backhaul.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The integrations at the gateway, as their files say: {@code integrations.yaml} of the rollback,
 * and the kinds it names. A file that became wrong changes nothing.
 */
public final class GateFiles {
  private static final Logger LOG = LoggerFactory.getLogger(GateFiles.class);

  /** What Mailgun, Stripe and others need at most for their last attempt. */
  private static final Duration DRAIN = Duration.ofHours(76);

  private final Path wired;
  private final Path kinds;
  private final Environment environment;
  private final Transformations transformations;
  private Map<Path, String> seen = Map.of();

  /** Finds the transformation that a mapping makes. */
  @FunctionalInterface
  public interface Transformations {
    /**
     * Reads it.
     *
     * @param folder the migration's
     */
    Transformation of(Path folder, IngressPoint.Transform transform);
  }

  /** The files of one rollback. */
  public GateFiles(
      Path home, String migration, Environment environment, Transformations transformations) {
    wired = home.resolve("config/migrations").resolve(migration).resolve("integrations.yaml");
    kinds = home.resolve("config/integrations");
    this.environment = environment;
    this.transformations = transformations;
  }

  /**
   * Reads them; without the file there are no integrations.
   *
   * @throws YamlException with every problem of a file
   * @throws IllegalArgumentException if two files do not fit together
   */
  public Gates read() {
    seen = prints();
    if (!Files.isRegularFile(wired)) {
      return new Gates(List.of());
    }
    List<Gate> out = new ArrayList<>();
    Integrations.read(wired, environment)
        .wired()
        .forEach((name, one) -> gate(name, one).ifPresent(out::add));
    return new Gates(out);
  }

  private Optional<Gate> gate(String name, Integration one) {
    IngressPoint point = one.ingress();
    if (point == null) {
      return Optional.empty();
    }
    IntegrationKind kind = IntegrationKind.read(kinds.resolve(one.kind() + ".yaml"));
    Ingress how = kind.gateway();
    if (how == null) {
      throw new IllegalArgumentException(
          wired
              + ": "
              + name
              + " has an ingress, but config/integrations/"
              + one.kind()
              + ".yaml has no gateway: it does not say how a delivery is believed");
    }
    IngressPoint.Transform transform = point.transform();
    Duration drain = kind.drain();
    return Optional.of(
        new Gate(
            name,
            how,
            point,
            drain == null ? DRAIN : drain,
            transform == null ? null : transformations.of(wired.resolveSibling("."), transform)));
  }

  /** The integrations if the files changed since they were read and are sound; else empty. */
  public Optional<Gates> look() {
    Map<Path, String> now = prints();
    if (now.equals(seen)) {
      return Optional.empty();
    }
    try {
      return Optional.of(read());
    } catch (YamlException | IllegalArgumentException e) {
      seen = now;
      LOG.warn("the gateway goes on with the integrations it has: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private Map<Path, String> prints() {
    Map<Path, String> out = new TreeMap<>();
    try (Stream<Path> files = Files.isDirectory(kinds) ? Files.list(kinds) : Stream.<Path>empty()) {
      for (Path file : Stream.concat(files, Stream.of(wired)).toList()) {
        if (Files.isRegularFile(file)) {
          out.put(file, Files.getLastModifiedTime(file) + " " + Files.size(file));
        }
      }
    } catch (IOException e) {
      LOG.warn("the integrations' files cannot be looked at ({})", e.getClass().getSimpleName());
      return seen;
    }
    return out;
  }
}
