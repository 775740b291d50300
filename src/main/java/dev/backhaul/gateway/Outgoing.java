package dev.backhaul.gateway;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a delivery: the sender's own under their names, except what belongs to one
 * connection or proves something to us alone; our id, our signature, and when it came.
 */
final class Outgoing {
  private static final Set<String> NOT_PASSED_ON =
      Set.of(
          "host",
          "connection",
          "content-length",
          "transfer-encoding",
          "te",
          "trailer",
          "upgrade",
          "keep-alive",
          "expect",
          "proxy-authorization",
          "proxy-connection",
          "forwarded",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-proto",
          "x-real-ip",
          "accept-encoding",
          "cookie",
          "authorization");

  private Outgoing() {}

  /**
   * All headers of a letter.
   *
   * @param body as it will be sent
   * @param secret to sign with; null: not signed
   */
  static Map<String, String> headers(
      Letter letter, byte[] body, @Nullable String secret, Instant now) {
    Arrival request = letter.event().request();
    Map<String, String> out = new LinkedHashMap<>();
    request
        .headers()
        .forEach(
            (name, values) -> {
              boolean passes = !NOT_PASSED_ON.contains(name) && !name.startsWith("camel");
              if (passes && values.size() == 1) {
                out.put(name, values.getFirst());
              }
            });
    out.put("x-backhaul-delivery", letter.event().deliveryId());
    out.put("x-backhaul-integration", letter.event().point());
    out.put("x-original-received-at", request.at().toString());
    if (secret != null) {
      Arrival sent =
          new Arrival(request.method(), letter.to().url().toString(), request.headers(), body, now);
      out.putAll(Signing.headers(letter.to().scheme(), secret, letter.event().deliveryId(), sent));
    }
    return out;
  }
}
