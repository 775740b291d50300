package dev.backhaul.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.demo.servicedesk.ServicedeskWorld;
import dev.backhaul.sandbox.Caller;
import dev.backhaul.sandbox.Fault.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the network and the platforms do with the roles swapped: nothing lost, nothing twice.
 */
final class SwappedFaultsEndToEndTest {
  @TempDir Path folder;

  static Stream<FaultsEndToEndTest.Day> days() {
    Duration none = Duration.ZERO;
    return Stream.of(
        new FaultsEndToEndTest.Day("a storm of 429", Kind.THROTTLED, "*", 0.25, 0.25, none),
        new FaultsEndToEndTest.Day("a storm of 503", Kind.UNAVAILABLE, "*", 0.15, 0.15, none),
        new FaultsEndToEndTest.Day(
            "connections reset before commit", Kind.RESET_BEFORE, "*", 0.1, 0.1, none),
        new FaultsEndToEndTest.Day(
            "connections reset after commit", Kind.RESET_AFTER, "*", 0.1, 0.1, none));
  }

  @ParameterizedTest
  @MethodSource("days")
  void a_bad_day_loses_nothing_and_doubles_nothing(FaultsEndToEndTest.Day day) throws Exception {
    try (Episode episode = new Episode(ServicedeskWorld.of(3, Scale.TINY), folder)) {
      // Given
      day.begin(episode.incident);
      episode.way.approvedPlan();

      // When
      List<String> stops = new ArrayList<>();
      episode.write(40, stops::add);

      // Then
      episode.assertPerfect();
      assertThat(episode.incident.source().ledger().throttled(Caller.OURS)).isZero();
    }
  }
}
