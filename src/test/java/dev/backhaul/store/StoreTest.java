package dev.backhaul.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backhaul.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Stores.class)
final class StoreTest {
  @Parameter Stores engine;
  @TempDir Path folder;

  private Store open() {
    return Store.open(engine.at(folder.resolve("house")));
  }

  private static void note(Store store, String name, String state) {
    store.useTransaction(
        tx ->
            tx.execute(
                "INSERT INTO desired_state (name, state, actor, reason, at) VALUES (?, ?, 'a', 'r', 0)",
                name,
                state));
  }

  private static long rows(Store store) {
    return store.read(
        h -> h.createQuery("SELECT count(*) FROM desired_state").mapTo(Long.class).one());
  }

  @Test
  void what_was_committed_is_there_after_reopening() {
    try (Store store = open()) {
      note(store, "apply", "paused");
    }
    try (Store store = open()) {
      assertThat(rows(store)).isEqualTo(1);
    }
  }

  @Test
  void a_failed_transaction_leaves_nothing() {
    try (Store store = open()) {
      assertThatThrownBy(
              () ->
                  store.useTransaction(
                      tx -> {
                        tx.execute(
                            "INSERT INTO desired_state (name, state, actor, reason, at) VALUES ('x','y','a','r',0)");
                        throw new IllegalArgumentException("no");
                      }))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(rows(store)).isZero();
    }
  }

