package dev.backhaul.platform;

import dev.backhaul.manifest.Manifest;
import java.net.URI;
import java.util.Locale;
import java.util.Map;

/**
 * One account of a platform, in a role: what {@code migration.yaml} says of it.
 *
 * @param role source or target
 * @param manifest the platform's facts
 * @param baseUrl https, or plain http for a sandbox on this machine's loopback; no path, query or
 *     user
 * @param credentials its secrets
 * @param joinKeys the migration's own join keys: object to path ({@code contact:
 *     properties.zd_id}); empty where the manifest's hold
 * @param headers headers of every request, by name; no secrets
 */
public record SaasSystem(
    Role role,
    Manifest manifest,
    URI baseUrl,
    Credentials credentials,
    Map<String, String> joinKeys,
    Map<String, String> headers) {

  /** A system without headers of its own. */
  public SaasSystem(
      Role role,
      Manifest manifest,
      URI baseUrl,
      Credentials credentials,
      Map<String, String> joinKeys) {
    this(role, manifest, baseUrl, credentials, joinKeys, Map.of());
  }

  /** Refuses a base URL that credentials must not go to. */
  public SaasSystem {
    String host = baseUrl.getHost();
    String who = "base URL of the " + role.name().toLowerCase(Locale.ROOT);
    if (host == null || baseUrl.getUserInfo() != null || baseUrl.getQuery() != null) {
      throw new IllegalArgumentException(who + ": expected https://host without user or query");
    }
    if (!manifest.allows(host)) {
      throw new IllegalArgumentException(
          who
              + ": "
              + host
              + " is no host of "
              + manifest.platform()
              + "; its manifest allows "
              + manifest.hosts());
    }
    boolean plain = "http".equals(baseUrl.getScheme());
    if (!"https".equals(baseUrl.getScheme()) && !(plain && Manifest.isLoopback(host))) {
      throw new IllegalArgumentException(
          who + ": expected https (plain http only to this machine's loopback)");
    }
    String path = baseUrl.getPath();
    if (path != null && !path.isEmpty() && !path.equals("/")) {
      throw new IllegalArgumentException(
          who + ": expected no path; the manifest's requests have their own");
    }
  }

  /** Scheme, host and port, without a slash at the end. */
  public String origin() {
    return baseUrl.getScheme() + "://" + baseUrl.getRawAuthority();
  }
}
