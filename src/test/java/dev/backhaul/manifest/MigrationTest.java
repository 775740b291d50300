package dev.backhaul.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backhaul.yaml.Binder;
import dev.backhaul.yaml.Environment;
import dev.backhaul.yaml.Secret;
import dev.backhaul.yaml.Share;
import dev.backhaul.yaml.YamlException;
import dev.backhaul.yaml.YamlFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationTest {
  private static final Path FILE = Path.of("src/test/resources/manifest/migration.yaml");
  private static final Environment ENVIRONMENT =
      Map.of("ZENDESK_HOST", "example.zendesk.com", "ZENDESK_TOKEN", "t0ken")::get;
  private static final Instant CUTOVER = Instant.parse("2026-03-06T18:00:00Z");

  private static final String LEAST =
      """
      migration: helpdesk
      cutover: "2026-03-06T18:00:00Z"
      systems:
        source: {platform: zendesk, url: "%s", auth: {}}
        target: {platform: hubspot, url: "https://api.hubapi.com", auth: {}}
      objects: [{target: contact, source: user, mapping: a.yaml}]
      """;

  private static Migration bind(String yaml) {
    return Binder.bind(YamlFile.read("migration.yaml", yaml), Migration.class, ENVIRONMENT);
  }

  private static Migration least() {
    return bind(LEAST.formatted("https://example.zendesk.com"));
  }

  @Test
  void everyDefaultIsAsDocumented() {
    Migration migration = least();

    assertThat(migration.writers()).isEmpty();
    assertThat(migration.joinKey()).isEqualTo(new Migration.JoinKey(new Share(0.001)));
    assertThat(migration.holdFlagged()).isFalse();
    assertThat(migration.owners()).isEqualTo(new Migration.Owners(null, null, null));
    assertThat(migration.waves()).containsExactly(1, 10, 100);
    assertThat(migration.brakes())
        .isEqualTo(new Brakes(new Share(0.02), new Share(0.05), 0, Duration.ofSeconds(30)));
    assertThat(migration.settle()).isNull();
    assertThat(migration.windows())
        .containsExactly(Duration.ofHours(24), Duration.ofHours(72), Duration.ofHours(168));
    assertThat(migration.standing()).isNull();
    assertThat(migration.objects().getFirst().naturalKeys()).isEmpty();
    assertThat(migration.objects().getFirst().parent()).isNull();
  }

  @Test
  void everyKeyIsRead() {
    Migration migration =
        bind(
            LEAST.formatted("https://example.zendesk.com")
                + """
                joinKey: {maxBad: 2%}
                holdFlagged: true
                owners: {incident: Ada, source: Bob, target: Eve}
                waves: [5, 50]
                brakes: {errorRate: 1%, questionRate: 2%, deletes: 3, latency: 4s}
                settle: 90s
                windows: [12h, 2d]
                standing:
                  name: weekend
                  reason: small edits
                  objects: [contact]
                  kinds: [update]
                  mostPerHour: 10
                  expires: "2026-03-09T08:00:00Z"
                """);

    assertThat(migration.joinKey().maxBad()).isEqualTo(new Share(0.02));
    assertThat(migration.holdFlagged()).isTrue();
    assertThat(migration.owners()).isEqualTo(new Migration.Owners("Ada", "Bob", "Eve"));
    assertThat(migration.waves()).containsExactly(5, 50);
    assertThat(migration.brakes())
        .isEqualTo(new Brakes(new Share(0.01), new Share(0.02), 3, Duration.ofSeconds(4)));
    assertThat(migration.settle()).isEqualTo(Duration.ofSeconds(90));
    assertThat(migration.windows()).containsExactly(Duration.ofHours(12), Duration.ofDays(2));
    assertThat(migration.standing())
        .isEqualTo(
            new StandingApproval(
                "weekend",
                "small edits",
                Set.of("contact"),
                Set.of(StandingApproval.Kind.UPDATE),
                10,
                Instant.parse("2026-03-09T08:00:00Z"),
                new Brakes(new Share(0.01), new Share(0.01), 0, Duration.ofSeconds(30))));
  }

  @Test
  void aFileIsReadWithItsPlaceholdersFilledAndItsSecretsUnread() {
    Migration migration = Migration.read(FILE, ENVIRONMENT);

    SystemConfig source = migration.systems().source();
    assertThat(source.url()).isEqualTo(URI.create("https://example.zendesk.com"));
    assertThat(source.auth())
        .isEqualTo(
            Map.of(
                "user",
                Secret.of("${env:ZENDESK_USER}"),
                "token",
                Secret.of("${env:ZENDESK_TOKEN}")));
    assertThat(migration.object("note").orElseThrow().parent())
        .isEqualTo(new MigratedObject.Parent("ticket", "associations.tickets.0"));
    assertThat(migration.object("contact").orElseThrow().naturalKeys())
        .isEqualTo(List.of(new MigratedObject.NaturalKey("email", "properties.email")));
    assertThat(migration.object("deal")).isEmpty();
    assertThat(migration.toString()).doesNotContain("t0ken").doesNotContain("ZENDESK_TOKEN");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "25, -, 77, 2026-03-07T00:00:00Z, MIGRATION",
        "25, -, -, 2026-03-06T17:59:59Z, MIGRATION",
        "25, -, -, 2026-03-06T18:00:00Z, INTEGRATION",
        "-, CRM_UI, -, 2026-03-07T00:00:00Z, PEOPLE",
        "25, CRM_UI, -, 2026-03-07T00:00:00Z, INTEGRATION",
        "-, API, -, 2026-03-07T00:00:00Z, -",
        "-, -, -, 2026-03-07T00:00:00Z, -"
      })
  void theFirstWriterRuleThatMatchesWinsAndUnknownIsEmpty(
      @Nullable String app,
      @Nullable String sourceType,
      @Nullable String importId,
      Instant when,
      @Nullable WriterClass expected) {
    Migration migration = Migration.read(FILE, ENVIRONMENT);

    assertThat(migration.classOf("9", app, sourceType, importId, when))
        .isEqualTo(java.util.Optional.ofNullable(expected));
  }

  @Test
  void aCutoverInTheFutureIsRefused() {
    Migration migration = least();

    assertThat(migration.problems(CUTOVER)).isEmpty();
    assertThat(migration.problems(CUTOVER.minusSeconds(1)))
        .singleElement()
        .hasToString(
            "migration.yaml:1: cutover 2026-03-06T18:00:00Z is in the future (it is"
                + " 2026-03-06T17:59:59Z); a rollback begins after go-live; correct the instant, or wait");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.zendesk.com",
        "https://example.com:8443/api",
        "http://localhost:8080",
        "http://127.0.0.1:1",
        "http://127.9.9.9",
        "http://[::1]:80"
      })
  void aBaseUrlIsHttpsOrLoopback(String url) {
    assertThat(bind(LEAST.formatted(url)).systems().source().url()).isEqualTo(URI.create(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.zendesk.com",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://0.0.0.0",
        "http://[::2]",
        "ftp://example.com",
        "example.zendesk.com",
        "https://",
        "https://me:hunter2@exa mple.com",
        "https://me:hunter2@example.com",
        "https://example.com/?token=hunter2",
        "https://example.com/#x"
      })
  void anyOtherBaseUrlIsRefusedAtItsKeyWithoutQuotingIt(String url) {
    assertThatThrownBy(() -> bind(LEAST.formatted(url)))
        .isInstanceOf(YamlException.class)
        .message()
        .matches("migration.yaml:4: url: (must|expected) (?s).*")
        .doesNotContain("hunter2");
  }

  @Test
  void aWriterRuleBehindAWiderOneIsPointedOut() {
    Migration migration =
        bind(
            LEAST.formatted("https://example.zendesk.com")
                + """
                writers:
                  - {match: {app: "1", until: "2026-03-06T18:00:00Z"}, class: migration}
                  - {match: {app: "1"}, class: integration}
                  - {match: {app: "1", user: "2"}, class: people}
                  - {match: {}, class: people}
                  - {match: {user: "3"}, class: people}
                """);

    assertThat(migration.warnings().stream().map(Object::toString))
        .containsExactly(
            "migration.yaml:10: this writer rule never matches: the one on line 9 takes all of its"
                + " changes; the first match wins; put the narrower rule first",
            "migration.yaml:12: this writer rule never matches: the one on line 11 takes all of its"
                + " changes; the first match wins; put the narrower rule first");
    assertThat(Migration.read(FILE, ENVIRONMENT).warnings()).isEmpty();
  }
}
