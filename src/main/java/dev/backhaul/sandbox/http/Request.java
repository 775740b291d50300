package dev.backhaul.sandbox.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request as a sandbox sees it.
 *
 * @param method upper case
 * @param path decoded path without query
 * @param query decoded parameters, in order
 * @param headers names in lower case, first value wins
 * @param body raw bytes, empty if none
 * @param at when it arrived, by the sandbox's clock
 */
public record Request(
    String method,
    String path,
    Map<String, List<String>> query,
    Map<String, String> headers,
    byte[] body,
    Instant at) {

  /** The first value of a query parameter, or null. */
  public @Nullable String param(String name) {
    List<String> values = query.get(name);
    return values == null || values.isEmpty() ? null : values.get(0);
  }

  /** The body as UTF-8 text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
