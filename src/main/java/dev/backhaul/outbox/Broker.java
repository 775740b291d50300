package dev.backhaul.outbox;

import dev.backhaul.manifest.Kafka;
import dev.backhaul.yaml.Environment;
import dev.backhaul.yaml.Secret;
import java.util.function.Consumer;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Camel's Kafka component for the configured brokers. Secrets are set here and never stand in an
 * endpoint's URI, which is logged.
 */
public final class Broker {
  private Broker() {}

  /**
   * Makes the component; connects to nothing yet.
   *
   * @throws dev.backhaul.yaml.MissingSecretException if a secret cannot be read
   */
  public static KafkaComponent component(Kafka kafka, Environment environment) {
    KafkaConfiguration out = new KafkaConfiguration();
    out.setBrokers(String.join(",", kafka.brokers()));
    Kafka.Security security = kafka.security();
    out.setSecurityProtocol(security.protocol().name());
    Kafka.Mechanism mechanism = security.mechanism();
    Secret username = security.username();
    Secret password = security.password();
    if (mechanism != null && username != null && password != null) {
      out.setSaslMechanism(mechanism.wire());
      out.setSaslJaasConfig(
          mechanism.module()
              + " required username="
              + quoted(username.reveal(environment))
              + " password="
              + quoted(password.reveal(environment))
              + ";");
    }
    set(security.truststore(), out::setSslTruststoreLocation);
    set(security.keystore(), out::setSslKeystoreLocation);
    set(security.truststorePassword(), environment, out::setSslTruststorePassword);
    set(security.keystorePassword(), environment, out::setSslKeystorePassword);
    KafkaComponent component = new KafkaComponent();
    component.setConfiguration(out);
    return component;
  }

  private static void set(@Nullable String value, Consumer<String> setting) {
    if (value != null) {
      setting.accept(value);
    }
  }

  private static void set(
      @Nullable Secret secret, Environment environment, Consumer<String> setting) {
    if (secret != null) {
      setting.accept(secret.reveal(environment));
    }
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
