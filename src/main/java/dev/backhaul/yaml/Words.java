package dev.backhaul.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.stream.Collectors;

/** What the reference pages call a type. */
final class Words {
  private Words() {}

  static String of(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] of = generic.getActualTypeArguments();
      return generic.getRawType() == Map.class
          ? of(of[1]) + ", by " + (of[0] == String.class ? "name" : of(of[0]))
          : "list: " + of(of[0]);
    }
    Class<?> raw = (Class<?>) type;
    if (raw == JsonNode.class || raw == Node.class) {
      return "anything";
    }
    if (raw.isEnum()) {
      return Shape.spellings(raw).stream()
          .map(s -> "`" + s + "`")
          .collect(Collectors.joining(" or "));
    }
    if (raw == Secret.class) {
      return "a secret: `${env:NAME}` or `${file:/path}`";
    }
    return ScalarKind.of(raw)
        .map(ScalarKind::words)
        .orElseGet(() -> raw.isSealed() ? "one of " + kinds(raw) : "keys below");
  }

  static String kinds(Class<?> sealed) {
    return String.join(", ", Shape.kinds(sealed).keySet());
  }
}
