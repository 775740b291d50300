package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the tests of this package share: short mappings, records, patches. */
final class Given {
  private static final String HEAD =
      """
      mapping: example
      version: 1
      source: {system: left, object: thing}
      target: {system: right, object: Thing}
      identity: {source: id, target: Id}
      """;

  private Given() {}

  /** A mapping with the join key and these field lines. */
  static Mapping fields(String... lines) {
    return file(HEAD + "fields:\n  - {from: id, to: Id}\n" + indent(lines));
  }

  /** A mapping with further top-level keys. */
  static Mapping with(String top, String... lines) {
    return file(HEAD + top + "\nfields:\n  - {from: id, to: Id}\n" + indent(lines));
  }

  private static String indent(String... lines) {
    StringBuilder out = new StringBuilder();
    for (String line : lines) {
      out.append("  - ").append(line.strip().replace("\n", "\n    ")).append('\n');
    }
    return out.toString();
  }

  static Mapping file(String text) {
    try {
      java.nio.file.Path file = Files.createTempDirectory("mapping").resolve("example.yaml");
      Files.writeString(file, text);
      return Mapping.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode json(String text) {
    return Json.parseObject(text.replace('\'', '"'));
  }

  static final References NO_REFS =
      new References() {
        @Override
        public @Nullable String targetId(String object, String sourceId) {
          return null;
        }

        @Override
        public Ref sourceId(String object, String targetId) {
          return new Ref.Unknown();
        }
      };

  /** Source id n is target id t-n; t-9xx is pending, t-dead is gone. */
  static final References REFS =
      new References() {
        @Override
        public @Nullable String targetId(String object, String sourceId) {
          return sourceId.chars().allMatch(Character::isDigit) && !sourceId.isEmpty()
              ? "t-" + sourceId
              : null;
        }

        @Override
        public Ref sourceId(String object, String targetId) {
          if (targetId.equals("t-dead")) {
            return new Ref.Gone("deleted in the target");
          }
          if (!targetId.matches("t-\\d+")) {
            return new Ref.Unknown();
          }
          return targetId.startsWith("t-9")
              ? new Ref.Pending(object + ":" + targetId)
              : new Ref.Known(targetId.substring(2));
        }
      };

  /** The first run on a record: T0 is what the mapping gives, S1 is S0. */
  static Versions first(Mapping mapping, ObjectNode s0, ObjectNode t1) {
    return versions(mapping, s0, mapping.get(s0, REFS), t1, s0, Map.of(), null);
  }

  static Versions versions(
      Mapping mapping,
      ObjectNode s0,
      ObjectNode t0,
      ObjectNode t1,
      ObjectNode s1,
      Map<String, JsonNode> written,
      @Nullable ObjectNode taken) {
    Map<String, T0> loaded = new LinkedHashMap<>();
    mapping.targetPaths().forEach(path -> loaded.put(path, new T0.Known(Path.of(path).read(t0))));
    return new Versions(t1, loaded, s0, s1, written, taken);
  }

  static ObjectNode edited(ObjectNode record, String path, JsonNode value) {
    ObjectNode out = record.deepCopy();
    Path.of(path).write(out, value);
    return out;
  }

  static ObjectNode applied(ObjectNode source, Map<String, JsonNode> set, List<String> clear) {
    ObjectNode out = source.deepCopy();
    set.forEach((path, value) -> Path.of(path).write(out, value.deepCopy()));
    clear.forEach(path -> Path.of(path).leave(out, NullNode.getInstance()));
    return out;
  }

  static ObjectNode applied(ObjectNode source, Inversion inversion) {
    return applied(source, inversion.set(), inversion.clear());
  }

  /** What a verified write leaves behind: W and the record itself. */
  static Map<String, JsonNode> written(Map<String, JsonNode> before, Inversion inversion) {
    Map<String, JsonNode> out = new HashMap<>(before);
    out.putAll(inversion.set());
    inversion.clear().forEach(path -> out.put(path, NullNode.getInstance()));
    return out;
  }
}
