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
        wellFormed(json).getBytes(StandardCharsets.UTF_8));
  }

  /** Lone surrogates as escapes, as platforms send texts that they cut inside an emoji. */
  private static String wellFormed(String json) {
    StringBuilder out = new StringBuilder(json.length());
    json.codePoints()
        .forEach(
            point -> {
              boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
              if (half) {
                out.append("\\u").append(Integer.toHexString(point));
              } else {
                out.appendCodePoint(point);
              }
            });
    return out.toString();
  }

  /** An answer without a body. */
  public static Response empty(int status) {
    return new Response(status, Map.of(), new byte[0]);
  }
}
