package dev.backhaul.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backhaul.delta.HandClock;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.DecisionRows;
import dev.backhaul.plan.Decisions;
import dev.backhaul.platform.Role;
import dev.backhaul.store.Leases;
import dev.backhaul.store.LostLeaseException;
import dev.backhaul.store.Store;
import dev.backhaul.store.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WritingTest {
  private final HandClock time = new HandClock();
  @TempDir Path folder;

  @Test
  void a_plan_whose_run_died_before_its_waves_gets_them_before_it_is_applied() {
    try (Store store = Store.open(StoreSettings.file(folder.resolve("waves.db")))) {
      // Given
      Decisions decisions = new Decisions(store);
      DecisionRows.save(store, decisions, List.of(update()));
      Leases leases = new Leases(store, time);
      Lease lease = Lease.take(leases, LeaseTest.ACCOUNTS, "one", Duration.ofMinutes(2), time);
      assertThat(decisions.anyWithoutWave()).isTrue();
      assertThat(decisions.ready(1, 10)).isEmpty();

      // When
      Writing.assignWaves(store, decisions, List.of(1, 10), lease.fence(Role.SOURCE));

      // Then
      assertThat(decisions.anyWithoutWave()).isFalse();
      assertThat(decisions.ready(1, 10)).extracting(Decision::id).containsExactly("ticket:1");
    }
  }

  @Test
  void who_lost_the_lease_moves_no_decision_into_a_wave() {
    try (Store store = Store.open(StoreSettings.file(folder.resolve("fenced.db")))) {
      Decisions decisions = new Decisions(store);
      DecisionRows.save(store, decisions, List.of(update()));
      Leases leases = new Leases(store, time);
      Lease sleeper = Lease.take(leases, LeaseTest.ACCOUNTS, "one", Duration.ofMinutes(2), time);
      time.pass(Duration.ofMinutes(3));
      Lease.take(leases, LeaseTest.ACCOUNTS, "two", Duration.ofMinutes(2), time);

      assertThatThrownBy(
              () -> Writing.assignWaves(store, decisions, List.of(1), sleeper.fence(Role.SOURCE)))
          .isInstanceOf(LostLeaseException.class);
      assertThat(decisions.anyWithoutWave()).isTrue();
    }
  }

  private static Decision update() {
    return new Decision(
        "ticket:1",
        "ticket",
        Decision.Kind.UPDATE,
        Decision.State.READY,
        "ticket",
        "1",
        "7",
        "7",
        null,
        Json.object().put("subject", "x"),
        List.of(),
        List.of(),
        null,
        List.of(),
        "t1",
        "s1",
        Decision.UndoClass.VALUE_ONLY,
        "f",
        0);
  }
}
