package dev.backhaul.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BarsTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Bars bars(Bar... bars) {
    return new Bars("demo", List.of(7L), Json.object().put("n", 1), List.of(bars));
  }

  @Test
  void theExitCodeIsZeroOnlyIfEveryGoalIsMet() {
    Bar met = Bar.atLeast("a", 0.97, 0.97, "share");
    Bar missed = Bar.atMost("b", 1, 0, "answers");

    assertThat(bars(met).print(out, false)).isZero();
    assertThat(bars(met, missed).print(out, false)).isEqualTo(1);
    assertThat(bars().print(out, false)).isEqualTo(1);
    assertThat(printed()).contains("all 1 goals met", "MISS", "1 of 2 goals missed");
  }

  @Test
  void whatIsNoNumberMeetsNoGoal() {
    assertThat(Bar.atLeast("a", Double.NaN, 0, "").met()).isFalse();
    assertThat(Bar.atMost("a", Double.NaN, 1, "").met()).isFalse();
  }

  @Test
  void theJsonTellsMachineVersionsSeedsRawAndBars() {
    bars(Bar.atLeast("a", 1, 2, "share")).print(out, true);

    JsonNode json = Json.parse(printed().strip());
    assertThat(json.path("bench").asText()).isEqualTo("demo");
    assertThat(json.at("/machine/processors").asInt()).isPositive();
    assertThat(json.at("/versions/java").asText()).isNotBlank();
    assertThat(json.at("/seeds/0").asLong()).isEqualTo(7);
    assertThat(json.at("/raw/n").asInt()).isEqualTo(1);
    assertThat(json.at("/bars/0/goal").asDouble()).isEqualTo(2);
    assertThat(json.at("/bars/0/met").asBoolean()).isFalse();
    assertThat(json.path("met").asBoolean()).isFalse();
  }

  @Test
  void unknownArgumentsOfTheSaturationBenchAreNamed() throws Exception {
    assertThat(SaturationBench.run(List.of("--jsn"), out)).isEqualTo(2);
    assertThat(printed()).contains("--jsn", "--json");
  }
}
