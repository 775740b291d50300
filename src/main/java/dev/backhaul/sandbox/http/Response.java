package dev.backhaul.sandbox.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One answer of a sandbox. */
public record Response(int status, Map<String, String> headers, byte[] body) {
  /** A JSON answer. */
  public static Response json(int status, String json) {
    return new Response(
        status,
        Map.of("Content-Type", "application/json; charset=utf-8"),
        json.getBytes(StandardCharsets.UTF_8));
  }

  /** An answer without a body. */
  public static Response empty(int status) {
    return new Response(status, Map.of(), new byte[0]);
  }
}
