package dev.backhaul.apply;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SilenceTest {
  @TempDir Path folder;
  private final SteppedTime time = new SteppedTime();
  private final FakePlatform platform = new FakePlatform(time);

  @BeforeEach
  void rules() {
    platform.rule("trigger", "r1", true);
    platform.rule("webhook", "r2", true);
    platform.rule("trigger", "r3", false);
  }

  private static List<String> doubts(House house) {
    return house.store.read(house.silence::doubts);
  }

  @Test
  void what_is_on_is_switched_off_and_comes_back_as_it_was() {
    try (House house = House.open(folder, platform, time)) {
      assertThat(doubts(house)).hasSize(1);
      assertThat(house.silence.prove(House.MIA)).isEqualTo(2);
      assertThat(platform.rulesOn()).isZero();
      assertThat(doubts(house)).isEmpty();
      assertThat(house.silence.restore(House.MIA)).isEqualTo(2);
      assertThat(requireNonNull(platform.rules.get("r3")).active()).isFalse();
      assertThat(platform.rulesOn()).isEqualTo(2);
      assertThat(doubts(house)).hasSize(1);
    }
  }

  @Test
  void the_proof_outlives_a_restart_and_restoration_runs_in_the_next_process() {
    try (House house = House.open(folder, platform, time)) {
      house.silence.prove(House.MIA);
    }
    try (House house = House.open(folder, platform, time)) {
      assertThat(doubts(house)).isEmpty();
      assertThat(house.silence.restore(House.MIA)).isEqualTo(2);
      assertThat(platform.rulesOn()).isEqualTo(2);
    }
  }

  @Test
  void a_rule_that_will_not_go_off_closes_the_gate_unless_its_cause_is_waived_by_name() {
    platform.stubborn = true;
    try (House house = House.open(folder, platform, time)) {
      assertThatThrownBy(() -> house.silence.prove(House.MIA))
          .isInstanceOf(GateClosedException.class)
          .hasMessageContaining("trigger r1 is still on")
          .hasMessageContaining("webhook r2 is still on");
      assertThat(doubts(house)).isNotEmpty();
      house.approvals.waive("trigger", House.KAI, "only tags");
      String waiver = house.approvals.waive("webhook", House.KAI, "receiver is down").id();
      house.silence.prove(House.MIA);
      assertThat(doubts(house)).isEmpty();
      house.approvals.revoke(waiver, House.KAI, "receiver is up");
      assertThat(doubts(house)).singleElement().asString().contains("webhook was taken back");
    }
  }

  @Test
  void a_rule_that_goes_off_by_us_after_all_was_restored_is_put_back_too() {
    platform.stubborn = true;
    try (House house = House.open(folder, platform, time)) {
      assertThatThrownBy(() -> house.silence.prove(House.MIA))
          .isInstanceOf(GateClosedException.class);
      assertThat(house.silence.restore(House.MIA)).isZero();
      platform.rule("trigger", "r1", false);

      assertThat(house.silence.late(House.MIA)).isEqualTo(1);

      assertThat(requireNonNull(platform.rules.get("r1")).active()).isTrue();
      time.sleepUntil(time.instant().plus(Duration.ofHours(1)));
      assertThat(house.silence.late(House.MIA)).isZero();
      platform.rule("webhook", "r2", false);
      assertThat(house.silence.late(House.MIA)).isZero();
      assertThat(requireNonNull(platform.rules.get("r2")).active()).isFalse();
    }
  }

  @Test
  void a_canary_that_is_heard_closes_the_gate() {
    platform.noises = List.of("mail to requester");
    try (House house = House.open(folder, platform, time)) {
      assertThatThrownBy(() -> house.silence.prove(House.MIA))
          .hasMessageContaining("mail to requester");
      assertThat(doubts(house)).isNotEmpty();
      assertThat(house.silence.restore(House.MIA)).isEqualTo(2);
    }
  }

  @Test
  void a_cause_nobody_can_prove_needs_a_waiver() {
    platform.unprovable = java.util.Map.of("managed app", "no interface lists it");
    try (House house = House.open(folder, platform, time)) {
      assertThatThrownBy(() -> house.silence.prove(House.MIA)).hasMessageContaining("managed app");
      house.approvals.waive("managed app", House.KAI, "uninstalled by hand");
      assertThat(house.silence.prove(House.MIA)).isEqualTo(2);
    }
  }
}
