package dev.backhaul.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came: every byte of it.
 *
 * @param method in capitals
 * @param url the public URL that was called, as the sender wrote it
 * @param headers by lower-case name, every value in order
 * @param body raw
 * @param at when it came
 */
public record Arrival(
    String method, String url, Map<String, List<String>> headers, byte[] body, Instant at) {

  /** Lower-cases the headers' names. */
  public Arrival {
    Map<String, List<String>> lower = new TreeMap<>();
    headers.forEach(
        (name, values) -> lower.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    headers = Collections.unmodifiableMap(lower);
  }

  /** A header that stands exactly once; null if it is missing or stands several times. */
  @Nullable String header(String name) {
    List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
    return values == null || values.size() != 1 ? null : values.getFirst();
  }

  /** The media type in lower case, without parameters; empty if none was sent. */
  String mediaType() {
    String type = header("content-type");
    return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** What follows the question mark of the URL, as it was sent; empty if there is none. */
  String query() {
    int mark = url.indexOf('?');
    return mark < 0 ? "" : url.substring(mark + 1);
  }

  /** As the store keeps it. */
  JsonNode json() {
    ObjectNode out =
        Json.object().put("method", method).put("url", url).put("at", at.toEpochMilli());
    ObjectNode all = out.putObject("headers");
    headers.forEach((name, values) -> values.forEach(all.putArray(name)::add));
    return out.put("body", Base64.getEncoder().encodeToString(body));
  }

  /** From what the store keeps. */
  static Arrival of(JsonNode json) {
    Map<String, List<String>> headers = new TreeMap<>();
    json.path("headers")
        .properties()
        .forEach(
            each ->
                headers.put(
                    each.getKey(), each.getValue().valueStream().map(JsonNode::asText).toList()));
    return new Arrival(
        json.path("method").asText(),
        json.path("url").asText(),
        headers,
        Base64.getDecoder().decode(json.path("body").asText()),
        Instant.ofEpochMilli(json.path("at").asLong()));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Arrival that
        && method.equals(that.method)
        && url.equals(that.url)
        && headers.equals(that.headers)
        && at.equals(that.at)
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return url.hashCode() * 31 + Arrays.hashCode(body);
  }

  /** Tells nothing of its content: URL, headers and body may hold secrets and personal data. */
  @Override
  public String toString() {
    return "Arrival[" + method + ", " + body.length + " bytes]";
  }
}
