package dev.backhaul.yaml;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * A type that one value in a file can have.
 *
 * @param type the Java class
 * @param schemaType JSON Schema's word for it, or empty if several
 * @param words what people would call it: "a whole number"
 * @param unquoted whether the value must stand without quotes
 * @param parser text to value; throws {@link IllegalArgumentException} with a message for people
 */
record ScalarKind(Class<?> type, String schemaType, String words, boolean unquoted, Parser parser) {

  /** Text to value. */
  @FunctionalInterface
  interface Parser {
    Object parse(String text);
  }

  private static final Map<Class<?>, ScalarKind> KNOWN =
      Map.ofEntries(
          known(String.class, "string", "text", false, text -> text),
          known(boolean.class, "boolean", "true or false", true, ScalarKind::bool),
          known(int.class, "integer", "a whole number", true, ScalarKind::whole),
          known(long.class, "integer", "a whole number", true, ScalarKind::wholeLong),
          known(double.class, "", "a number, or a share such as 20%", true, Share::number),
          known(BigDecimal.class, "number", "a number", true, ScalarKind::decimal),
          known(Share.class, "", "a share such as 20%", true, Share::of),
          known(Duration.class, "string", "a span such as 30s", false, Durations::parse),
          known(
              Instant.class,
              "string",
              "an instant such as 2026-03-06T18:00:00Z",
              false,
              ScalarKind::instant),
          known(ZoneId.class, "string", "a zone such as Europe/Berlin", false, ScalarKind::zone),
          known(URI.class, "string", "a URL", false, ScalarKind::uri),
          known(Path.class, "string", "a path", false, Path::of));

  private static Map.Entry<Class<?>, ScalarKind> known(
      Class<?> type, String schemaType, String words, boolean unquoted, Parser parser) {
    return Map.entry(type, new ScalarKind(type, schemaType, words, unquoted, parser));
  }

  /** The kind of a class, if one value in a file can make it. */
  static Optional<ScalarKind> of(Class<?> type) {
    ScalarKind known = KNOWN.get(primitive(type));
    if (known != null) {
      return Optional.of(known);
    }
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(FromText.class))
        .findFirst()
        .map(method -> new ScalarKind(type, "string", "text", false, calling(method)));
  }

  private static Parser calling(Method method) {
    if (!Modifier.isStatic(method.getModifiers()) || method.getParameterCount() != 1) {
      throw new IllegalStateException(method + " must be static and take one String");
    }
    return text -> {
      try {
        return method.invoke(null, text);
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof IllegalArgumentException refused) {
          throw refused;
        }
        throw new IllegalStateException(method + " failed", e.getCause());
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(method + " must be public, in a public class", e);
      }
    };
  }

  private static Class<?> primitive(Class<?> type) {
    return type == Boolean.class
        ? boolean.class
        : type == Integer.class
            ? int.class
            : type == Long.class ? long.class : type == Double.class ? double.class : type;
  }

  private static Object bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("");
    };
  }

  private static Object whole(String text) {
    requireWhole(text);
    return Integer.parseInt(text);
  }

  private static Object wholeLong(String text) {
    requireWhole(text);
    return Long.parseLong(text);
  }

  private static void requireWhole(String text) {
    if (!PlainScalar.WHOLE.matcher(text).matches()) {
      throw new IllegalArgumentException("");
    }
  }

  private static Object decimal(String text) {
    if (!PlainScalar.NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException("");
    }
    return new BigDecimal(text);
  }

  private static Object instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("", e);
    }
  }

  private static Object uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      // Not quoted: a URL may hold a password.
      throw new IllegalArgumentException("expected a URL such as https://api.example.com", e);
    }
  }

  private static Object zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("", e);
    }
  }
}
