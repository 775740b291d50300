package dev.backhaul.sandbox.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Request;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Form bodies: URL-encoded or multipart, with {@code a[b]=c}, {@code a[]=c} and repeated names. */
final class Form {
  private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
  private static final Pattern NAME = Pattern.compile("name=\"([^\"]*)\"");
  private static final Pattern NESTED = Pattern.compile("([^\\[]+)\\[([^\\]]*)\\]");

  private record Pair(String name, String value) {}

  private Form() {}

  /** The fields; a name that comes twice, or with brackets and a number or nothing, is a list. */
  static ObjectNode of(Request request) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    for (Pair pair : pairs(request)) {
      Matcher nested = NESTED.matcher(pair.name());
      if (!nested.matches()) {
        add(all, pair.name(), pair.value());
      } else if (nested.group(2).matches("\\d*")) {
        all.withArray(nested.group(1)).add(pair.value());
      } else {
        all.withObject("/" + nested.group(1)).put(nested.group(2), pair.value());
      }
    }
    return all;
  }

  /** Fields as a URL-encoded body. */
  static String encoded(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static void add(ObjectNode all, String name, String value) {
    JsonNode before = all.get(name);
    if (before == null) {
      all.put(name, value);
    } else if (before instanceof ArrayNode list) {
      list.add(value);
    } else {
      all.putArray(name).add(before).add(value);
    }
  }

  private static List<Pair> pairs(Request request) {
    String type = request.headers().getOrDefault("content-type", "");
    Matcher boundary = BOUNDARY.matcher(type);
    if (type.startsWith("multipart/") && boundary.find()) {
      return parts(request.text(), "--" + boundary.group(1));
    }
    List<Pair> pairs = new ArrayList<>();
    for (String one : request.text().split("&", -1)) {
      int at = one.indexOf('=');
      if (at > 0) {
        pairs.add(new Pair(decode(one.substring(0, at)), decode(one.substring(at + 1))));
      }
    }
    return pairs;
  }

  private static List<Pair> parts(String text, String boundary) {
    List<Pair> pairs = new ArrayList<>();
    for (String part : text.split(Pattern.quote(boundary), -1)) {
      int gap = part.indexOf("\r\n\r\n");
      Matcher name = NAME.matcher(gap < 0 ? "" : part.substring(0, gap));
      if (name.find()) {
        String value = part.substring(gap + 4);
        pairs.add(
            new Pair(
                name.group(1),
                value.endsWith("\r\n") ? value.substring(0, value.length() - 2) : value));
      }
    }
    return pairs;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
