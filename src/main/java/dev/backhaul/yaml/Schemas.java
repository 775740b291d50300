package dev.backhaul.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON Schema (draft 2020-12) of the records that files are bound to, for editors. Says what the
 * {@link Binder} says about keys and types; what a record's constructor refuses stays the binder's
 * alone.
 */
public final class Schemas {
  private static final String SECRET = "^\\$\\{(env:[A-Za-z_][A-Za-z0-9_]*|file:/[^}]+)\\}$";

  private final Map<String, ObjectNode> definitions = new TreeMap<>();

  private Schemas() {}

  /** The schema of files bound to a record. */
  public static ObjectNode of(Class<?> type) {
    Schemas schemas = new Schemas();
    ObjectNode out = Json.object();
    out.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    out.put("title", type.getSimpleName());
    out.setAll(schemas.record(type, null));
    if (!schemas.definitions.isEmpty()) {
      ObjectNode definitions = out.putObject("$defs");
      schemas.definitions.forEach(definitions::set);
    }
    return out;
  }

  private ObjectNode record(Class<?> type, @Nullable String kind) {
    Shape shape = Shape.of(type);
    ObjectNode out = Json.object();
    if (!shape.doc().isEmpty()) {
      out.put("description", shape.doc());
    }
    out.put("type", "object");
    out.put("additionalProperties", false);
    ObjectNode properties = out.putObject("properties");
    ArrayNode required = Json.mapper().createArrayNode();
    if (kind != null) {
      properties.putObject("kind").put("const", kind);
      required.add("kind");
    }
    for (Shape.Member member : shape.keys()) {
      properties.set(member.key(), member(member));
      if (member.required()) {
        required.add(member.key());
      }
    }
    if (!required.isEmpty()) {
      out.set("required", required);
    }
    return out;
  }

  private ObjectNode member(Shape.Member member) {
    ObjectNode out = Json.object();
    String doc = member.doc();
    if (!doc.isEmpty()) {
      out.put("description", doc);
    }
    ObjectNode type = type(member.type());
    if (member.envText()) {
      type.remove("format");
    }
    out.setAll(type);
    if (member.defaultText() != null) {
      out.set("default", json(member.defaultText()));
    }
    if (member.example() != null) {
      out.putArray("examples").add(json(member.example()));
    }
    return out;
  }

  private ObjectNode type(Type type) {
    if (type instanceof ParameterizedType generic) {
      return container(generic);
    }
    Class<?> raw = (Class<?>) type;
    if (raw == JsonNode.class || raw == Node.class) {
      return Json.object();
    }
    if (raw.isEnum()) {
      return constants(raw);
    }
    if (ScalarKind.of(raw).isPresent()) {
      return scalar(raw);
    }
    return raw.isSealed() ? kinded(raw) : defined(raw, null);
  }

  private ObjectNode container(ParameterizedType generic) {
    Type[] of = generic.getActualTypeArguments();
    ObjectNode out = Json.object();
    if (generic.getRawType() == Map.class) {
      out.put("type", "object");
      if (of[0] != String.class) {
        out.set("propertyNames", type(of[0]));
      }
      out.set("additionalProperties", type(of[1]));
      return out;
    }
    out.put("type", "array");
    out.set("items", type(of[0]));
    if (generic.getRawType() == Set.class) {
      out.put("uniqueItems", true);
    }
    return out;
  }

  private ObjectNode kinded(Class<?> sealed) {
    ObjectNode out = Json.object();
    ArrayNode choices = out.putArray("oneOf");
    Shape.kinds(sealed).forEach((kind, type) -> choices.add(defined(type, kind)));
    return out;
  }

  private ObjectNode defined(Class<?> type, @Nullable String kind) {
    String name = type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
    if (!definitions.containsKey(name)) {
      definitions.put(name, Json.object()); // before its members: a type may hold itself
      definitions.put(name, record(type, kind));
    }
    return Json.object().put("$ref", "#/$defs/" + name);
  }

  private static ObjectNode constants(Class<?> type) {
    ObjectNode out = Json.object();
    ArrayNode values = out.putArray("enum");
    Shape.spellings(type).forEach(values::add);
    String meanings =
        Shape.meanings(type).entrySet().stream()
            .map(entry -> entry.getKey() + ": " + entry.getValue())
            .collect(Collectors.joining(" "));
    if (!meanings.isEmpty()) {
      out.put("$comment", meanings);
    }
    return out;
  }

  private static ObjectNode scalar(Class<?> raw) {
    ScalarKind kind =
        ScalarKind.of(raw).orElseThrow(() -> new IllegalStateException("no schema for " + raw));
    ObjectNode out = Json.object();
    if (raw == double.class || raw == Double.class || raw == Share.class) {
      out.putArray("type").add("number").add("string");
      return out.put("pattern", "^-?[0-9.]+ *%$");
    }
    out.put("type", kind.schemaType());
    if (raw == Duration.class) {
      out.put("pattern", "^" + Durations.PATTERN.pattern() + "$");
    } else if (raw == Secret.class) {
      out.put("pattern", SECRET);
    } else if (raw == Instant.class) {
      out.put("format", "date-time");
    } else if (raw == URI.class) {
      out.put("format", "uri");
    }
    return out;
  }

  private static JsonNode json(String yaml) {
    return Shape.fragment("annotation", yaml).json();
  }
}
