package dev.backhaul.gateway;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Equal forms of the URL that a sender called and signed. */
final class PublicUrl {
  private static final Pattern PARTS =
      Pattern.compile("(https?)://([^/?#:]+|\\[[^\\]]*\\])(?::([0-9]{1,5}))?([/?].*)?");

  /**
   * What HubSpot decodes before it signs; twelve escapes in every public re-implementation, the
   * list is not confirmed by HubSpot's own page.
   */
  private static final Map<String, String> DECODED =
      Map.ofEntries(
          Map.entry("%3A", ":"),
          Map.entry("%2F", "/"),
          Map.entry("%3F", "?"),
          Map.entry("%40", "@"),
          Map.entry("%21", "!"),
          Map.entry("%24", "$"),
          Map.entry("%27", "'"),
          Map.entry("%28", "("),
          Map.entry("%29", ")"),
          Map.entry("%2A", "*"),
          Map.entry("%2C", ","),
          Map.entry("%3B", ";"));

  private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");

  private PublicUrl() {}

  /** With and without the scheme's usual port: senders write either. */
  static List<String> portForms(String url) {
    Set<String> out = new LinkedHashSet<>(List.of(url));
    Matcher parts = PARTS.matcher(url);
    if (parts.matches()) {
      String scheme = parts.group(1);
      String usual = scheme.equals("https") ? "443" : "80";
      String port = parts.group(3);
      String rest = parts.group(4) == null ? "" : parts.group(4);
      if (port == null || port.equals(usual)) {
        out.add(scheme + "://" + parts.group(2) + rest);
        out.add(scheme + "://" + parts.group(2) + ":" + usual + rest);
      }
    }
    return new ArrayList<>(out);
  }

  /** As it was called, and with the escapes that HubSpot decodes before it signs. */
  static List<String> hubspotForms(String url) {
    String decoded =
        ESCAPE
            .matcher(url)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        DECODED.getOrDefault(
                            found.group().toUpperCase(java.util.Locale.ROOT), found.group())));
    return decoded.equals(url) ? List.of(url) : List.of(decoded, url);
  }
}
