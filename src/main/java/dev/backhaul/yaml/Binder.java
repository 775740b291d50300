package dev.backhaul.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes typed records of located nodes, strictly: unknown, retired and missing keys, wrong types
 * and what a record's own constructor refuses are all collected and reported together, each with
 * its place.
 *
 * <p>Component types: records, enums (in kebab case), {@code List}, {@code Set}, {@code Map},
 * {@code String}, {@code boolean}, {@code int}, {@code long}, {@code double} (also {@code 20%}),
 * {@code BigDecimal}, {@link Share}, {@code Duration}, {@code Instant}, {@code ZoneId}, {@code
 * URI}, {@code Path}, {@link Secret}, {@code JsonNode} and {@link Node} (free form), {@link Place}
 * (filled with the record's own), classes with a {@link FromText} method, sealed interfaces of
 * {@link Kind} records.
 */
public final class Binder {
  private final Environment environment;
  private final List<Problem> problems = new ArrayList<>();

  /** The key whose value is being bound, for messages; empty at the top. */
  private String key = "";

  private Binder(Environment environment) {
    this.environment = environment;
  }

  /**
   * Binds with the environment of this process.
   *
   * @throws YamlException with every problem of the file
   */
  public static <T> T bind(Node node, Class<T> type) {
    return bind(node, type, Environment.system());
  }

  /**
   * Binds; {@link EnvText} placeholders are filled from the given environment.
   *
   * @throws YamlException with every problem of the file
   */
  public static <T> T bind(Node node, Class<T> type, Environment environment) {
    Binder binder = new Binder(environment);
    Object value = binder.value(node, type, false);
    if (value == null || !binder.problems.isEmpty()) {
      throw new YamlException(binder.problems);
    }
    return type.cast(value);
  }

  /** Null if, and only if, a problem was reported. */
  private @Nullable Object value(Node node, Type type, boolean envText) {
    if (type instanceof ParameterizedType generic) {
      Class<?> raw = (Class<?>) generic.getRawType();
      Type[] of = generic.getActualTypeArguments();
      if (raw == Map.class) {
        return map(node, of[0], of[1], envText);
      }
      if (raw == List.class || raw == Set.class) {
        return collection(node, of[0], raw == Set.class, envText);
      }
      throw new IllegalStateException("no way to bind " + type);
    }
    Class<?> raw = (Class<?>) type;
    if (raw == JsonNode.class) {
      return node.json();
    }
    if (raw == Node.class) {
      return node;
    }
    if (raw.isEnum()) {
      return constant(node, raw);
    }
    ScalarKind kind = ScalarKind.of(raw).orElse(null);
    if (kind != null) {
      return scalar(node, kind, envText);
    }
    if (raw.isSealed() && raw.isInterface()) {
      return kinded(node, raw);
    }
    if (raw.isRecord()) {
      return record(node, Shape.of(raw), Set.of());
    }
    throw new IllegalStateException("no way to bind " + type);
  }

  private @Nullable Object scalar(Node node, ScalarKind kind, boolean envText) {
    if (!(node instanceof Node.Scalar scalar) || scalar.isNull()) {
      return wrong(node, kind.words());
    }
    if (kind.unquoted() && !scalar.plain()) {
      return wrongValue(
          node.at(), "expected " + kind.words() + ", found text", "remove the quotes");
    }
    try {
      String text = scalar.text();
      if (envText) {
        text = Placeholders.filled(text, environment);
      } else if (kind.type() != Secret.class && Placeholders.in(text)) {
        return wrongValue(
            node.at(),
            "placeholders are not allowed here",
            "only secrets and base URLs may hold them");
      }
      return kind.parser().parse(text);
    } catch (NumberFormatException e) {
      return wrongValue(node.at(), "number " + scalar.text() + " is out of range", "");
    } catch (IllegalArgumentException e) {
      String message = e.getMessage();
      return message == null || message.isEmpty()
          ? wrongText(scalar, kind.words())
          : wrongValue(node.at(), message, "");
    }
  }

  private @Nullable Object constant(Node node, Class<?> type) {
    List<String> known = Shape.spellings(type);
    if (!(node instanceof Node.Scalar scalar) || scalar.isNull()) {
      return wrong(node, "one of " + String.join(", ", known));
    }
    int at = known.indexOf(scalar.text());
    if (at < 0) {
      return wrongValue(
          node.at(),
          "unknown value \"" + scalar.text() + "\"",
          suggestion(scalar.text(), known) + "Allowed here: " + String.join(", ", known));
    }
    return type.getEnumConstants()[at];
  }

  private @Nullable Object collection(Node node, Type of, boolean set, boolean envText) {
    if (!(node instanceof Node.Sequence sequence)) {
      return wrong(node, "a list");
    }
    int before = problems.size();
    Collection<Object> out = set ? new LinkedHashSet<>() : new ArrayList<>();
    for (Node item : sequence.items()) {
      Object value = value(item, of, envText);
      if (value != null && !out.add(value)) {
        wrongValue(item.at(), "this value stands twice in this list", "remove one");
      }
    }
    if (problems.size() > before) {
      return null;
    }
    return set ? Collections.unmodifiableSet((Set<Object>) out) : List.copyOf(out);
  }

  private @Nullable Object map(Node node, Type keys, Type values, boolean envText) {
    if (!(node instanceof Node.Mapping mapping)) {
      return wrong(node, "a block of keys");
    }
    int before = problems.size();
    Map<Object, Object> out = new LinkedHashMap<>();
    for (Node.Entry entry : mapping.entries()) {
      Object name = value(entry.key(), keys, false);
      Object value = under(entry.key().text(), entry.value(), values, envText);
      if (name != null && value != null) {
        out.put(name, value);
      }
    }
    return problems.size() > before ? null : Collections.unmodifiableMap(out);
  }

  private @Nullable Object kinded(Node node, Class<?> sealed) {
    Map<String, Class<?>> kinds = Shape.kinds(sealed);
    String all = String.join(", ", kinds.keySet());
    if (!(node instanceof Node.Mapping mapping)) {
      return wrong(node, "a block of keys with \"kind\"");
    }
    if (!(mapping.get("kind") instanceof Node.Scalar kind) || kind.isNull()) {
      return problem(node.at(), "missing key \"kind\"", "choose one of " + all);
    }
    Class<?> type = kinds.get(kind.text());
    if (type == null) {
      return problem(
          kind.at(),
          "unknown kind \"" + kind.text() + "\"",
          suggestion(kind.text(), kinds.keySet()) + "Known here: " + all);
    }
    return record(node, Shape.of(type), Set.of("kind"));
  }

  private @Nullable Object record(Node node, Shape shape, Set<String> alsoKnown) {
    if (!(node instanceof Node.Mapping mapping)) {
      return wrong(node, "a block of keys");
    }
    int before = problems.size();
    refuseUnknown(mapping, shape, alsoKnown);
    List<@Nullable Object> arguments = new ArrayList<>();
    for (Shape.Member member : shape.members()) {
      arguments.add(member.isKey() ? member(mapping, member) : mapping.at());
    }
    return problems.size() > before ? null : create(mapping, shape, arguments);
  }

  private @Nullable Object member(Node.Mapping mapping, Shape.Member member) {
    Node node = mapping.get(member.key());
    if (node != null && (!node.isNull() || member.type() == JsonNode.class)) {
      return under(member.key(), node, member.type(), member.envText());
    }
    if (member.defaultText() != null) {
      Node initial = Shape.fragment(mapping.at().toString(), member.defaultText());
      return under(member.key(), initial, member.type(), member.envText());
    }
    if (member.required()) {
      String doc = member.doc();
      problem(node == null ? mapping.at() : node.at(), "missing key \"" + member.key() + "\"", doc);
    }
    return null;
  }

  /** As {@link #value}, with messages that name the key. */
  private @Nullable Object under(String name, Node node, Type type, boolean envText) {
    String outer = key;
    key = name;
    Object value = value(node, type, envText);
    key = outer;
    return value;
  }

  private void refuseUnknown(Node.Mapping mapping, Shape shape, Set<String> alsoKnown) {
    Set<String> known = new LinkedHashSet<>(alsoKnown);
    shape.keys().forEach(member -> known.add(member.key()));
    Map<String, String> retired = shape.retired();
    for (Node.Entry entry : mapping.entries()) {
      String key = entry.key().text();
      if (retired.containsKey(key)) {
        problem(entry.key().at(), "key \"" + key + "\" is retired", "use " + retired.get(key));
      } else if (!known.contains(key)) {
        problem(
            entry.key().at(),
            "unknown key \"" + key + "\"",
            suggestion(key, known) + "Known here: " + String.join(", ", known));
      }
    }
  }

  private static String suggestion(String word, Collection<String> known) {
    return Nearest.of(word, known).map(near -> "did you mean \"" + near + "\"? ").orElse("");
  }

  private @Nullable Object create(
      Node.Mapping mapping, Shape shape, List<@Nullable Object> arguments) {
    try {
      Class<?>[] types =
          Arrays.stream(shape.type().getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Constructor<?> constructor = shape.type().getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        return refused(mapping, String.valueOf(refused.getMessage()));
      }
      throw new IllegalStateException(
          "constructor of " + shape.type().getName() + " failed", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot construct " + shape.type().getName(), e);
    }
  }

  /** A message that begins with one of the record's keys and a colon is reported at that key. */
  private @Nullable Object refused(Node.Mapping mapping, String message) {
    Place at = mapping.at();
    for (Node.Entry entry : mapping.entries()) {
      if (message.startsWith(entry.key().text() + ": ")) {
        at = entry.key().at();
      }
    }
    return problem(at, message, "");
  }

  /** Quotes no text: where a block or a list belongs, text is often a pasted secret. */
  private @Nullable Object wrong(Node node, String expected) {
    return wrongValue(node.at(), "expected " + expected + ", found " + node.described(), "");
  }

  private @Nullable Object wrongText(Node.Scalar scalar, String expected) {
    String text = scalar.text();
    String shown = text.length() > 60 ? text.substring(0, 60) + "..." : text;
    return wrongValue(scalar.at(), "expected " + expected + ", found \"" + shown + "\"", "");
  }

  /** A problem with the value of {@link #key}. */
  private @Nullable Object wrongValue(Place at, String message, String hint) {
    return problem(at, key.isEmpty() ? message : key + ": " + message, hint);
  }

  private @Nullable Object problem(Place at, String message, String hint) {
    problems.add(Problem.at(at, message, hint));
    return null;
  }
}
