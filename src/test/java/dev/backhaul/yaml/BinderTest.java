package dev.backhaul.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.json.Json;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BinderTest {
  private static final Environment NONE = name -> null;

  enum Level {
    LOW,
    VERY_HIGH
  }

  record Inner(@Doc("A name.") String name, @Doc("Its level.") @Default("low") Level level) {}

  record Code(String text) {
    @FromText
    public static Code of(String text) {
      if (text.startsWith("!")) {
        throw new IllegalArgumentException("a code does not begin with !");
      }
      return new Code(text);
    }
  }

  sealed interface Pager permits Offset, Cursor {}

  @Kind("offset")
  record Offset(@Doc("Rows.") int size) implements Pager {}

  @Kind("cursor")
  record Cursor(@Doc("Field.") String field) implements Pager {}

  record Everything(
      String text,
      boolean flag,
      int whole,
      long many,
      double part,
      BigDecimal exact,
      Share share,
      Duration span,
      Instant instant,
      ZoneId zone,
      URI url,
      Path path,
      JsonNode free,
      Secret secret,
      Level level,
      List<Inner> inners,
      Map<String, Inner> named,
      Code code,
      Pager pager,
      Place at) {}

  private static <T> T bind(String yaml, Class<T> type) {
    return Binder.bind(YamlFile.read("a.yaml", yaml), type, NONE);
  }

  @Test
  void everyKindOfValueIsBound() {
    Everything all =
        bind(
            """
            # a comment
            text: NO
            flag: true
            whole: 12
            many: 9007199254740993
            part: 20%
            exact: 0.10
            share: 0.1%
            span: 500ms
            instant: "2026-03-06T18:00:00Z"
            zone: Europe/Berlin
            url: https://example.com/a
            path: mappings/user.yaml
            free: {a: [1, 010, yes]}
            secret: ${env:TOKEN}
            level: very-high
            inners: [{name: x}]
            named: {one: {name: y, level: low}}
            code: abc
            pager: {kind: cursor, field: id}
            """,
            Everything.class);

    assertThat(all)
        .usingRecursiveComparison()
        .ignoringFields("free", "secret")
        .isEqualTo(
            new Everything(
                "NO",
                true,
                12,
                9007199254740993L,
                0.2,
                new BigDecimal("0.10"),
                new Share(0.001),
                Duration.ofMillis(500),
                Instant.parse("2026-03-06T18:00:00Z"),
                ZoneId.of("Europe/Berlin"),
                URI.create("https://example.com/a"),
                Path.of("mappings/user.yaml"),
                all.free(),
                all.secret(),
                Level.VERY_HIGH,
                List.of(new Inner("x", Level.LOW)),
                Map.of("one", new Inner("y", Level.LOW)),
                new Code("abc"),
                new Cursor("id"),
                new Place("a.yaml", 2, 1)));
    assertThat(Json.text(all.free())).isEqualTo("{\"a\":[1,\"010\",\"yes\"]}");
    assertThat(all.secret().reference()).isEqualTo("${env:TOKEN}");
  }

  record Optional(@Nullable String note, @Default("[1, 10]") List<Integer> waves) {}

  @Test
  void aKeyLeftOutOrLeftEmptyIsNullOrItsDefault() {
    assertThat(bind("note:\nwaves: ~", Optional.class))
        .isEqualTo(bind("", Optional.class))
        .isEqualTo(new Optional(null, List.of(1, 10)));
  }

  @Test
  void allProblemsOfAFileAreReportedTogetherInTheOrderOfTheFile() {
    assertThatThrownBy(
            () ->
                bind(
                    "inners: [{nme: x}]\ntext: [a]\nwhole: 9999999999\nflag: yes",
                    Everything.class))
        .asInstanceOf(type(YamlException.class))
        .satisfies(
            e ->
                assertThat(e.problems().stream().map(Problem::toString))
                    .contains(
                        "a.yaml:1: unknown key \"nme\"; did you mean \"name\"? Known here: name, level",
                        "a.yaml:1: missing key \"name\"; A name.",
                        "a.yaml:2: text: expected text, found a list",
                        "a.yaml:3: whole: number 9999999999 is out of range",
                        "a.yaml:4: flag: expected true or false, found \"yes\"",
                        "a.yaml:1: missing key \"share\"")
                    .isSortedAccordingTo(
                        java.util.Comparator.comparing(line -> line.substring(0, 8))));
  }

  @Retired(key = "levl", instead = "\"level\"")
  @Retired(key = "size", instead = "\"pageSize\" of the route")
  record Evolved(@Doc("Reserved word.") @Key("class") String kindOfThing, @Nullable Level level) {}

  @Test
  void aKeyThatJavaReservesAndAKeyThatIsRetiredAreBothKnown() {
    assertThat(bind("class: x", Evolved.class)).isEqualTo(new Evolved("x", null));
    assertThatThrownBy(() -> bind("size: 3\nlevl: low\nkindOfThing: y", Evolved.class))
        .hasMessage(
            """
            a.yaml:1: key "size" is retired; use "pageSize" of the route
            a.yaml:1: missing key "class"; Reserved word.
            a.yaml:2: key "levl" is retired; use "level"
            a.yaml:3: unknown key "kindOfThing"; Known here: class, level""");
  }

  record Holder(Code code, Pager pager, List<Positive> numbers, Map<Level, Positive> byLevel) {}

  record Positive(int value, @Nullable Integer other) {
    Positive {
      if (value <= 0) {
        throw new IllegalArgumentException("value: must be more than 0");
      }
      if (other != null && other <= value) {
        throw new IllegalArgumentException("the other must be more than the value");
      }
    }
  }

  @Test
  void whatATypeItselfRefusesIsReportedWhereItStands() {
    assertThatThrownBy(
            () ->
                bind(
                    """
                    code: "!x"
                    pager: {kind: curser, field: a}
                    numbers:
                      - {value: 1}
                      - other: 5
                        value: 0
                      - {value: 3, other: 2}
                    byLevel:
                      high: {value: 1}
                      low: 3
                    """,
                    Holder.class))
        .hasMessage(
            """
            a.yaml:1: code: a code does not begin with !
            a.yaml:2: unknown kind "curser"; did you mean "cursor"? Known here: offset, cursor
            a.yaml:6: value: must be more than 0
            a.yaml:7: the other must be more than the value
            a.yaml:9: byLevel: unknown value "high"; Allowed here: low, very-high
            a.yaml:10: low: expected a block of keys, found text""");
  }

  @Test
  void aKindThatIsMissingNamesTheChoices() {
    assertThatThrownBy(
            () -> bind("{code: x, pager: {field: a}, numbers: [], byLevel: {}}", Holder.class))
        .hasMessage("a.yaml:1: missing key \"kind\"; choose one of offset, cursor");
  }

  @Test
  void whatIsBoundCannotBeChangedAfterwards() {
    Holder holder =
        bind("{code: x, pager: {kind: offset, size: 1}, numbers: [], byLevel: {}}", Holder.class);

    assertThatThrownBy(() -> holder.numbers().add(new Positive(1, null)))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> holder.byLevel().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
