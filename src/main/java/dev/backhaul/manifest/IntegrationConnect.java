package dev.backhaul.manifest;

import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a kind's provider is reached: through an account of one of the two systems, whose budget it
 * then shares, or as a system of its own, described as a platform's manifest describes one.
 */
public record IntegrationConnect(
    @Doc(
            "The platform it is a part of (zendesk, hubspot): requests go through that account, its"
                + " credentials, limits and error map, and nothing else stands here.")
        @Nullable String platform,
    @Doc("Hosts that credentials may go to; * stands for one label. Loopback is always allowed.")
        @Default("[]")
        List<String> hosts,
    @Doc("Base URL where an integration names none: https, no path.") @Nullable String base,
    @Doc("How requests prove who sends them.") @Nullable Auth auth,
    @Doc("Headers of every request, such as an API version; no secrets.") @Default("{}")
        Map<String, String> headers,
    @Doc("Its limits.") @Default("[]") List<Limit> limits,
    @Doc(
            "What its answers mean where that is not what HTTP says; the first line that fits counts."
                + " After them: 401 and 403 auth-expired, 404 and 410 not-found, 409 and 412 conflict,"
                + " 429 throttled by Retry-After, 400 and 422 rejected, 503 transient.")
        @Default("[]")
        List<ErrorRule> errors,
    @Doc("The longest time a sent change may take to become readable.") @Default("10s")
        Duration commitTime) {

  /** What statuses mean by HTTP; a kind says only where its provider differs. */
  private static final List<ErrorRule> COMMON =
      List.of(
          rule(ErrorRule.Meaning.AUTH_EXPIRED, 401, 403),
          rule(ErrorRule.Meaning.NOT_FOUND, 404, 410),
          rule(ErrorRule.Meaning.CONFLICT, 409, 412),
          new ErrorRule(
              List.of(429),
              null,
              ErrorRule.Meaning.THROTTLED,
              "Retry-After",
              Duration.ofSeconds(30),
              null,
              null),
          rule(ErrorRule.Meaning.REJECTED, 400, 422),
          rule(ErrorRule.Meaning.TRANSIENT, 503));

  private static ErrorRule rule(ErrorRule.Meaning is, Integer... status) {
    return new ErrorRule(List.of(status), null, is, null, null, null, null);
  }

  /** A provider is either a platform's account or one of its own. */
  public IntegrationConnect {
    boolean own = auth != null || !hosts.isEmpty() || base != null;
    if ((platform != null) == own) {
      throw new IllegalArgumentException(
          "connect has either platform, or hosts and auth of its own");
    }
    if (own && (auth == null || hosts.isEmpty())) {
      throw new IllegalArgumentException("connect needs both hosts and auth");
    }
  }

  /** As a platform's manifest without objects; for a provider of its own only. */
  public Manifest manifest(String kind) {
    if (auth == null) {
      throw new IllegalStateException(kind + " goes through the account of " + platform);
    }
    return new Manifest(
        1,
        kind,
        hosts,
        auth,
        limits,
        all(errors),
        commitTime,
        List.of(),
        Map.of(),
        null,
        null,
        List.of(),
        List.of(),
        null,
        List.of(),
        List.of());
  }

  private static List<ErrorRule> all(List<ErrorRule> own) {
    return Stream.concat(own.stream(), COMMON.stream()).toList();
  }
}
