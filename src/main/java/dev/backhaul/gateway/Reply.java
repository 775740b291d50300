package dev.backhaul.gateway;

import dev.backhaul.manifest.Ingress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a sender gets.
 *
 * @param status HTTP status
 * @param type media type of the body
 * @param body the whole of it
 * @param headers besides the body's own
 */
public record Reply(int status, String type, byte[] body, Map<String, String> headers) {
  /** Ours to mend: come again. */
  static final Reply LATER = problem(503, "not now; nothing was lost, try again", 5);

  static final Reply UNKNOWN = problem(404, "not found", 0);
  static final Reply UNBELIEVED = problem(401, "not believed", 0);

  /** The rest is not read, so nothing more can come on this connection. */
  static final Reply TOO_LONG = problem(413, "too long", 0).with("Connection", "close");

  /** The same for headers. */
  static final Reply HEADERS_TOO_LONG =
      text(431, "text/plain", "headers too long\n").with("Connection", "close");

  static final Reply TOO_MANY = problem(429, "too many requests", 1);

  /** Copies the headers. */
  public Reply {
    headers = Map.copyOf(headers);
  }

  static Reply of(Ingress.Reply told) {
    return text(told.status(), told.type(), told.body());
  }

  static Reply text(int status, String type, String body) {
    return new Reply(status, type, body.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /** The same with one more header. */
  Reply with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new Reply(status, type, body, more);
  }

  private static Reply problem(int status, String words, int retryAfter) {
    Reply reply = text(status, "text/plain", words + "\n");
    return retryAfter == 0 ? reply : reply.with("Retry-After", Integer.toString(retryAfter));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Reply that
        && status == that.status
        && headers.equals(that.headers)
        && type.equals(that.type)
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return status * 31 + Arrays.hashCode(body);
  }

  @Override
  public String toString() {
    return "Reply[" + status + ", " + body.length + " bytes]";
  }
}
