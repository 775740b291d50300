package dev.backhaul.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchesTest {
  @Test
  void theBenchOfCallsWritesEveryRecordAndCountsCallsAgainstTheLeast() throws Exception {
    Bars bars = CallsBench.measure(Path.of(".").toAbsolutePath(), 300);

    assertThat(bars.raw().path("written").asInt()).isEqualTo(300);
    // Waves of 1, 10, 100 and the rest, of three operations: far from the least of a full run.
    assertThat(bars.raw().path("least").asInt()).isBetween(18, 36);
    assertThat(bars.bars().get(1).value()).isBetween(1.0, 1.5);
  }

  @Test
  void theBenchOfTheStartTakesTheMedian() {
    Bars bars = StartBench.bars(List.of(0.9, 3.0, 0.8), List.of(2.0, 2.2, 9.0), 50 << 20);

    assertThat(bars.bars().get(0).value()).isEqualTo(0.9);
    assertThat(bars.bars().get(0).met()).isTrue();
    assertThat(bars.raw().path("medianWithout").asDouble()).isEqualTo(2.2);
  }

  @Test
  void bulkSystemsMakeUpEachRecordByItsNumber() {
    assertThat(BulkSource.phone(7, true)).isNotEqualTo(BulkSource.phone(7, false));
    assertThat(Benches.names())
        .containsExactly("calls", "gateway", "memory", "saturation", "start", "throughput");
  }
}
