package dev.backhaul.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backhaul.delta.HandClock;
import dev.backhaul.platform.Role;
import dev.backhaul.store.Actor;
import dev.backhaul.store.Audit;
import dev.backhaul.store.DesiredState;
import dev.backhaul.store.Leases;
import dev.backhaul.store.LostLeaseException;
import dev.backhaul.store.Store;
import dev.backhaul.store.Stores;
import dev.backhaul.time.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** One process at a time, and a pause that holds. */
@ParameterizedClass
@EnumSource(Stores.class)
class LeaseTest {
  static final Map<Role, String> ACCOUNTS =
      Map.of(Role.SOURCE, "source/zendesk", Role.TARGET, "target/hubspot");
  private static final Duration SPAN = Duration.ofMinutes(2);
  @Parameter Stores engine;
  private final HandClock time = new HandClock();
  @TempDir Path folder;
  private Store store;
  private Leases leases;

  @BeforeEach
  void open() {
    store = Store.open(engine.at(folder.resolve("lease")));
    leases = new Leases(store, time);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void a_second_process_is_refused_with_what_to_do() {
    Lease.take(leases, ACCOUNTS, "one", SPAN, time);

    assertThatThrownBy(() -> Lease.take(leases, ACCOUNTS, "two", SPAN, time))
        .isInstanceOf(HeldException.class)
        .hasMessage(
            "one is at work on this rollback; its lease ends 120 s after its last sign of life."
                + " Stop it, use its API, or stand by with: backhaul serve");
  }

  @Test
  void the_lease_of_a_process_killed_on_this_machine_is_taken_over_at_once() {
    // Given: this process's own mark, but with a process number that nobody has
    String[] mine = Owner.ofThisProcess().split("/", -1);
    Lease.take(leases, ACCOUNTS, mine[0] + "/999999999/" + mine[2] + "/gone", SPAN, time);

    // When
    Lease next = Lease.take(leases, ACCOUNTS, Owner.ofThisProcess(), SPAN, time);

    // Then
    assertThatCode(() -> store.useTransaction(next.fence(Role.SOURCE)::check))
        .doesNotThrowAnyException();
  }

  @Test
  void the_lease_of_a_living_process_or_of_another_machine_is_not_taken_over() {
    Lease.take(leases, ACCOUNTS, Owner.ofThisProcess(), SPAN, time);
    assertThatThrownBy(() -> Lease.take(leases, ACCOUNTS, Owner.ofThisProcess(), SPAN, time))
        .isInstanceOf(HeldException.class);

    time.pass(SPAN.plusSeconds(1));
    Lease.take(leases, ACCOUNTS, "elsewhere/999999999/2026-03-09T09:00:00Z/x", SPAN, time);
    assertThatThrownBy(() -> Lease.take(leases, ACCOUNTS, Owner.ofThisProcess(), SPAN, time))
        .isInstanceOf(HeldException.class);
  }

  @Test
  void a_lease_kept_alive_outlasts_its_span() {
    Lease lease = Lease.take(leases, ACCOUNTS, "one", SPAN, time);
    for (int i = 0; i < 10; i++) {
      time.pass(Duration.ofSeconds(50));
      lease.keep();
    }

    assertThatThrownBy(() -> Lease.take(leases, ACCOUNTS, "two", SPAN, time))
        .isInstanceOf(HeldException.class);
  }

  @Test
  void whoever_slept_through_its_lease_is_fenced_off_by_the_next() {
    Lease sleeper = Lease.take(leases, ACCOUNTS, "one", SPAN, time);
    time.pass(Duration.ofMinutes(3));
    Lease next = Lease.take(leases, ACCOUNTS, "two", SPAN, time);

    assertThatThrownBy(sleeper::keep).isInstanceOf(LostLeaseException.class);
    assertThat(next.fence(Role.SOURCE).epoch()).isGreaterThan(sleeper.fence(Role.SOURCE).epoch());
  }

  @Test
  void both_accounts_are_taken_or_none() {
    assertThat(leases.acquire("target/hubspot", "elsewhere", SPAN)).isPresent();

    assertThatThrownBy(() -> Lease.take(leases, ACCOUNTS, "one", SPAN, time))
        .isInstanceOf(HeldException.class)
        .hasMessageStartingWith("elsewhere is at work");
    assertThat(leases.holder("source/zendesk")).isEmpty();
  }

  @Test
  void whoever_lost_one_account_has_lost_its_right_to_send() {
    Lease sleeper = Lease.take(leases, ACCOUNTS, "one", SPAN, time);
    assertThatCode(sleeper::stillOurs).doesNotThrowAnyException();
    time.pass(Duration.ofMinutes(3));
    assertThat(leases.acquire("target/hubspot", "elsewhere", SPAN)).isPresent();

    assertThatThrownBy(sleeper::stillOurs).isInstanceOf(LostLeaseException.class);
    assertThatThrownBy(sleeper::stillOurs).isInstanceOf(LostLeaseException.class);
    assertThatThrownBy(() -> store.useTransaction(sleeper.fence(Role.TARGET)::check))
        .isInstanceOf(LostLeaseException.class);
  }

  @Test
  void a_heartbeat_keeps_the_lease_while_a_call_takes_long() throws Exception {
    try (VirtualTime stepped = VirtualTime.startingAt(time.instant())) {
      Leases timed = new Leases(store, stepped);
      Lease lease = Lease.take(timed, ACCOUNTS, "one", SPAN, stepped);
      try (var heartbeat = Heartbeat.start(lease, SPAN.dividedBy(3), stepped)) {
        stepped.sleep(SPAN.multipliedBy(5));

        assertThatThrownBy(() -> Lease.take(timed, ACCOUNTS, "two", SPAN, stepped))
            .isInstanceOf(HeldException.class);
      }
      stepped.sleep(SPAN.multipliedBy(2));
      assertThatCode(() -> Lease.take(timed, ACCOUNTS, "two", SPAN, stepped))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void the_databases_clock_ends_a_lease_not_the_nodes() {
    Leases here = new Leases(store);
    assertThat(here.acquire("source/zendesk", "one", Duration.ofHours(1))).isPresent();
    assertThat(here.acquire("target/hubspot", "one", Duration.ZERO)).isPresent();

    assertThat(new Leases(store).acquire("source/zendesk", "two", SPAN)).isEmpty();
    assertThat(new Leases(store).acquire("target/hubspot", "two", SPAN)).isPresent();
  }

  @Test
  void a_lease_given_back_is_free_at_once() {
    Lease.take(leases, ACCOUNTS, "one", SPAN, time).close();

    assertThatCode(() -> Lease.take(leases, ACCOUNTS, "two", SPAN, time))
        .doesNotThrowAnyException();
  }

  @Test
  void a_pause_stops_only_what_it_names_until_somebody_resumes_it() {
    Actor ada = new Actor("ada", Set.of(Actor.Role.OPERATOR));
    DesiredState desired = new DesiredState(store, new Audit(time), time);
    PauseCheck check =
        new PauseCheck(desired, new Boundary(Lease.take(leases, ACCOUNTS, "one", SPAN, time)));

    desired.pause("delta", ada, "vendor asked us to");

    assertThatThrownBy(() -> check.check("delta"))
        .isInstanceOf(PausedException.class)
        .hasMessage("delta is paused by ada: vendor asked us to (go on with: backhaul resume)");
    assertThatCode(() -> check.check("plan")).doesNotThrowAnyException();

    desired.resume("delta", ada, "they said go on");
    assertThatCode(() -> check.check("delta")).doesNotThrowAnyException();
  }

  @Test
  void passing_the_pause_check_keeps_the_lease_alive() {
    PauseCheck check =
        new PauseCheck(
            new DesiredState(store, new Audit(time), time),
            new Boundary(Lease.take(leases, ACCOUNTS, "one", SPAN, time)));
    for (int i = 0; i < 5; i++) {
      time.pass(Duration.ofSeconds(60));
      check.check("delta");
    }

    assertThat(leases.holder("source/zendesk")).isPresent();
  }
}
