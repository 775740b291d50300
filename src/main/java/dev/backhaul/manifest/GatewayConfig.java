package dev.backhaul.manifest;

import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import dev.backhaul.yaml.EnvText;
import dev.backhaul.yaml.Example;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * The webhook gateway of the service.
 *
 * @param publicUrl what senders call, in front of any proxy
 * @param mostBytes the longest body taken
 * @param mostHeaderBytes the most that all headers of a request may hold
 * @param patience how long a request may take to arrive whole
 * @param ratePerSource requests a second from one address
 * @param trustedProxies addresses whose X-Forwarded-For is believed
 * @param destinations hosts that events may be delivered to
 * @param privateDestinations those of them that may have addresses of a private network
 * @param keep how long what was delivered is kept
 * @param quarantine how much of what cannot be believed is kept
 */
@Doc(
    "The webhook gateway: takes the integrations' events, keeps them, and delivers them to whoever owns the"
        + " work. Left out: there is none.")
public record GatewayConfig(
    @Doc("Address to bind. TLS ends at a proxy in front.") @Default("127.0.0.1") String host,
    @Doc("Port; 0 takes any free one.") @Default("8088") int port,
    @Doc("What senders call, as they see it; some of them sign it.")
        @Example("https://hooks.example.com")
        @EnvText
        URI publicUrl,
    @Doc("The longest body taken, in bytes; longer ones are answered 413.") @Default("5000000")
        int mostBytes,
    @Doc("The most that all headers of a request may hold, in bytes.") @Default("32768")
        int mostHeaderBytes,
    @Doc("How long a request may take to arrive whole; slower ones are cut off.") @Default("10s")
        Duration patience,
    @Doc("Requests a second that are taken from one address; more are answered 429.")
        @Default("500")
        int ratePerSource,
    @Doc("Addresses of proxies whose X-Forwarded-For is believed.") @Default("[]")
        Set<String> trustedProxies,
    @Doc("Hosts that events may be delivered to; nothing goes anywhere else.") @Default("[]")
        Set<String> destinations,
    @Doc("Those destinations that may have addresses of this machine or a private network.")
        @Default("[]")
        Set<String> privateDestinations,
    @Doc("How long what was delivered is kept, and a repeated delivery is known as one.")
        @Default("14d")
        Duration keep,
    @Doc("How much is kept of what cannot be believed.") @Default("{}") Quarantine quarantine) {

  /** Refuses bounds that bound nothing. */
  public GatewayConfig {
    BaseUrl.requireSafe(publicUrl);
    trustedProxies = Set.copyOf(trustedProxies);
    destinations = Set.copyOf(destinations);
    privateDestinations = Set.copyOf(privateDestinations);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: must be between 0 and 65535");
    }
    require("mostBytes", mostBytes, 1_000, 50_000_000);
    require("mostHeaderBytes", mostHeaderBytes, 1_000, 1_000_000);
    require("ratePerSource", ratePerSource, 1, 1_000_000);
    if (patience.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("patience: must be 1s or longer");
    }
    if (keep.compareTo(Duration.ofDays(4)) < 0) {
      throw new IllegalArgumentException(
          "keep: must be 4d or longer; senders try again for up to three days");
    }
    if (!destinations.containsAll(privateDestinations)) {
      throw new IllegalArgumentException(
          "privateDestinations: each must stand in destinations too");
    }
  }

  private static void require(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(key + ": must be " + least + " to " + most);
    }
  }

  /**
   * How much is kept of what cannot be believed.
   *
   * @param events the most of them
   * @param megabytes the most they may hold together
   */
  @Doc(
      "How much is kept of what cannot be believed; when it is full, senders are told to come again.")
  public record Quarantine(
      @Doc("The most requests.") @Default("10000") int events,
      @Doc("The most they may hold together, in megabytes.") @Default("64") int megabytes) {

    /** Refuses none. */
    public Quarantine {
      require("events", events, 1, 1_000_000);
      require("megabytes", megabytes, 1, 10_000);
    }
  }
}
