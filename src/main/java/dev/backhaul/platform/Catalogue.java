package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.manifest.ObjectType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one system's objects look like: the manifest's paths, with the migration's own join keys.
 */
final class Catalogue {
  private final Manifest manifest;
  private final Map<String, String> joinKeys;

  Catalogue(Manifest manifest, Map<String, String> joinKeys) {
    this.manifest = manifest;
    this.joinKeys = joinKeys;
  }

  Manifest manifest() {
    return manifest;
  }

  /** The type of an object; a wrong name is a {@link PlatformException}. */
  ObjectType type(String object) {
    try {
      return manifest.object(object);
    } catch (IllegalArgumentException e) {
      throw new PlatformException(
          manifest.platform(), new Failure.Fatal(String.valueOf(e.getMessage())));
    }
  }

  /** The refusal of something the manifest does not offer, with its reason if it gives one. */
  PlatformException cannot(String operation, String object) {
    String reason =
        manifest
            .cannot(operation, object)
            .orElse(
                "the manifest of "
                    + manifest.platform()
                    + " has no "
                    + operation
                    + " for "
                    + object);
    return new PlatformException(
        manifest.platform() + " " + operation + " " + object, new Failure.Fatal(reason));
  }

  /** The join key's path, or null if there is none. */
  @Nullable FieldPath joinKey(String object) {
    String path = joinKeys.getOrDefault(object, type(object).joinKey());
    return path == null ? null : FieldPath.of(path);
  }

  /** The native id of a raw record; empty if it has none. */
  String id(String object, JsonNode raw) {
    return FieldPath.of(type(object).key()).textIn(raw);
  }

  /** A raw record as an item. */
  Item item(String object, ObjectNode raw) {
    ObjectType type = type(object);
    FieldPath joinKey = joinKey(object);
    String key = joinKey == null ? "" : joinKey.textIn(raw);
    return new Item(
        id(object, raw),
        key.isBlank() ? null : key,
        FieldPath.of(type.version()).textIn(raw),
        time(raw, type.createdAt()),
        time(raw, type.updatedAt()),
        raw);
  }

  /** Raw records as items; what has no id is none. */
  List<Item> items(String object, List<ObjectNode> raw) {
    return raw.stream()
        .filter(row -> !id(object, row).isEmpty())
        .map(row -> item(object, row))
        .toList();
  }

  static @Nullable Instant time(JsonNode raw, @Nullable String path) {
    return path == null ? null : instant(FieldPath.of(path).in(raw));
  }

  /** An ISO time with offset, or epoch milliseconds; null for anything else. */
  static @Nullable Instant instant(JsonNode value) {
    if (value.isIntegralNumber()) {
      return Instant.ofEpochMilli(value.longValue());
    }
    if (!value.isTextual()) {
      return null;
    }
    String text = value.asText();
    if (text.matches("[0-9]{12,14}")) {
      return Instant.ofEpochMilli(Long.parseLong(text));
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
