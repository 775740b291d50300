package dev.backhaul.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backhaul.plan.Flow;
import dev.backhaul.yaml.Environment;
import dev.backhaul.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that fit together are read; those that do not are named, with what to do. */
class ConfigurationTest {
  private static final Environment NO_SECRETS = name -> null;
  @TempDir Path home;

  @BeforeEach
  void copyWhatShips() throws IOException {
    for (String folder : List.of("config", "routes")) {
      try (Stream<Path> all = Files.walk(Path.of(folder))) {
        for (Path each : all.toList()) {
          Path copy = home.resolve(each.toString());
          if (Files.isDirectory(each)) {
            Files.createDirectories(copy);
          } else {
            Files.copy(each, copy);
          }
        }
      }
    }
  }

  private Configuration read() {
    return Configuration.read(home, "helpdesk", NO_SECRETS);
  }

  private void change(String file, String from, String to) throws IOException {
    Path path = home.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replace(from, to));
  }

  private void checkRoutes() {
    PlatformRoutes.check(home, read().target().platform(), read().migration().objects());
  }

  @Test
  void what_ships_fits_together_parents_first() {
    assertThat(read().flows())
        .extracting(Flow::targetObject)
        .containsExactly("company", "contact", "ticket", "note", "email", "message");
    assertThatCode(this::checkRoutes).doesNotThrowAnyException();
  }

  @Test
  void the_order_of_work_follows_references_not_the_file() throws IOException {
    String file = "config/migrations/helpdesk/migration.yaml";
    Path path = home.resolve(file);
    String text = Files.readString(path);
    String ticket = "  - target: ticket\n    source: ticket\n    mapping: mappings/ticket.yaml\n";
    assertThat(text).contains(ticket);
    Files.writeString(path, text.replace(ticket, "").replace("objects:\n", "objects:\n" + ticket));

    assertThat(read().flows())
        .extracting(Flow::targetObject)
        .startsWith("company", "contact", "ticket");
  }

  @Test
  void join_keys_are_known_by_target_object() {
    assertThat(read().targetJoinKeys())
        .containsEntry("ticket", "properties.zendesk_id")
        .containsEntry("note", "properties.zendesk_comment_id");
  }

  @Test
  void a_missing_file_is_named() throws IOException {
    Path mapping = home.resolve("config/migrations/helpdesk/mappings/note.yaml");
    Files.delete(mapping);

    assertThatThrownBy(this::read)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(mapping + ": no such file");
  }

  @Test
  void a_mapping_of_another_object_is_refused_with_the_line_that_names_it() throws IOException {
    change(
        "config/migrations/helpdesk/migration.yaml",
        "mapping: mappings/note.yaml",
        "mapping: mappings/email.yaml");

    assertThatThrownBy(this::read)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageMatching(".*migration\\.yaml:\\d+: mappings/email\\.yaml maps to email");
  }

  @Test
  void an_identity_that_is_not_the_source_s_own_id_is_refused() throws IOException {
    change(
        "config/migrations/helpdesk/mappings/organization.yaml",
        "identity: {source: id,",
        "identity: {source: external_id,");

    assertThatThrownBy(this::read).hasMessageContaining("id");
  }

  @Test
  void an_object_that_is_not_migrated_is_refused_with_those_that_are() {
    Configuration configuration = read();

    assertThatThrownBy(() -> configuration.flow("deal"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "no object 'deal' in migration.yaml; it has [company, contact, ticket, note, email, message]");
  }

  @Test
  void an_object_that_no_route_reads_is_refused() throws IOException {
    Path file = home.resolve("routes/platforms/hubspot.camel.yaml");
    List<String> lines = Files.readAllLines(file);
    lines.removeIf(line -> line.contains("evidence-note"));
    Files.write(file, lines);

    assertThatThrownBy(this::checkRoutes)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageMatching(
            ".*migration\\.yaml:\\d+: no \"evidence\" route reads note; add a templatedRoute for it to"
                + " routes/platforms/hubspot\\.camel\\.yaml");
  }

  @Test
  void code_in_a_platform_s_file_is_refused_before_camel_sees_it() throws IOException {
    Files.writeString(
        home.resolve("routes/platforms/hubspot.camel.yaml"),
        "- route: {id: sneaky, from: {uri: \"timer:x\", steps: [{to: \"exec:rm\"}]}}\n");

    assertThatThrownBy(this::checkRoutes)
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("hubspot.camel.yaml:1");
  }

  @Test
  void only_the_file_of_the_target_s_platform_is_read_as_both_platforms_have_a_ticket()
      throws IOException {
    Files.writeString(
        home.resolve("routes/platforms/zendesk.camel.yaml"),
        "- route: {id: sneaky, from: {uri: \"timer:x\", steps: [{to: \"exec:rm\"}]}}\n");

    assertThatCode(this::checkRoutes).doesNotThrowAnyException();
    assertThat(PlatformRoutes.file(home, read().target().platform()))
        .isEqualTo(home.resolve("routes/platforms/hubspot.camel.yaml"));
  }

  @Test
  void a_target_without_its_file_is_refused_by_that_file_s_name() throws IOException {
    Files.delete(home.resolve("routes/platforms/hubspot.camel.yaml"));

    assertThatThrownBy(this::checkRoutes)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("routes/platforms/hubspot.camel.yaml: no such file");
  }
}
