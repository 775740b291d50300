package dev.backhaul.manifest;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a base URL must be, before a credential is ever sent to it. */
public final class BaseUrl {
  private static final Pattern LOOPBACK_V4 = Pattern.compile("127(?:\\.[0-9]{1,3}){3}");

  private BaseUrl() {}

  /**
   * Refuses all but {@code https://host[:port][/path]}, and {@code http} to loopback.
   *
   * @throws IllegalArgumentException saying what to change; does not quote the URL
   */
  static void requireSafe(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    String host = url.getHost();
    if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new IllegalArgumentException("url: must begin with https:// and a host name");
    }
    if (url.getUserInfo() != null) {
      throw new IllegalArgumentException("url: must hold no user or password; put them under auth");
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      throw new IllegalArgumentException("url: must be a base URL, without ? and #");
    }
    if (scheme.equals("http") && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "url: must begin with https://; plain http is allowed to this machine only, because"
              + " credentials would be readable on the way");
    }
  }

  /**
   * Whether a host can only be this machine; names other than {@code localhost} are not believed.
   */
  public static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("[::1]")
        || host.equals("::1")
        || LOOPBACK_V4.matcher(host).matches();
  }
}
