package dev.backhaul.manifest;

import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import dev.backhaul.yaml.EnvText;
import dev.backhaul.yaml.Example;
import dev.backhaul.yaml.Secret;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where what happens is published.
 *
 * @param brokers {@code host:port} of some brokers of the cluster
 * @param topicPrefix begins the name of every topic
 * @param values whether messages carry the values of records
 * @param security how the brokers are spoken to
 */
@Doc(
    "Kafka, told what happens: topics <topicPrefix>.delta, .decisions, .questions, .rejects, .audit."
        + " Left out: nothing is published.")
public record Kafka(
    @Doc("Some brokers of the cluster, each as host:port.")
        @Example("[\"kafka-1.example.com:9093\"]")
        List<String> brokers,
    @Doc("Begins the name of every topic; letters, digits, '.', '_' and '-'.")
        @Default("backhaul")
        @EnvText
        String topicPrefix,
    @Doc(
            "Whether messages carry the values of records, which are personal data. Without it they carry"
                + " ids, the names of fields, states and causes.")
        @Default("false")
        boolean values,
    @Doc("How the brokers are spoken to.") @Default("{}") Security security) {
  private static final Pattern BROKER =
      Pattern.compile("(\\[[0-9a-fA-F:]+\\]|[^:\\s,]+):(\\d{1,5})");

  /** Refuses what no broker takes, and what would go over the wire for everybody to read. */
  public Kafka {
    brokers = List.copyOf(brokers);
    if (brokers.isEmpty()) {
      throw new IllegalArgumentException("brokers: name at least one, as host:port");
    }
    boolean near = true;
    for (String broker : brokers) {
      Matcher matcher = BROKER.matcher(broker);
      if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535) {
        throw new IllegalArgumentException(
            "brokers: \"" + broker + "\" is not a host and a port; write it as host:9093");
      }
      near &= BaseUrl.isLoopback(matcher.group(1));
    }
    if (!topicPrefix.matches("[A-Za-z0-9._-]{1,200}")) {
      throw new IllegalArgumentException(
          "topicPrefix: 1 to 200 letters, digits, '.', '_' and '-', as Kafka allows in topic names");
    }
    if (values && !near && !security.protocol().encrypted()) {
      throw new IllegalArgumentException(
          "values: true sends personal data, but security.protocol does not encrypt it;"
              + " use ssl or sasl-ssl, or leave values out");
    }
    if (security.username() != null && !near && !security.protocol().encrypted()) {
      throw new IllegalArgumentException(
          "security: a password would go over the wire for everybody to read; use sasl-ssl");
    }
  }

  /**
   * How brokers are spoken to.
   *
   * @param mechanism how we say who we are; null without SASL
   * @param truststore file with the certificates of the brokers' authorities; null: Java's own
   * @param keystore file with our own certificate; null: the brokers ask for none
   */
  @Doc("How the brokers are spoken to.")
  public record Security(
      @Doc("Encryption and authentication, as the brokers' listener wants it.")
          @Default("plaintext")
          Protocol protocol,
      @Doc("How we say who we are, with sasl-plaintext and sasl-ssl.")
          @Nullable Mechanism mechanism,
      @Doc("The user, with SASL.") @Example("\"${env:KAFKA_USER}\"") @Nullable Secret username,
      @Doc("The user's password, with SASL.") @Example("\"${env:KAFKA_PASSWORD}\"")
          @Nullable Secret password,
      @Doc("File with the certificates that brokers are known by. Left out: those of Java itself.")
          @Example("/etc/backhaul/kafka-trust.p12")
          @EnvText
          @Nullable String truststore,
      @Doc("The truststore's password.") @Example("\"${env:KAFKA_TRUST_PASSWORD}\"")
          @Nullable Secret truststorePassword,
      @Doc("File with our own certificate, where brokers ask for one.")
          @Example("/etc/backhaul/kafka-key.p12")
          @EnvText
          @Nullable String keystore,
      @Doc("The keystore's password.") @Example("\"${env:KAFKA_KEY_PASSWORD}\"")
          @Nullable Secret keystorePassword) {

    /** Refuses half an identity. */
    public Security {
      boolean named = mechanism != null && username != null && password != null;
      boolean silent = mechanism == null && username == null && password == null;
      if (protocol.sasl() ? !named : !silent) {
        throw new IllegalArgumentException(
            protocol.sasl()
                ? "protocol: with SASL, mechanism, username and password are needed"
                : "mechanism, username and password need protocol sasl-ssl (or sasl-plaintext)");
      }
      if (!protocol.encrypted() && (truststore != null || keystore != null)) {
        throw new IllegalArgumentException("truststore and keystore need protocol ssl or sasl-ssl");
      }
    }
  }

  /** Encryption and authentication. */
  public enum Protocol {
    /** Neither. */
    PLAINTEXT(false, false),
    /** Encrypted. */
    SSL(true, false),
    /** Authenticated, not encrypted. */
    SASL_PLAINTEXT(false, true),
    /** Both. */
    SASL_SSL(true, true);

    private final boolean encrypted;
    private final boolean sasl;

    Protocol(boolean encrypted, boolean sasl) {
      this.encrypted = encrypted;
      this.sasl = sasl;
    }

    /** Whether nobody on the way can read along. */
    public boolean encrypted() {
      return encrypted;
    }

    /** Whether we say who we are by a password. */
    public boolean sasl() {
      return sasl;
    }
  }

  /** How a password is shown. */
  public enum Mechanism {
    /** As it is. */
    PLAIN("PLAIN", "org.apache.kafka.common.security.plain.PlainLoginModule"),
    /** By a challenge. */
    SCRAM_SHA_256("SCRAM-SHA-256", "org.apache.kafka.common.security.scram.ScramLoginModule"),
    /** By a challenge. */
    SCRAM_SHA_512("SCRAM-SHA-512", "org.apache.kafka.common.security.scram.ScramLoginModule");

    private final String wire;
    private final String module;

    Mechanism(String wire, String module) {
      this.wire = wire;
      this.module = module;
    }

    /** Its name in Kafka. */
    public String wire() {
      return wire;
    }

    /** The class of Kafka's client that speaks it. */
    public String module() {
      return module;
    }
  }
}
