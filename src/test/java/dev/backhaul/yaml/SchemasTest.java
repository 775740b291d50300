package dev.backhaul.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.backhaul.json.Json;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemasTest {
  enum Level {
    @Doc("Not much.")
    LOW,
    VERY_HIGH
  }

  sealed interface Pager permits Offset, Cursor {}

  @Kind("offset")
  @Doc("By number.")
  record Offset(@Doc("Rows.") int size) implements Pager {}

  @Kind("cursor")
  @Doc("By token.")
  record Cursor(@Doc("Where the token is.") String field) implements Pager {}

  @Doc("Everything a file may hold.")
  record Sample(
      @Doc("A word.") @Example("word") String text,
      @Doc("A number.") @Default("3") int number,
      @Doc("A part.") @Default("20%") double part,
      @Doc("A span.") @Default("10s") Duration span,
      @Doc("When.") @Nullable Instant when,
      @Doc("Where.") @Nullable URI url,
      @Doc("A level.") @Default("low") Level level,
      @Doc("By level.") @Default("{}") Map<Level, String> byLevel,
      @Doc("Tags.") @Default("[]") Set<String> tags,
      @Doc("Anything.") @Nullable JsonNode free,
      @Doc("Hidden.") @Nullable Secret secret,
      @Doc("How to page.") @Nullable Pager pager,
      @Doc("More of them.") @Default("[]") List<Sample> more,
      Place at) {}

  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(Schemas.of(Sample.class));

  private static boolean schemaAccepts(Node node) {
    return SCHEMA
        .validate(
            node.json(), context -> context.getExecutionConfig().setFormatAssertionsEnabled(true))
        .isEmpty();
  }

  private static boolean binderAccepts(Node node) {
    try {
      Binder.bind(node, Sample.class, name -> "x");
      return true;
    } catch (YamlException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text: a",
        "{text: a, number: 4, part: 0.5, span: 500ms, level: very-high}",
        "{text: a, when: \"2026-03-06T18:00:00Z\", url: \"https://x.example\"}",
        "{text: a, byLevel: {low: x}, tags: [a, b], free: {x: [1]}}",
        "{text: a, secret: \"${env:X}\", pager: {kind: cursor, field: f}}",
        "{text: a, more: [{text: b, more: [{text: c}]}]}"
      })
  void whatTheBinderAcceptsTheSchemaAccepts(String yaml) {
    Node node = YamlFile.read("a.yaml", yaml);
    assertThat(binderAccepts(node)).isTrue();
    assertThat(SCHEMA.validate(node.json())).isEmpty();
    assertThat(schemaAccepts(node)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "number: 4",
        "{text: a, extra: 1}",
        "{text: [a]}",
        "{text: a, number: four}",
        "{text: a, number: \"4\"}",
        "{text: a, part: most}",
        "{text: a, span: 10}",
        "{text: a, when: today}",
        "{text: a, level: HIGH}",
        "{text: a, byLevel: {high: x}}",
        "{text: a, tags: [a, a]}",
        "{text: a, secret: hunter2}",
        "{text: a, pager: {kind: cursor, size: 3}}",
        "{text: a, pager: {size: 3}}",
        "{text: a, more: [{number: 3}]}"
      })
  void whatTheBinderRefusesTheSchemaRefuses(String yaml) {
    Node node = YamlFile.read("a.yaml", yaml);
    assertThat(binderAccepts(node)).isFalse();
    assertThat(schemaAccepts(node)).isFalse();
  }

  @Test
  void descriptionsDefaultsAndExamplesStandInTheSchema() {
    JsonNode properties = Schemas.of(Sample.class).get("properties");

    assertThat(Json.text(properties.get("text")))
        .isEqualTo("{\"description\":\"A word.\",\"type\":\"string\",\"examples\":[\"word\"]}");
    assertThat(Json.text(properties.get("number")))
        .isEqualTo("{\"description\":\"A number.\",\"type\":\"integer\",\"default\":3}");
    assertThat(Json.text(properties.get("level")))
        .isEqualTo(
            "{\"description\":\"A level.\",\"enum\":[\"low\",\"very-high\"],"
                + "\"$comment\":\"low: Not much.\",\"default\":\"low\"}");
  }

  @Test
  void theReferencePageShowsTheWholeFileAndEveryKey() {
    assertThat(Reference.markdown(Sample.class))
        .isEqualToNormalizingNewlines(Golden.read("reference/sample.md"));
  }
}
