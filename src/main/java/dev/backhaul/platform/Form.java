package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** JSON as {@code application/x-www-form-urlencoded}. */
public final class Form {
  /** Its media type. */
  public static final String TYPE = "application/x-www-form-urlencoded";

  private Form() {}

  /**
   * An object's members as fields: a list as {@code name[]} for each element, an object as {@code
   * name[member]}, null not at all. A text is a form already, for providers that take a field
   * several times under one name, and stays as it is.
   */
  public static String of(JsonNode object) {
    if (object.isTextual()) {
      return object.asText();
    }
    List<String> fields = new ArrayList<>();
    object.properties().forEach(entry -> add(fields, entry.getKey(), entry.getValue()));
    return String.join("&", fields);
  }

  private static void add(List<String> fields, String name, JsonNode value) {
    if (value.isNull()) {
      return;
    }
    if (value.isArray()) {
      value.forEach(element -> add(fields, name + "[]", element));
    } else if (value.isObject()) {
      value
          .properties()
          .forEach(entry -> add(fields, name + "[" + entry.getKey() + "]", entry.getValue()));
    } else {
      fields.add(encoded(name) + "=" + encoded(value.asText()));
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
