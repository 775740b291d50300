package dev.backhaul.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backhaul.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFileTest {

  private static String json(String yaml) {
    return Json.text(YamlFile.read("a.yaml", yaml).json());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NO",
        "no",
        "yes",
        "Yes",
        "on",
        "off",
        "y",
        "010",
        "0o17",
        "0x1F",
        "12:30",
        "1_000",
        "True",
        "TRUE",
        "NULL",
        "Null",
        ".inf",
        ".nan",
        "+1",
        "1.",
        ".5",
        "2026-03-06",
        "1e",
        "00",
        "-0x1",
        "0b1",
        "20%"
      })
  void whatOlderYamlWouldRetypeStaysText(String written) {
    assertThat(json("v: " + written)).isEqualTo("{\"v\":\"" + written + "\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "true,true",
    "false,false",
    "null,null",
    "~,null",
    "'',null",
    "0,0",
    "-12,-12",
    "1.50,1.50",
    "1e3,1E+3",
    "9223372036854775808,9223372036854775808",
    "2147483648,2147483648"
  })
  void whatJsonItselfWouldTypeIsTyped(String written, String expected) {
    assertThat(json("v: " + written)).isEqualTo("{\"v\":" + expected + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'true'", "\"true\"", "|-\n  true", ">-\n  true"})
  void whatIsQuotedOrABlockIsText(String written) {
    assertThat(json("v: " + written)).isEqualTo("{\"v\":\"true\"}");
  }

  @Test
  void everyNodeKnowsItsLineAndColumn() {
    Node.Mapping root = (Node.Mapping) YamlFile.read("a.yaml", "# first\na:\n  - x\n  - {b: y}\n");
    Node.Sequence list = (Node.Sequence) root.entries().getFirst().value();

    assertThat(root.at()).isEqualTo(new Place("a.yaml", 2, 1));
    assertThat(list.items().get(0).at()).isEqualTo(new Place("a.yaml", 3, 5));
    assertThat(list.items().get(1).at()).isEqualTo(new Place("a.yaml", 4, 5));
    assertThat(list.at()).hasToString("a.yaml:3");
  }

  @Test
  void anEmptyFileHasNoKeys() {
    assertThat(json("")).isEqualTo("{}");
    assertThat(json("# only a comment\n")).isEqualTo("{}");
    assertThat(json("---\n...\n")).isEqualTo("{}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a: 1\\nb: 2\\na: 3        | a.yaml:3: key "a" stands twice; the first one is on line 1; remove one
          a: {b: 1, "b": 2}         | a.yaml:1: key "b" stands twice; the first one is on line 1; remove one
          a: !!int 3                | a.yaml:1: tags ("tag:yaml.org,2002:int") are not allowed; remove the tag; types are known here
          a: !java.net.URL [x]      | a.yaml:1: tags ("!java.net.URL") are not allowed; remove the tag; types are known here
          b: &x {a: 1}\\nc: {<<: *x} | a.yaml:2: merge keys ("<<") are not YAML 1.2; write the keys out here
          a: 1\\n---\\nb: 2          | a.yaml:2: a second document in one file; remove the "---"
          ? [a, b]\\n: 1             | a.yaml:1: a key must be text, found a list
          a: &x [1, *x]             | a.yaml:1: alias "*x" names nothing that ends before this line; an alias cannot stand inside what it repeats
          a: *nowhere               | a.yaml:1: alias "*nowhere" names nothing that ends before this line; an alias cannot stand inside what it repeats
          a: 1\\n\\tb: 2              | a.yaml:2: not YAML: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)
          a: b: c                   | a.yaml:1: not YAML: mapping values are not allowed here
          """)
  void whatIsNotAllowedNamesItsLine(String yaml, String message) {
    assertThatThrownBy(
            () -> YamlFile.read("a.yaml", yaml.replace("\\n", "\n").replace("\\t", "\t")))
        .isInstanceOf(YamlException.class)
        .hasMessage(message);
  }

  @Test
  void anAliasRepeatsItsAnchor() {
    assertThat(json("a: &x {b: 1}\nc: *x")).isEqualTo("{\"a\":{\"b\":1},\"c\":{\"b\":1}}");
  }

  @Test
  void aFewLinesCannotGrowIntoMillionsOfValues() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String one = "*a" + (i - 1);
      laughs.append(
          "a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", one, one, one, one, one, one)));
    }
    assertThatThrownBy(() -> YamlFile.read("a.yaml", laughs.toString()))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("more than 100000 values, repeated ones counted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? "})
  void deepNestingIsRefusedAndNotFollowed(String opener) {
    assertThatThrownBy(() -> YamlFile.read("a.yaml", opener.repeat(5_000)))
        .isInstanceOf(YamlException.class)
        .hasMessageContaining("a.yaml:1: nested deeper than 64 levels");
  }

  @Test
  void aVeryLongFileIsRefusedUnread(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("long.yaml");
    Files.write(file, "#".repeat(8_000_001).getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> YamlFile.read(file))
        .hasMessageContaining("longer than 2000000 characters");
    assertThatThrownBy(() -> YamlFile.read("a.yaml", "#".repeat(2_000_001)))
        .hasMessage("a.yaml: longer than 2000000 characters; split the file");
  }

  @Test
  void aFileThatIsNotThereOrNotUtf8SaysSo(@TempDir Path folder) throws IOException {
    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, "a: \u00e9".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> YamlFile.read(folder.resolve("none.yaml")))
        .isInstanceOf(YamlException.class)
        .hasMessageEndingWith("none.yaml: no such file");
    assertThatThrownBy(() -> YamlFile.read(latin))
        .isInstanceOf(YamlException.class)
        .hasMessageEndingWith("latin.yaml: not UTF-8; save the file as UTF-8");
  }
}
