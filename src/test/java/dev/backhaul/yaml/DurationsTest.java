package dev.backhaul.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({"500ms,PT0.5S", "10s,PT10S", "2m,PT2M", "1h,PT1H", "1d,PT24H", "0s,PT0S"})
  void aSpanIsANumberAndAUnit(String written, Duration expected) {
    assertThat(Durations.parse(written)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10", "s", "1.5h", "-1s", "1 h", "1H", "PT10S", "010s", "9999999999s", "1w", ""})
  void anythingElseIsRefusedWithExamples(String written) {
    assertThatThrownBy(() -> Durations.parse(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a span such as 500ms, 30s, 5m, 2h or 7d");
  }

  @ParameterizedTest
  @CsvSource({"20%,0.2", "0.1%,0.001", "0.25,0.25", "100%,1.0", "0,0.0"})
  void aShareIsAPercentageOrAFraction(String written, double expected) {
    assertThat(Share.of(written).value()).isEqualTo(expected);
    assertThat(Share.of(Share.of(written).toString())).isEqualTo(Share.of(written));
  }

  @ParameterizedTest
  @ValueSource(strings = {"101%", "-1%", "1.5", "%", "twenty", "NaN", "020%"})
  void aShareOutsideTheWholeIsRefused(String written) {
    assertThatThrownBy(() -> Share.of(written)).isInstanceOf(IllegalArgumentException.class);
  }
}
