package dev.backhaul.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.manifest.Limit.Kind;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws checked against an independent model of the platform, with random jitter and business. */
@Timeout(300)
class NeverExceedsTest {
  private static final Duration WINDOW = Duration.ofSeconds(30);

  static Stream<Arguments> worlds() {
    return Stream.of(Kind.FIXED, Kind.SLIDING, Kind.BUCKET)
        .flatMap(
            kind ->
                Stream.of(0.0, 0.4, 0.8)
                    .flatMap(
                        reserve ->
                            Stream.of(1L, 2L).map(seed -> Arguments.of(kind, reserve, seed))));
  }

  @ParameterizedTest(name = "{0} reserve {1} seed {2}")
  @MethodSource("worlds")
  void nobodyIsRefusedAndOurShareIsUsed(Kind kind, double reserve, long seed) throws Exception {
    Wire wire =
        new Wire(Wire.limit(kind, 100, WINDOW, reserve), seed, WINDOW.multipliedBy(5)).run();

    assertThat(wire.oursRefused).isZero();
    assertThat(wire.businessRefused).isZero();
    assertThat(wire.ours).isGreaterThanOrEqualTo((long) (100 * (1 - reserve) * 5 * 0.93));
  }

  @ParameterizedTest(name = "{0} reserve {1} seed {2}")
  @MethodSource("worlds")
  void nobodyIsRefusedThoughThePlatformTellsNothing(Kind kind, double reserve, long seed)
      throws Exception {
    Wire wire = new Wire(Wire.limit(kind, 60, WINDOW, reserve), seed, WINDOW.multipliedBy(4));
    wire.tells = false;
    wire.slowest = 6_000;
    wire.run();

    assertThat(wire.oursRefused + wire.businessRefused).isZero();
    assertThat(wire.ours).isPositive();
  }

  @Test
  void windowsThatStartWithTheirFirstRequestAreKeptToo() throws Exception {
    Wire wire = new Wire(Wire.limit(Kind.FIXED, 50, WINDOW, 0), 7, WINDOW.multipliedBy(6));
    wire.start = ServerModel.Start.FIRST_REQUEST;
    wire.run();

    assertThat(wire.oursRefused).isZero();
    assertThat(wire.ours).isGreaterThanOrEqualTo(50 * 5);
  }

  @ParameterizedTest(name = "skew {0} ms")
  @MethodSource("skews")
  void aDayEndsAtThePlatformsMidnightByThePlatformsClock(long skew) throws Exception {
    Wire wire =
        new Wire(Wire.limit(Kind.DAILY, 120, Duration.ofDays(1), 0.4), 3, Duration.ofHours(70));
    wire.skew = skew;
    wire.run();

    // From 4 o'clock in Berlin three midnights are passed in seventy hours, so four days are met.
    assertThat(wire.oursRefused + wire.businessRefused).isZero();
    assertThat(wire.ours).isBetween(71L * 3, 72L * 4);
  }

  static Stream<Long> skews() {
    return Stream.of(0L, 90_000L, -90_000L);
  }

  @Test
  void asManyAtOnceAsAllowedAndNoMore() throws Exception {
    Wire wire = new Wire(Wire.limit(Kind.CONCURRENT, 5, WINDOW, 0.2), 5, Duration.ofSeconds(60));
    wire.workers = 12;
    wire.run();

    assertThat(wire.oursRefused).isZero();
    // Four at once, each about 200 ms, for a minute.
    assertThat(wire.ours).isGreaterThan(1_000);
  }

  @Test
  void answersThatNeverComeCountAsUsed() throws Exception {
    Wire wire = new Wire(Wire.limit(Kind.SLIDING, 100, WINDOW, 0.2), 9, WINDOW.multipliedBy(4));
    wire.chanceOfSilence = 0.1;
    wire.run();

    assertThat(wire.oursRefused + wire.businessRefused).isZero();
    assertThat(wire.ours).isGreaterThan(200);
  }
}
