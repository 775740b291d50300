package dev.backhaul.sandbox.provider;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Carries a provider's calls to the outside: webhooks and handshakes. It is called under the
 * sandbox's lock, so the receiver must not ask the same sandbox before it answers.
 */
@FunctionalInterface
public interface Courier {
  /**
   * One call.
   *
   * @param within how long the provider waits for the answer
   */
  record Parcel(
      String method, URI uri, Map<String, String> headers, byte[] body, Duration within) {}

  /**
   * What came back.
   *
   * @param status 0 when there was no answer in time
   * @param headers names in lower case
   */
  record Receipt(int status, Map<String, String> headers, String body) {
    /** No answer. */
    public static Receipt none() {
      return new Receipt(0, Map.of(), "");
    }

    /** True for 200 to 299. */
    public boolean good() {
      return status >= 200 && status < 300;
    }
  }

  /** Brings the parcel and waits for the answer. */
  Receipt bring(Parcel parcel);
}
