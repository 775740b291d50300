package dev.backhaul.platform;

import dev.backhaul.manifest.BaseUrl;
import dev.backhaul.manifest.Manifest;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where deliveries may be sent: hosts that were allowed, https only, and no address of a private
 * network unless it was declared. Everything that points a provider somewhere, or forwards a
 * delivery, asks here first; a forwarder asks again with the address it is about to connect to,
 * because names can change what they mean.
 */
public final class Destinations {
  private final List<String> hosts;
  private final List<String> privates;

  /**
   * Destinations by their declarations.
   *
   * @param hosts patterns of allowed hosts; {@code *} stands for one label
   * @param privates hosts and ranges ({@code 10.1.0.0/16}, {@code fd00::/8}) that may be private
   */
  public Destinations(List<String> hosts, List<String> privates) {
    this.hosts = List.copyOf(hosts);
    this.privates = List.copyOf(privates);
  }

  /**
   * Refuses a URL by what can be seen of it, without asking any name server.
   *
   * @throws IllegalArgumentException saying what to declare; names the host only, since paths hold
   *     secrets
   */
  public void require(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    String host = url.getHost();
    if (host == null || url.getUserInfo() != null || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "a destination is https://host/path without user and fragment");
    }
    boolean declared = declared(host);
    if (!declared && !Manifest.fits(hosts, host)) {
      throw new IllegalArgumentException(
          "the host " + host + " is not among destinations; add it there if it is yours");
    }
    boolean plainAtHome = scheme.equals("http") && declared;
    if (!scheme.equals("https") && !plainAtHome) {
      throw new IllegalArgumentException(
          "the destination at " + host + " must be https; deliveries hold personal data");
    }
    if (!declared && (BaseUrl.isLoopback(host) || privateLiteral(host))) {
      throw new IllegalArgumentException(
          "the host " + host + " is private; add it to privateDestinations if that is meant");
    }
  }

  /**
   * Refuses a URL whose host resolves to a private address that was not declared.
   *
   * @return the addresses it may be reached at
   * @throws IllegalArgumentException as {@link #require}, or if the name is unknown
   */
  public List<InetAddress> resolve(URI url) {
    require(url);
    try {
      List<InetAddress> addresses = List.of(InetAddress.getAllByName(bare(url.getHost())));
      addresses.forEach(address -> require(url.getHost(), address));
      return addresses;
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("the host " + url.getHost() + " is unknown", e);
    }
  }

  /**
   * Refuses an address that is about to be connected to.
   *
   * @throws IllegalArgumentException if it is private and neither it nor the host was declared
   */
  public void require(String host, InetAddress address) {
    boolean meant = declared(host) || privates.stream().anyMatch(range -> contains(range, address));
    if (isPrivate(address) && !meant) {
      throw new IllegalArgumentException(
          "the host "
              + host
              + " leads to a private address; add it to privateDestinations if that"
              + " is meant");
    }
  }

  private boolean declared(String host) {
    if (privates.stream().anyMatch(one -> one.equalsIgnoreCase(host))) {
      return true;
    }
    InetAddress literal = literal(host);
    return literal != null && privates.stream().anyMatch(range -> contains(range, literal));
  }

  private static boolean privateLiteral(String host) {
    InetAddress literal = literal(host);
    return literal != null && isPrivate(literal);
  }

  /** The address that a host spells out; null for a name. Asks no name server. */
  private static @Nullable InetAddress literal(String host) {
    String bare = bare(host);
    boolean six = bare.indexOf(':') >= 0;
    // Also 0x7f.1 and 2130706433, which old resolvers take for addresses.
    boolean four = bare.matches("[0-9a-fA-FxX.]+") && bare.matches("(?:0[xX])?[0-9].*");
    if (!six && !four) {
      return null;
    }
    try {
      if (six || bare.matches("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}")) {
        return InetAddress.getByName(bare);
      }
      return InetAddress.getByAddress(new byte[4]);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** Whether an address is no public one: private, local, shared, reserved, multicast. */
  static boolean isPrivate(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return true;
    }
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      return privateV4(bytes);
    }
    return privateV6(bytes);
  }

  private static boolean privateV4(byte[] bytes) {
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    boolean shared = first == 100 && second >= 64 && second < 128;
    boolean test = first == 198 && (second == 18 || second == 19);
    boolean special = first == 192 && second == 0 && bytes[2] == 0;
    return first == 0 || first >= 240 || shared || test || special;
  }

  private static boolean privateV6(byte[] bytes) {
    boolean unique = (bytes[0] & 0xfe) == 0xfc;
    boolean mapped = allZero(bytes, 10) && bytes[10] == -1 && bytes[11] == -1;
    boolean compatible = allZero(bytes, 12);
    boolean translated = bytes[0] == 0 && bytes[1] == 0x64 && bytes[2] == -1 && bytes[3] == -101;
    boolean tunnel = bytes[0] == 0x20 && bytes[1] == 0x02;
    return unique || mapped || compatible || translated || tunnel;
  }

  private static boolean allZero(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean contains(String range, InetAddress address) {
    int slash = range.indexOf('/');
    InetAddress network = literal(slash < 0 ? range : range.substring(0, slash));
    if (network == null) {
      return false;
    }
    byte[] want = network.getAddress();
    byte[] have = address.getAddress();
    if (want.length != have.length) {
      return false;
    }
    int bits = slash < 0 ? want.length * 8 : Integer.parseInt(range.substring(slash + 1));
    for (int bit = 0; bit < Math.min(bits, want.length * 8); bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((want[bit / 8] & mask) != (have[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
