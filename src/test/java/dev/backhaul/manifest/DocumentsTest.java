package dev.backhaul.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.backhaul.json.Json;
import dev.backhaul.yaml.Schemas;
import dev.backhaul.yaml.YamlFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentsTest {

  @Test
  void schemasAndReferencePagesSayWhatTheCodeSays() throws IOException {
    assertThat(Documents.drifted(Path.of("."))).isEmpty();
  }

  @Test
  void driftIsFoundAndWritingMendsIt(@TempDir Path root) throws IOException {
    Documents.write(root);
    assertThat(check(root)).isEqualTo("0 ");

    Files.writeString(root.resolve("docs/reference/migration.md"), "edited");
    Files.delete(root.resolve("config/schema/backhaul.schema.json"));
    assertThat(check(root))
        .startsWith("1 ")
        .contains("backhaul.schema.json: no longer what the code says")
        .contains("migration.md: no longer what the code says");

    assertThat(Documents.run(List.of(root.toString()), System.out)).isZero();
    assertThat(check(root)).isEqualTo("0 ");
  }

  private static String check(Path root) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int exit =
        Documents.run(
            List.of("--check", root.toString()),
            new PrintStream(out, true, StandardCharsets.UTF_8));
    return exit + " " + out.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "config/backhaul.yaml,backhaul",
    "config/platforms/hubspot.yaml,platform",
    "config/platforms/zendesk.yaml,platform",
    "src/test/resources/manifest/migration.yaml,migration"
  })
  void shippedFilesFitTheirSchemas(Path file, String schema) throws IOException {
    JsonNode rules =
        Json.parse(Files.readString(Path.of("config/schema", schema + ".schema.json")));

    assertThat(
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(rules)
                .validate(YamlFile.read(file).json()))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dev.backhaul.manifest.Documents#types")
  void everyKeyOfEveryFileIsDescribed(Class<?> type) {
    List<String> silent = new ArrayList<>();
    collectSilent(type.getSimpleName(), Schemas.of(type), silent);

    assertThat(silent).as("keys without @Doc").isEmpty();
  }

  private static void collectSilent(String path, JsonNode schema, List<String> silent) {
    schema
        .path("properties")
        .properties()
        .forEach(
            entry -> {
              if (!entry.getValue().has("description") && !entry.getValue().has("const")) {
                silent.add(path + "." + entry.getKey());
              }
            });
    schema
        .path("$defs")
        .properties()
        .forEach(entry -> collectSilent(entry.getKey(), entry.getValue(), silent));
  }
}
