package dev.backhaul.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.Question;
import dev.backhaul.store.CrashPoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A platform refuses a batch as a whole and does not say for which record. */
final class BisectTest {
  private static final int ROWS = 100;
  private static final ApplySettings NO_BRAKE = ApplySettings.USUAL.withBrake(BrakeLimits.OFF);

  @TempDir Path folder;
  private final SteppedTime time = new SteppedTime();
  private final FakePlatform platform = new FakePlatform(time);

  /** Seeds the ids of each process. */
  private long processes;

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }

  @BeforeEach
  void aHundredTickets() {
    platform.namesTheBad = false;
    platform.batch = ROWS;
    for (int i = 0; i < ROWS; i++) {
      platform.put("ticket", "s" + i, Json.object().put("status", "open"));
    }
  }

  private House house(ApplySettings settings) {
    return new House(
        folder.resolve("house.db"), platform, time, settings, CrashPoint.NONE, ++processes);
  }

  private static Decision[] rows(Set<Integer> bad) {
    return IntStream.range(0, ROWS)
        .mapToObj(
            i -> {
              ObjectNode set = Json.object().put("status", "solved");
              if (bad.contains(i)) {
                set.put("bad", "x" + i);
              }
              return House.update("d" + i, "s" + i, "v1", set);
            })
        .toArray(Decision[]::new);
  }

  private static Set<Integer> some(int count, long seed) {
    Random random = new Random(seed);
    Set<Integer> bad = new HashSet<>();
    while (bad.size() < count) {
      bad.add(random.nextInt(ROWS));
    }
    return bad;
  }

  private void eachStandsWhereItShould(House house, Set<Integer> bad) {
    for (int i = 0; i < ROWS; i++) {
      assertThat(house.state("d" + i))
          .as("d" + i)
          .isEqualTo(bad.contains(i) ? Decision.State.REFUSED : Decision.State.APPLIED);
    }
    assertThat(platform.ledger).hasSize(ROWS - bad.size()).doesNotHaveDuplicates();
    assertThat(house.questions.asked).hasSize(bad.size());
    assertThat(house.questions.asked.stream().map(Question::group).distinct().count())
        .isEqualTo(bad.isEmpty() ? 0 : 1);
    assertThat(house.journal.open()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 50, 100})
  void every_bad_record_stands_alone_and_every_good_one_is_written_once(int count) {
    Set<Integer> bad = some(count, 11);
    try (House house = house(NO_BRAKE).planned(rows(bad))) {
      assertThat(house.apply().complete()).isTrue();

      eachStandsWhereItShould(house, bad);
      // Halving a hundred takes seven steps; a step asks at most twice, and more than every row and
      // every half of rows there never is to ask.
      int steps = 7;
      assertThat(platform.calls).isLessThanOrEqualTo(Math.min(1 + 2 * steps * count, 2 * ROWS));
    }
  }

  @Test
  void a_batch_refused_only_for_the_company_its_records_keep_is_written_in_parts() {
    platform.faults =
        (object, writes) -> {
          if (writes.size() > 30) {
            throw new dev.backhaul.platform.PlatformException(
                "write", new dev.backhaul.platform.Failure.Rejected("too large", List.of()));
          }
          return FakePlatform.Fault.NONE;
        };
    try (House house = house(NO_BRAKE).planned(rows(Set.of()))) {
      assertThat(house.apply().complete()).isTrue();

      eachStandsWhereItShould(house, Set.of());
    }
  }

  @Test
  void killed_anywhere_in_the_search_it_goes_on_there_and_sends_nothing_twice() {
    Set<Integer> bad = some(2, 5);
    int instants = lives(bad, Integer.MAX_VALUE, folder.resolve("whole"));
    int unharmed = platform.calls;
    assertThat(instants).isGreaterThan(40);
    // Every third instant, so that the test stays short; the offset meets all kinds of them.
    for (int at = 3; at < instants; at += 3) {
      lives(bad, at, folder.resolve("at" + at));
      assertThat(platform.calls).as("killed at " + at).isLessThanOrEqualTo(unharmed + 8);
    }
  }

  /** One rollback, killed once at an instant; the number of instants it passed. */
  private int lives(Set<Integer> bad, int killAt, Path file) {
    platform.ledger.clear();
    platform.calls = 0;
    aHundredTickets();
    int[] passed = {-1};
    CrashPoint killer =
        point -> {
          if (passed[0] >= 0 && ++passed[0] == killAt) {
            throw new Killed();
          }
        };
    try (House first = new House(file, platform, time, NO_BRAKE, CrashPoint.NONE, 1)) {
      first.planned(rows(bad));
    }
    List<Question> asked = new ArrayList<>();
    try (House first = new House(file, platform, time, NO_BRAKE, killer, 2)) {
      first.silence.prove(House.MIA);
      passed[0] = 0;
      try {
        assertThat(first.apply().complete()).isTrue();
        eachStandsWhereItShould(first, bad);
        return passed[0];
      } catch (Killed e) {
        asked.addAll(first.questions.asked);
      }
    }
    try (House second = new House(file, platform, time, NO_BRAKE, CrashPoint.NONE, 3)) {
      second.questions.asked.addAll(asked);
      assertThat(second.apply().complete()).isTrue();
      for (int i = 0; i < ROWS; i++) {
        assertThat(second.state("d" + i))
            .as("d" + i + " after a kill at " + killAt)
            .isEqualTo(bad.contains(i) ? Decision.State.REFUSED : Decision.State.APPLIED);
      }
      assertThat(platform.ledger).hasSize(ROWS - bad.size()).doesNotHaveDuplicates();
      assertThat(second.journal.open()).isEmpty();
    }
    return passed[0];
  }

  @Test
  void the_brake_stops_the_search_and_after_it_the_search_goes_on() {
    BrakeLimits few = new BrakeLimits(5, 0.5, 0.5, 0, Duration.ofMinutes(1));
    Set<Integer> bad = some(ROWS, 1);
    try (House house = house(ApplySettings.USUAL.withBrake(few)).planned(rows(bad))) {
      assertThat(house.apply().stopped()).contains("5 of 5 writes were refused");
      int calls = platform.calls;
      assertThat(calls).isLessThan(20);
      assertThat(house.desired.paused("apply")).isPresent();

      house.desired.resume("apply", House.MIA, "looked at the questions");
    }
    try (House house = house(NO_BRAKE)) {
      assertThat(house.apply().complete()).isTrue();
      for (int i = 0; i < ROWS; i++) {
        assertThat(house.state("d" + i)).isEqualTo(Decision.State.REFUSED);
      }
    }
  }

  @Test
  void a_pause_takes_effect_within_the_search() {
    Set<Integer> bad = some(ROWS, 1);
    try (House house = house(NO_BRAKE).planned(rows(bad))) {
      platform.faults =
          (object, writes) -> {
            if (platform.calls == 12) {
              house.desired.pause("apply", House.MIA, "vendor asked us to");
            }
            return FakePlatform.Fault.NONE;
          };
      house.apply();
      assertThat(platform.calls).isEqualTo(12);

      house.desired.resume("apply", House.MIA, "they said go on");
      assertThat(house.apply().complete()).isTrue();
      eachStandsWhereItShould(house, bad);
    }
  }
}
