package dev.backhaul.reload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.yaml.YamlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files that one rollback rests on, as they stood at one instant.
 *
 * @param files by path below the home folder
 */
public record Snapshot(Map<String, Content> files) {
  private static final List<String> SECRETIVE = List.of("access", "store", "systems");

  /** Copies its files, in the order of their names. */
  public Snapshot {
    files = java.util.Collections.unmodifiableMap(new TreeMap<>(files));
  }

  /**
   * One file.
   *
   * @param hash SHA-256 of its bytes
   * @param tree what stands in it without comments and layout; the hash for what is no YAML
   */
  public record Content(String hash, JsonNode tree) {}

  /**
   * Which files those are.
   *
   * @param home the folder that holds {@code config} and {@code routes}
   * @param migration a folder below {@code config/migrations}
   * @param source the source's platform
   * @param target the target's platform
   */
  public record Scope(Path home, String migration, String source, String target) {

    /** Hashes of the files by path below the home folder; cheap enough to ask every second. */
    public Map<String, String> hashes() {
      Map<String, String> out = new TreeMap<>();
      for (Path file : paths()) {
        try {
          out.put(name(file), hash(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
          // Gone since it was listed: as if it had not been there.
          continue;
        } catch (IOException e) {
          throw new UncheckedIOException(file + ": cannot be read", e);
        }
      }
      return out;
    }

    private List<Path> paths() {
      List<Path> out = new ArrayList<>();
      out.add(home.resolve("config/backhaul.yaml"));
      out.add(home.resolve("config/platforms/" + source + ".yaml"));
      out.add(home.resolve("config/platforms/" + target + ".yaml"));
      out.add(home.resolve("routes/platforms/" + target + ".camel.yaml"));
      Path folder = home.resolve("config/migrations").resolve(migration);
      if (Files.isDirectory(folder)) {
        try (Stream<Path> all = Files.walk(folder)) {
          all.filter(file -> file.toString().endsWith(".yaml") || file.toString().endsWith(".csv"))
              .forEach(out::add);
        } catch (IOException | UncheckedIOException e) {
          throw new UncheckedIOException(new IOException(folder + ": cannot be read", e));
        }
      }
      return out.stream().filter(Files::isRegularFile).distinct().toList();
    }

    private String name(Path file) {
      return home.relativize(file).toString().replace('\\', '/');
    }

    /**
     * Reads them all.
     *
     * @throws dev.backhaul.yaml.YamlException if a file is no YAML
     */
    public Snapshot read() {
      Map<String, Content> out = new TreeMap<>();
      for (Path file : paths()) {
        try {
          byte[] bytes = Files.readAllBytes(file);
          String hash = hash(bytes);
          out.put(name(file), new Content(hash, tree(file, bytes, hash)));
        } catch (NoSuchFileException e) {
          continue;
        } catch (IOException e) {
          throw new UncheckedIOException(file + ": cannot be read", e);
        }
      }
      return new Snapshot(out);
    }

    private static JsonNode tree(Path file, byte[] bytes, String hash) {
      if (!file.toString().endsWith(".yaml")) {
        return Json.tree(hash);
      }
      JsonNode tree =
          YamlFile.read(
                  file.toString().replace('\\', '/'), new String(bytes, StandardCharsets.UTF_8))
              .json();
      if (tree instanceof ObjectNode block) {
        // A snapshot is kept: whatever may hold a secret is only told apart, not known.
        SECRETIVE.forEach(
            key -> {
              JsonNode value = block.get(key);
              if (value != null) {
                block.put(key, Json.hash(value));
              }
            });
      }
      return tree;
    }
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of()
          .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Hashes of the files. */
  public Map<String, String> hashes() {
    Map<String, String> out = new TreeMap<>();
    files.forEach((name, content) -> out.put(name, content.hash()));
    return out;
  }

  /** One hash over all of them: what is in force, by one name. */
  public String hash() {
    return Json.sha256(hashes().toString());
  }

  /** As kept in the store. */
  ObjectNode json() {
    ObjectNode out = Json.object();
    files.forEach(
        (name, content) ->
            out.putObject(name).put("hash", content.hash()).set("tree", content.tree()));
    return out;
  }

  static Snapshot of(JsonNode json) {
    Map<String, Content> out = new TreeMap<>();
    json.properties()
        .forEach(
            each ->
                out.put(
                    each.getKey(),
                    new Content(
                        each.getValue().path("hash").asText(), each.getValue().path("tree"))));
    return new Snapshot(out);
  }
}
