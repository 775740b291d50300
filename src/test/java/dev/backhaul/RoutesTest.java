package dev.backhaul;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.backhaul.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The flows as files: valid for Camel, every step named, nothing that hides the budget's work. */
class RoutesTest {
  private static final JsonSchema CAMEL = schema();

  /**
   * Steps that would pace, repeat or forget requests behind the budget's and the journal's back.
   */
  private static final Set<String> FORBIDDEN =
      Set.of(
          "throttle",
          "idempotentConsumer",
          "circuitBreaker",
          "delay",
          "wireTap",
          "script",
          "onException");

  static List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(Path.of("routes"))) {
      return walk.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFileIsValidByCamelsOwnSchema(Path file) throws IOException {
    assertThat(CAMEL.validate(tree(file))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyRouteAndEveryStepHasAnIdOfItsOwn(Path file) throws IOException {
    List<String> unnamed = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (JsonNode entry : tree(file)) {
      String kind = entry.fieldNames().next();
      JsonNode body = entry.get(kind);
      if (kind.equals("routeConfiguration")) {
        // With an id it would hold only for routes that name it.
        continue;
      }
      name(kind, body, kind.equals("templatedRoute") ? "routeId" : "id", ids, unnamed);
      JsonNode from = body.has("route") ? body.path("route").path("from") : body.path("from");
      steps(from.path("steps"), ids, unnamed);
    }
    assertThat(unnamed).isEmpty();
  }

  @Test
  void noStepPacesRepeatsOrForgetsARequestOfItsOwnAccord() throws IOException {
    for (Path file : files()) {
      String text = Files.readString(file);
      assertThat(tree(file).findValuesAsText("uri"))
          .as("%s", file)
          .noneMatch(uri -> uri.startsWith("http"));
      for (String step : FORBIDDEN) {
        assertThat(text).as("%s", file).doesNotContain(step + ":");
      }
    }
  }

  private static void steps(JsonNode steps, Set<String> ids, List<String> unnamed) {
    for (JsonNode step : steps) {
      String kind = step.fieldNames().next();
      JsonNode body = step.get(kind);
      name(kind, body, "id", ids, unnamed);
      steps(body.path("steps"), ids, unnamed);
      for (JsonNode when : body.path("when")) {
        steps(when.path("steps"), ids, unnamed);
      }
      steps(body.path("otherwise").path("steps"), ids, unnamed);
      for (JsonNode caught : body.path("doCatch")) {
        steps(caught.path("steps"), ids, unnamed);
      }
      steps(body.path("doFinally").path("steps"), ids, unnamed);
    }
  }

  private static void name(
      String kind, JsonNode body, String key, Set<String> ids, List<String> unnamed) {
    String id = body.path(key).asText("");
    if (id.isBlank()) {
      unnamed.add(kind + " without " + key + ": " + body.toString().lines().findFirst().orElse(""));
    } else if (!ids.add(id)) {
      unnamed.add(kind + ": the id " + id + " stands twice");
    }
  }

  private static JsonNode tree(Path file) throws IOException {
    Object loaded =
        new Load(LoadSettings.builder().setLabel(file.toString()).build())
            .loadFromString(Files.readString(file));
    return Json.tree(loaded);
  }

  private static JsonSchema schema() {
    try (InputStream in =
        Objects.requireNonNull(
            RoutesTest.class.getResourceAsStream("/schema/camelYamlDsl.json"),
            "camel-yaml-dsl no longer ships its schema")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
          .getSchema(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
