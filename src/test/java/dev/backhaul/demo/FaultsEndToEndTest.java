package dev.backhaul.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.sandbox.Caller;
import dev.backhaul.sandbox.Fault.Kind;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.sandbox.Traffic;
import dev.backhaul.sandbox.hubspot.HubSpotSandbox;
import dev.backhaul.sandbox.hubspot.HubSpotState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the network and the platforms do: nothing is lost, nothing is doubled. */
final class FaultsEndToEndTest {
  /** A bad day: what goes wrong, and where. */
  record Day(String name, Kind kind, String method, double source, double target, Duration delay) {
    void begin(Incident incident) {
      arm(incident.source(), source, method);
      arm(incident.target(), target, "*");
    }

    private void arm(Sandbox sandbox, double probability, String on) {
      if (probability > 0) {
        sandbox.faults().seed(7);
        sandbox
            .faults()
            .add(dev.backhaul.sandbox.Fault.random(kind, on, "/**", probability).delayed(delay));
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Day> days() {
    Duration none = Duration.ZERO;
    return Stream.of(
        new Day("a storm of 429", Kind.THROTTLED, "*", 0.25, 0.25, none),
        new Day("a storm of 503", Kind.UNAVAILABLE, "*", 0.15, 0.15, none),
        new Day("connections reset before commit", Kind.RESET_BEFORE, "*", 0.1, 0.1, none),
        new Day("connections reset after commit", Kind.RESET_AFTER, "*", 0.1, 0.1, none),
        new Day(
            "commits that show after the read-back",
            Kind.LATE_COMMIT,
            "*",
            0.05,
            0,
            Duration.ofSeconds(90)),
        new Day("truncated bodies", Kind.TRUNCATED, "*", 0.1, 0.1, none),
        new Day("successes with an error inside", Kind.ERROR_IN_200, "*", 0.1, 0.1, none));
  }

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("days")
  void a_bad_day_loses_nothing_and_doubles_nothing(Day day) throws Exception {
    try (Episode episode = new Episode(3, Scale.TINY, folder)) {
      // Given
      day.begin(episode.incident);
      episode.way.approvedPlan();

      // When
      List<String> stops = new ArrayList<>();
      episode.write(30, stops::add);

      // Then
      episode.assertPerfect();
      assertThat(episode.incident.source().ledger().throttled(Caller.OURS)).isZero();
    }
  }

  @Test
  void expired_tokens_stop_the_run_with_a_clear_message_and_it_goes_on_with_new_ones()
      throws Exception {
    try (Episode episode = new Episode(4, Scale.TINY, folder)) {
      // Given
      episode.way.approvedPlan();
      var faults = episode.incident.source().faults();
      faults.add(
          new dev.backhaul.sandbox.Fault(
              Kind.EXPIRED_TOKEN, "*", "/**", 25, Integer.MAX_VALUE, 1, Duration.ZERO));

      // When
      String stopped = episode.way.write();

      // Then
      assertThat(stopped).contains("the credentials are not accepted").contains("again");

      // When
      faults.clear();
      String again = episode.way.write();

      // Then
      assertThat(again).isNull();
      episode.assertPerfect();
    }
  }

  @Test
  void an_expired_token_of_the_target_stops_the_delta_and_it_goes_on_with_a_new_one()
      throws Exception {
    try (Episode episode = new Episode(5, Scale.TINY, folder)) {
      // Given
      HubSpotState state = ((HubSpotSandbox) episode.incident.target().platform()).state();
      String token = episode.incident.environment().variable("HUBSPOT_TOKEN");
      episode.incident.target().run(() -> state.expire(token == null ? "" : token));

      // When
      Throwable stopped = org.assertj.core.api.Assertions.catchThrowable(episode.rollback::stage);

      // Then
      assertThat(stopped).hasMessageContaining("the token is not accepted");

      // When
      episode
          .incident
          .target()
          .run(() -> state.token(token == null ? "" : token, "990900", HubSpotSandbox.SCOPES));
      episode.way.approvedPlan();
      episode.write(1, stop -> {});

      // Then
      episode.assertPerfect();
    }
  }

  @Test
  void business_that_stays_within_its_reserve_gets_no_429_and_neither_do_we() throws Exception {
    try (Episode episode = new Episode(6, Scale.TINY, folder)) {
      // Given
      Sandbox source = episode.incident.source();
      double reserved = 700 * 0.2 / 60;
      source.run(
          () ->
              source
                  .traffic()
                  .start(
                      new Traffic.Load(
                          "GET",
                          "/api/v2/users/me",
                          "business",
                          reserved * 0.4,
                          0.5,
                          Incident.MONDAY,
                          null,
                          9)));

      // When
      episode.way.approvedPlan();
      episode.write(1, stop -> {});

      // Then
      episode.assertPerfect();
      assertThat(source.ledger().accepted(Caller.BUSINESS)).isPositive();
      assertThat(source.ledger().throttled(Caller.BUSINESS)).isZero();
      assertThat(source.ledger().throttled(Caller.OURS)).isZero();
    }
  }
}