  @Test
  void a_reader_cannot_write() {
    try (Store store = open()) {
      assertThatThrownBy(() -> store.read(h -> h.execute("DELETE FROM desired_state")))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.READ_ONLY));
    }
  }

  @Test
  void a_transaction_inside_a_transaction_is_refused_and_does_not_hang() {
    try (Store store = open()) {
      assertThatThrownBy(() -> store.useTransaction(tx -> store.useTransaction(inner -> {})))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("pass its handle on");
    }
  }

  @Test
  void readers_go_on_while_somebody_writes_and_see_only_what_is_committed() throws Exception {
    try (Store store = open();
        var pool = Executors.newFixedThreadPool(3)) {
      CountDownLatch written = new CountDownLatch(1);
      CountDownLatch seen = new CountDownLatch(1);
      Future<?> writer =
          pool.submit(
              () -> {
                store.useTransaction(
                    tx -> {
                      tx.execute(
                          "INSERT INTO desired_state (name, state, actor, reason, at) VALUES ('x','y','a','r',0)");
                      written.countDown();
                      seen.await();
                    });
                return null;
              });
      written.await();
      List<Future<Long>> readers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        readers.add(pool.submit(() -> rows(store)));
      }
      for (Future<Long> reader : readers) {
        assertThat(reader.get()).isZero();
      }
      seen.countDown();
      writer.get();
      assertThat(rows(store)).isEqualTo(1);
    }
  }

  @Test
  void an_ex_leader_cannot_commit() {
    // Given
    Instant[] now = {Instant.parse("2026-11-23T02:00:00Z")};
    try (Store store = open()) {
      Leases leases = new Leases(store, () -> now[0]);
      Fence old = leases.acquire("source", "one", Duration.ofSeconds(30)).orElseThrow();
      assertThat(leases.acquire("source", "two", Duration.ofSeconds(30))).isEmpty();
      assertThat(leases.acquire("target", "two", Duration.ofSeconds(30))).isPresent();
      // When
      now[0] = now[0].plusSeconds(31);
      Fence fresh = leases.acquire("source", "two", Duration.ofSeconds(30)).orElseThrow();
      // Then
      assertThat(fresh.epoch()).isGreaterThan(old.epoch());
      assertThatThrownBy(
              () ->
                  store.useTransaction(
                      tx -> {
                        tx.execute(
                            "INSERT INTO desired_state (name, state, actor, reason, at) VALUES ('x','y','a','r',0)");
                        old.check(tx);
                      }))
          .isInstanceOf(LostLeaseException.class)
          .hasMessageContaining("account source");
      assertThatThrownBy(() -> leases.renew(old, Duration.ofSeconds(30)))
          .isInstanceOf(LostLeaseException.class);
      assertThat(rows(store)).isZero();
      store.useTransaction(fresh::check);
      leases.release(old);
      assertThat(leases.holder("source")).contains(fresh);
    }
  }

  @Test
  void a_restarted_owner_takes_its_account_back_at_once_and_fences_its_earlier_life() {
    try (Store store = open()) {
      Leases leases = new Leases(store, () -> Instant.EPOCH);
      Fence before = leases.acquire("source", "one", Duration.ofHours(1)).orElseThrow();
      Fence after = leases.acquire("source", "one", Duration.ofHours(1)).orElseThrow();
      assertThatThrownBy(() -> store.useTransaction(before::check))
          .isInstanceOf(LostLeaseException.class);
      leases.release(after);
      assertThat(leases.acquire("source", "two", Duration.ofHours(1))).isPresent();
    }
  }

  @Test
  void an_audit_row_stands_only_if_what_it_tells_of_stands() {
    try (Store store = open()) {
      Audit audit = new Audit(() -> Instant.EPOCH);
      assertThatThrownBy(
              () ->
                  store.useTransaction(
                      tx -> {
                        audit.append(tx, "mia", "approve", "p1", Json.object());
                        throw new IllegalStateException("rolled back");
                      }))
          .isInstanceOf(IllegalStateException.class);
      assertThat(store.<Audit.Verdict, RuntimeException>read(audit::verify).rows()).isZero();
    }
  }

  @Test
  void every_kind_of_tampering_with_the_audit_trail_shows() {
    for (String tamper :
        List.of(
            "UPDATE audit SET actor = 'eve' WHERE seq = 3",
            "UPDATE audit SET detail = '{\"reason\":\"other\"}' WHERE seq = 3",
            "UPDATE audit SET at = at + 1 WHERE seq = 3",
            "DELETE FROM audit WHERE seq = 3",
            "DELETE FROM audit WHERE seq = 1",
            "UPDATE audit SET seq = 99 WHERE seq = 5",
            "UPDATE audit SET hash = prev WHERE seq = 5")) {
      try (Store store = Store.open(engine.at(folder.resolve("t" + tamper.hashCode())))) {
        Audit audit = new Audit(() -> Instant.EPOCH);
        for (int i = 0; i < 5; i++) {
          store.useTransaction(
              tx -> audit.append(tx, "mia", "answer", "q", Json.object().put("reason", "because")));
        }
        assertThat(store.<Audit.Verdict, RuntimeException>read(audit::verify).sound()).isTrue();
        store.useTransaction(tx -> tx.execute(tamper));
        assertThat(store.<Audit.Verdict, RuntimeException>read(audit::verify).sound())
            .as(tamper)
            .isFalse();
      }
    }
  }

  @Test
  void a_pause_outlives_a_restart_and_names_who_and_why() {
    Actor mia = new Actor("mia", java.util.Set.of(Actor.Role.OPERATOR));
    try (Store store = open()) {
      new DesiredState(store, new Audit(() -> Instant.EPOCH), () -> Instant.EPOCH)
          .pause("apply", mia, "mail storm");
    }
    try (Store store = open()) {
      DesiredState desired =
          new DesiredState(store, new Audit(() -> Instant.EPOCH), () -> Instant.EPOCH);
      assertThat(desired.paused("apply"))
          .hasValueSatisfying(pause -> assertThat(pause.reason()).isEqualTo("mail storm"));
      assertThat(desired.paused("delta")).isEmpty();
      desired.resume("apply", mia, "mail off");
      assertThat(desired.paused("apply")).isEmpty();
      desired.pause("all", mia, "night");
      assertThat(desired.paused("delta")).isPresent();
    }
  }

  @Test
  void a_reader_sees_one_instant_however_long_it_reads() {
    try (Store store = open()) {
      note(store, "one", "x");
      store.useTransaction(tx -> {});
      List<Long> seen =
          store.read(
              h -> {
                long before =
                    h.createQuery("SELECT count(*) FROM desired_state").mapTo(Long.class).one();
                note(store, "two", "x");
                return List.of(
                    before,
                    h.createQuery("SELECT count(*) FROM desired_state").mapTo(Long.class).one());
              });
      assertThat(seen).containsExactly(1L, 1L);
      assertThat(rows(store)).isEqualTo(2);
    }
  }

  @Test
  void a_store_of_a_newer_release_is_refused_untouched() {
    try (Store store = open()) {
      store.useTransaction(
          tx ->
              tx.execute(
                  "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
                      + " checksum, installed_by, execution_time, success)"
                      + " VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'x', 1, true)"));
    }
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(StoreException.Kind.NEWER))
        .hasMessageContaining("newer release");
  }
}
