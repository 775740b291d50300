package dev.backhaul.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.reload.Change.Topic;
import dev.backhaul.reload.Change.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What differs between two snapshots is named, thing by thing, with what it takes. */
class DifferencesTest {
  private static final String MIGRATION = "config/migrations/helpdesk/migration.yaml";
  private static final String ZENDESK = "config/platforms/zendesk.yaml";
  private static final String ROUTES = "routes/platforms/hubspot.camel.yaml";

  @TempDir Path home;
  private Snapshot before;

  @BeforeEach
  void copyWhatShips() throws IOException {
    for (String folder : List.of("config", "routes")) {
      try (Stream<Path> all = Files.walk(Path.of(folder))) {
        for (Path each : all.filter(Files::isRegularFile).toList()) {
          Path copy = home.resolve(each.toString());
          Files.createDirectories(copy.resolveSibling("."));
          Files.copy(each, copy);
        }
      }
    }
    before = read();
  }

  private Snapshot read() {
    return new Snapshot.Scope(home, "helpdesk", "zendesk", "hubspot").read();
  }

  private List<Change> after(String file, String from, String to) throws IOException {
    Path path = home.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replaceFirst(java.util.regex.Pattern.quote(from), to));
    return Differences.between(before, read());
  }

  private static void isOne(List<Change> changes, Verb verb, Topic topic, String name) {
    assertThat(changes).hasSize(1);
    Change change = changes.get(0);
    assertThat(change.verb()).isEqualTo(verb);
    assertThat(change.topic()).isEqualTo(topic);
    assertThat(change.name()).isEqualTo(name);
  }

  @Test
  void comments_and_layout_are_no_difference() throws IOException {
    assertThat(
            after(MIGRATION, "holdFlagged: false", "# said in the meeting\nholdFlagged:   false"))
        .isEmpty();
    assertThat(read().hash()).isNotEqualTo(before.hash());
  }

  @Test
  void a_limit_is_named_with_its_values() throws IOException {
    String first =
        Files.readAllLines(home.resolve(ZENDESK)).stream()
            .filter(line -> line.strip().startsWith("requests:"))
            .findFirst()
            .orElseThrow();
    List<Change> changes = after(ZENDESK, first, first.replaceAll("[0-9]+", "7"));

    assertThat(changes).hasSize(1);
    assertThat(changes.get(0).topic()).isEqualTo(Topic.LIMIT);
    assertThat(changes.get(0).now()).isEqualTo("{\"requests\":7}");
    assertThat(changes.get(0).effect()).isEqualTo(Effect.AT_ONCE);
  }

  @Test
  void a_brake_a_wave_and_a_schedule_come_into_force_at_once() throws IOException {
    isOne(
        after(MIGRATION, "errorRate: 2%", "errorRate: 1%"),
        Verb.MODIFIED,
        Topic.BRAKE,
        "errorRate");
    before = read();
    isOne(
        after(MIGRATION, "waves: [1, 10, 100]", "waves: [5]"), Verb.MODIFIED, Topic.WAVES, "waves");
    before = read();
    isOne(after(ROUTES, "0 0/5 * * * ?", "0 0/9 * * * ?"), Verb.MODIFIED, Topic.ROUTE, "watch");
    for (Topic topic : List.of(Topic.BRAKE, Topic.WAVES, Topic.ROUTE)) {
      assertThat(topic.effect()).isEqualTo(Effect.AT_ONCE);
    }
  }

  @Test
  void an_object_that_is_added_or_removed_and_a_changed_mapping_or_table_wait_for_no_approval()
      throws IOException {
    isOne(
        after(MIGRATION, "  - target: note\n", "  - target: notes\n").subList(0, 1),
        Verb.REMOVED,
        Topic.OBJECT,
        "note");
    before = read();
    String table = "config/migrations/helpdesk/tables/languages.csv";
    Files.writeString(home.resolve(table), "xx,yy\n", java.nio.file.StandardOpenOption.APPEND);
    isOne(Differences.between(before, read()), Verb.MODIFIED, Topic.MAPPING, "");
    before = read();
    isOne(
        after("config/migrations/helpdesk/mappings/user.yaml", "version: 5", "version: 6"),
        Verb.MODIFIED,
        Topic.MAPPING,
        "");
    assertThat(Topic.OBJECT.effect()).isEqualTo(Effect.BEFORE_APPROVAL);
    assertThat(Topic.MAPPING.effect()).isEqualTo(Effect.BEFORE_APPROVAL);
  }

  @Test
  void systems_store_and_ports_need_a_restart_and_the_cutover_never_changes() throws IOException {
    isOne(
        after(MIGRATION, "https://example.zendesk.com", "https://other.zendesk.com"),
        Verb.MODIFIED,
        Topic.SYSTEM,
        "systems");
    before = read();
    isOne(
        after(MIGRATION, "2026-03-06T18:00:00Z", "2026-03-07T18:00:00Z"),
        Verb.MODIFIED,
        Topic.CUTOVER,
        "cutover");
    before = read();
    isOne(
        after("config/backhaul.yaml", "port: 8080", "port: 8081"),
        Verb.MODIFIED,
        Topic.PORTS,
        "http");
    before = read();
    isOne(
        after(
            "config/backhaul.yaml", "data/\\{migration}.db".replace("\\", ""), "d/{migration}.db"),
        Verb.MODIFIED,
        Topic.STORE,
        "store");
    assertThat(Topic.SYSTEM.effect()).isEqualTo(Effect.RESTART);
    assertThat(Topic.CUTOVER.effect()).isEqualTo(Effect.NEVER);
  }

  @Test
  void what_may_hold_a_secret_is_told_apart_but_neither_shown_nor_kept() throws IOException {
    List<Change> changes =
        after(
            "config/backhaul.yaml",
            "access: []",
            "access: [{name: mallory, roles: [operator], tokenSha256: \""
                + "a1".repeat(32)
                + "\"}]");

    isOne(changes, Verb.MODIFIED, Topic.ACCESS, "access");
    assertThat(changes.get(0).line()).doesNotContain("mallory", "a1a1");
    assertThat(read().json().toString()).doesNotContain("mallory", "a1a1", "ZENDESK_TOKEN");
  }

  @Test
  void a_snapshot_comes_back_from_the_store_as_it_was() {
    assertThat(Differences.between(before, Snapshot.of(before.json()))).isEmpty();
    assertThat(Snapshot.of(before.json()).hash()).isEqualTo(before.hash());
  }
}
