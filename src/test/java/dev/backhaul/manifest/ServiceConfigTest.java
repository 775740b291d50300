package dev.backhaul.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backhaul.json.Json;
import dev.backhaul.yaml.Binder;
import dev.backhaul.yaml.Environment;
import dev.backhaul.yaml.Secret;
import dev.backhaul.yaml.YamlFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServiceConfigTest {
  private static final Environment NONE = name -> null;

  private static ServiceConfig bind(String yaml) {
    return Binder.bind(YamlFile.read("backhaul.yaml", yaml), ServiceConfig.class, NONE);
  }

  @Test
  void everyDefaultIsAsDocumented() {
    assertThat(bind(""))
        .isEqualTo(
            new ServiceConfig(
                new ServiceConfig.Store("data/{migration}.db", "{migration}", null, null, null),
                new ServiceConfig.Http("127.0.0.1", 8080, 9876),
                List.of(),
                new ServiceConfig.Logging(
                    ServiceConfig.Logging.Level.INFO, ServiceConfig.Logging.Format.TEXT),
                null,
                null));
  }

  @Test
  void theShippedFileSaysTheDefaults() {
    assertThat(ServiceConfig.read(Path.of("config/backhaul.yaml"), NONE)).isEqualTo(bind(""));
  }

  @Test
  void everyKeyIsRead() {
    String hash = Json.sha256("ada-token");
    assertThat(
            bind(
                """
                store: {url: "/var/lib/{migration}.db", encryptionKey: "${env:KEY}"}
                http: {host: 0.0.0.0, port: 0, managementPort: 0}
                access:
                  - {name: ada, roles: [operator, viewer], tokenSha256: %s}
                  - {name: grace, roles: [approver], token: "${env:GRACE}"}
                logging: {level: debug, format: json}
                kafka:
                  brokers: ["127.0.0.1:9092"]
                  topicPrefix: ops
                  values: true
                  security:
                    protocol: sasl-ssl
                    mechanism: scram-sha-512
                    username: "${env:KAFKA_USER}"
                    password: "${env:KAFKA_PASSWORD}"
                    truststore: /trust.p12
                    truststorePassword: "${env:TRUST}"
                    keystore: /key.p12
                    keystorePassword: "${env:KEY}"
                """
                    .formatted(hash)))
        .isEqualTo(
            new ServiceConfig(
                new ServiceConfig.Store(
                    "/var/lib/{migration}.db", "{migration}", null, null, Secret.of("${env:KEY}")),
                new ServiceConfig.Http("0.0.0.0", 0, 0),
                List.of(
                    new Identity(
                        "ada", Set.of(Identity.Role.OPERATOR, Identity.Role.VIEWER), hash, null),
                    new Identity(
                        "grace", Set.of(Identity.Role.APPROVER), null, Secret.of("${env:GRACE}"))),
                new ServiceConfig.Logging(
                    ServiceConfig.Logging.Level.DEBUG, ServiceConfig.Logging.Format.JSON),
                new Kafka(
                    List.of("127.0.0.1:9092"),
                    "ops",
                    true,
                    new Kafka.Security(
                        Kafka.Protocol.SASL_SSL,
                        Kafka.Mechanism.SCRAM_SHA_512,
                        Secret.of("${env:KAFKA_USER}"),
                        Secret.of("${env:KAFKA_PASSWORD}"),
                        "/trust.p12",
                        Secret.of("${env:TRUST}"),
                        "/key.p12",
                        Secret.of("${env:KEY}"))),
                null));
  }

  @Test
  void eachMigrationHasItsOwnStore() {
    assertThat(bind("").store().urlOf("helpdesk")).isEqualTo("data/helpdesk.db");
  }

  @Test
  void anIdentityKnowsItsTokenAndNoOther() {
    Environment environment = Map.of("GRACE", "grace-token")::get;
    Identity hashed =
        new Identity("ada", Set.of(Identity.Role.OPERATOR), Json.sha256("ada-token"), null);
    Identity referred =
        new Identity("grace", Set.of(Identity.Role.APPROVER), null, Secret.of("${env:GRACE}"));

    assertThat(hashed.knows("ada-token", environment)).isTrue();
    assertThat(hashed.knows("grace-token", environment)).isFalse();
    assertThat(hashed.knows("", environment)).isFalse();
    assertThat(referred.knows("grace-token", environment)).isTrue();
    assertThat(referred.knows("ada-token", environment)).isFalse();
    assertThat(referred.toString()).doesNotContain("grace-token").contains("***");
  }

  @Test
  void nothingPersonalAndNoPasswordGoesToKafkaInTheClear() {
    assertThatThrownBy(() -> bind("kafka: {brokers: [\"kafka:9092\"], values: true}"))
        .hasMessageContaining("security.protocol does not encrypt");
    assertThatThrownBy(
            () ->
                bind(
                    """
                    kafka:
                      brokers: ["127.0.0.1:9092", "kafka:9092"]
                      security: {protocol: sasl-plaintext, mechanism: plain, username: "${env:U}", password: "${env:P}"}
                    """))
        .hasMessageContaining("use sasl-ssl");
    assertThat(bind("kafka: {brokers: [\"kafka:9092\"]}").kafka()).isNotNull();
  }

  @Test
  void halfAnIdentityForKafkaIsRefused() {
    assertThatThrownBy(() -> bind("kafka: {brokers: [\"k:9093\"], security: {protocol: sasl-ssl}}"))
        .hasMessageContaining("mechanism, username and password are needed");
    assertThatThrownBy(() -> bind("kafka: {brokers: [kafka]}"))
        .hasMessageContaining("write it as host:9093");
  }
}
