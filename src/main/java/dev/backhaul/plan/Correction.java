package dev.backhaul.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.json.JsonException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people decided about refused writes: one answer, applied to every record of the cause.
 *
 * @param answer the answer's id; part of what an approval covers
 * @param kind what to do
 * @param paths the fields it is about, as the mapping writes them
 * @param to for {@link Kind#SET}: the value; else null
 * @param map for {@link Kind#MAP}: what becomes of which value, as text
 */
public record Correction(
    String answer, Kind kind, List<String> paths, @Nullable JsonNode to, Map<String, String> map) {
  /** In a choice's effect and in the store: the fields. */
  public static final String PATHS = "paths";

  private static final String TO = "to";
  private static final String MAP = "map";

  /** Copies its lists. */
  public Correction {
    paths = List.copyOf(paths);
    map = Map.copyOf(map);
  }

  /** What can be done about a refused write, besides leaving it. */
  public enum Kind {
    /** The same once more: the reason is mended in the source. */
    AGAIN,
    /** Without these fields. */
    WITHOUT,
    /** With this value in the field. */
    SET,
    /** With these values in place of others. */
    MAP;

    /** As people type it. */
    public String choice() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The kind that a choice names; empty for any other choice. */
    static Optional<Kind> of(String choice) {
      return Arrays.stream(values()).filter(kind -> kind.choice().equals(choice)).findFirst();
    }
  }

  /**
   * What somebody typed with a choice.
   *
   * @param fields paths; empty for those that the platform named
   * @param value for {@code set}; null if none was given
   * @param map for {@code map}: old value to new value
   */
  public record Typed(List<String> fields, @Nullable String value, Map<String, String> map) {
    /** Nothing but the choice. */
    public static final Typed NOTHING = new Typed(List.of(), null, Map.of());

    /** Copies its lists. */
    public Typed {
      fields = List.copyOf(fields);
      map = Map.copyOf(map);
    }

    boolean nothing() {
      return fields.isEmpty() && value == null && map.isEmpty();
    }
  }

  /**
   * Makes a correction of what was typed.
   *
   * @param named the fields that the platform named
   * @throws IllegalArgumentException saying what is missing or too much
   */
  static Correction of(String answer, Kind kind, List<String> named, Typed typed) {
    List<String> paths = typed.fields().isEmpty() ? named : typed.fields();
    String value = typed.value();
    require((kind == Kind.SET) == (value != null), "value goes with set, and only with set");
    require((kind == Kind.MAP) != typed.map().isEmpty(), "map old=new goes with map, and only so");
    require(
        kind != Kind.AGAIN || typed.fields().isEmpty(), "again sends the whole record: no field");
    require(
        kind == Kind.AGAIN || !paths.isEmpty(),
        "the platform named no field of the record: say which with --field");
    require(
        kind != Kind.SET || paths.size() == 1,
        "set takes one field; the platform named " + paths + ": say which with --field");
    return new Correction(
        answer,
        kind,
        kind == Kind.AGAIN ? List.of() : paths,
        value == null ? null : parsed(value),
        typed.map());
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Follows the decision while a record is decided. */
  void correct(Draft draft) {
    for (String path : paths) {
      JsonNode now = draft.set().get(path);
      boolean written = now != null || draft.clear().contains(path);
      if (!written) {
        continue;
      }
      switch (kind) {
        case AGAIN -> {}
        case WITHOUT -> draft.leave(path);
        case SET -> {
          JsonNode value = to;
          if (value != null) {
            draft.set(path, like(now, value));
          }
        }
        case MAP -> {
          String other = now == null ? null : map.get(now.asText());
          if (other != null) {
            draft.set(path, like(now, parsed(other)));
          }
        }
      }
    }
  }

  /** A number typed for a text is a text. */
  private static JsonNode like(@Nullable JsonNode now, JsonNode value) {
    return now != null && now.isTextual() && value.isValueNode() && !value.isNull()
        ? Json.tree(value.asText())
        : value;
  }

  private static JsonNode parsed(String typed) {
    try {
      return Json.parse(typed);
    } catch (JsonException e) {
      return Json.tree(typed);
    }
  }

  ObjectNode stored() {
    ObjectNode out = Json.object();
    paths.forEach(out.putArray(PATHS)::add);
    out.set(TO, to);
    ObjectNode values = out.putObject(MAP);
    map.forEach(values::put);
    return out;
  }

  static Correction stored(String answer, Kind kind, ObjectNode stored) {
    List<String> paths = new ArrayList<>();
    stored.path(PATHS).forEach(path -> paths.add(path.asText()));
    Map<String, String> map = new java.util.TreeMap<>();
    stored.path(MAP).properties().forEach(each -> map.put(each.getKey(), each.getValue().asText()));
    JsonNode to = stored.path(TO);
    return new Correction(answer, kind, paths, to.isMissingNode() ? null : to, map);
  }

  /** Never prints values: they may be personal data. */
  @Override
  public String toString() {
    return "Correction[" + answer + " " + kind + " " + paths + "]";
  }
}
