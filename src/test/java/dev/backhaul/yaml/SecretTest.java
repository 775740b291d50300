package dev.backhaul.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
  private static final String VALUE = "s3cr3t-value";
  private static final Environment ENVIRONMENT = Map.of("TOKEN", VALUE, "EMPTY", " ")::get;

  record Holder(
      @Doc("One.") Secret one,
      @Doc("By name.") @Default("{}") Map<String, Secret> named,
      Place at) {}

  @Test
  void aSecretIsReadAtUseAndNeverPrinted() {
    Holder holder =
        Binder.bind(
            YamlFile.read("a.yaml", "one: ${env:TOKEN}\nnamed: {token: \"${env:TOKEN}\"}"),
            Holder.class,
            ENVIRONMENT);

    assertThat(holder.one().reveal(ENVIRONMENT)).isEqualTo(VALUE);
    assertThat(holder.toString()).contains("***").doesNotContain(VALUE);
    assertThat(holder.one()).isEqualTo(holder.named().get("token")).hasToString("***");
    assertThat(holder.one().reference()).isEqualTo("${env:TOKEN}");
  }

  @Test
  void aSecretInAFileIsReadAnewAtEachUse(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("token");
    Files.writeString(file, VALUE + "\n");
    Secret secret = Secret.of("${file:" + file + "}");
    assertThat(secret.reveal(ENVIRONMENT)).isEqualTo(VALUE);

    Files.writeString(file, "rotated");
    assertThat(secret.reveal(ENVIRONMENT)).isEqualTo("rotated");

    Files.delete(file);
    assertThatThrownBy(() -> secret.reveal(ENVIRONMENT))
        .isInstanceOf(MissingSecretException.class)
        .hasMessage("file " + file + " cannot be read (NoSuchFileException)");
  }

  @Test
  void aSecretThatIsNotThereNamesWhereItWasLookedFor() {
    assertThatThrownBy(() -> Secret.of("${env:NOT_THERE}").reveal(ENVIRONMENT))
        .isInstanceOf(MissingSecretException.class)
        .hasMessage("environment variable NOT_THERE is not set");
    assertThatThrownBy(() -> Secret.of("${env:EMPTY}").reveal(ENVIRONMENT))
        .hasMessage("${env:EMPTY} is empty");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "one: " + VALUE,
        "one: \"" + VALUE + "\"",
        "one: [" + VALUE + "]",
        "one: {token: " + VALUE + "}",
        "one: x${env:TOKEN}" + VALUE,
        "one: ${env:" + VALUE + "}",
        "one: ${file:" + VALUE + "}",
        "one: ${env:TOKEN}\nnamed: " + VALUE,
        "one: ${env:TOKEN}\nnamed: {token: " + VALUE + "}"
      })
  void aSecretWrittenInAFileIsRefusedWithoutQuotingIt(String yaml) {
    assertThatThrownBy(() -> Binder.bind(YamlFile.read("a.yaml", yaml), Holder.class, ENVIRONMENT))
        .isInstanceOf(YamlException.class)
        .message()
        .startsWith("a.yaml:")
        .doesNotContain(VALUE);
  }

  record Texts(
      @Doc("Where.") @EnvText String url,
      @Doc("Plain.") @Default("x") String plain,
      @Doc("Free.") @Default("{}") JsonNode free,
      @Doc("Many.") @Default("[]") @EnvText List<String> many) {}

  @Test
  void placeholdersAreFilledWhereTheTypeAllowsThem() {
    Texts texts =
        Binder.bind(
            YamlFile.read(
                "a.yaml", "url: https://${env:HOST}/${env:PATH}\nmany: [\"${env:HOST}\"]"),
            Texts.class,
            Map.of("HOST", "a$1.example", "PATH", "p")::get);

    assertThat(texts.url()).isEqualTo("https://a$1.example/p");
    assertThat(texts.many()).containsExactly("a$1.example");
  }

  @Test
  void placeholdersAreRefusedElsewhereAndWhenNotSet() {
    assertThatThrownBy(
            () ->
                Binder.bind(
                    YamlFile.read(
                        "a.yaml", "url: ${env:NOPE}\nplain: ${env:TOKEN}\nmany: [\"${file:/x}\"]"),
                    Texts.class,
                    ENVIRONMENT))
        .hasMessage(
            """
            a.yaml:1: url: environment variable NOPE is not set
            a.yaml:2: plain: placeholders are not allowed here; only secrets and base URLs may hold them
            a.yaml:3: many: only ${env:NAME} may stand in this text""");
  }
}
