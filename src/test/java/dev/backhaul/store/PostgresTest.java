package dev.backhaul.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backhaul.json.Json;
import dev.backhaul.store.StoreException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only holds of a store that several processes share over a network. */
final class PostgresTest {
  @TempDir Path folder;

  private StoreSettings settings() {
    return Stores.POSTGRES.at(folder.resolve("house"));
  }

  private static void failsAs(Kind kind, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind));
  }

  @Test
  void what_two_instances_do_at_once_is_one_audit_trail() throws Exception {
    try (Store one = Store.open(settings());
        Store two = Store.open(settings());
        var pool = Executors.newFixedThreadPool(4)) {
      List<Future<?>> writers = new ArrayList<>();
      for (Store store : List.of(one, two, one, two)) {
        Audit audit = new Audit(() -> Instant.EPOCH);
        writers.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < 25; i++) {
                    store.useTransaction(tx -> audit.append(tx, "mia", "note", "x", Json.object()));
                  }
                }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      Audit.Verdict verdict = two.read(new Audit(() -> Instant.EPOCH)::verify);
      assertThat(verdict.sound()).isTrue();
      assertThat(verdict.rows()).isEqualTo(100);
    }
  }

  @Test
  void a_writer_waits_for_another_instances_writer_and_says_so_if_that_takes_too_long() {
    try (Store one = Store.open(settings());
        Store two = Store.open(settings().withBusy(Duration.ofMillis(100)))) {
      one.useTransaction(tx -> failsAs(Kind.BUSY, () -> two.useTransaction(other -> {})));
      two.useTransaction(other -> {});
    }
  }

  @Test
  void a_process_that_sleeps_inside_a_transaction_loses_it_and_blocks_nobody() {
    try (Store sleeper = Store.open(settings());
        Store next = Store.open(settings())) {
      failsAs(
          Kind.LOST,
          () ->
              sleeper.useTransaction(
                  tx -> {
                    tx.execute(
                        "INSERT INTO lease (account, owner, epoch, until) VALUES ('a', 'sleeper', 1, 0)");
                    // The server ends the sleeper's transaction; only then can this one begin.
                    next.useTransaction(
                        other ->
                            other.execute(
                                "INSERT INTO lease (account, owner, epoch, until) VALUES ('a', 'next', 1, 0)"));
                    tx.execute("SELECT 1");
                  }));
      assertThat(
              next.<String, RuntimeException>read(
                  h -> h.createQuery("SELECT owner FROM lease").mapTo(String.class).one()))
          .isEqualTo("next");
    }
  }

  @Test
  void a_connection_lost_before_the_commit_keeps_nothing_and_the_next_one_works() {
    try (Store store = Store.open(settings())) {
      failsAs(
          Kind.LOST,
          () ->
              store.useTransaction(
                  tx -> {
                    tx.execute(
                        "INSERT INTO lease (account, owner, epoch, until) VALUES ('a', 'x', 1, 0)");
                    tx.execute("SELECT pg_terminate_backend(pg_backend_pid())");
                  }));
      assertThat(rows(store)).isZero();
      store.useTransaction(
          tx ->
              tx.execute(
                  "INSERT INTO lease (account, owner, epoch, until) VALUES ('a', 'x', 1, 0)"));
      assertThat(rows(store)).isEqualTo(1);
    }
  }

  @Test
  void a_connection_lost_during_the_commit_leaves_a_doubt_that_is_named() {
    try (Store store = Store.open(settings())) {
      store.useTransaction(
          tx -> {
            tx.execute(
                "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS"
                    + " 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'");
            tx.execute(
                "CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON lease DEFERRABLE INITIALLY DEFERRED"
                    + " FOR EACH ROW EXECUTE FUNCTION cut()");
          });
      failsAs(
          Kind.IN_DOUBT,
          () ->
              store.useTransaction(
                  tx ->
                      tx.execute(
                          "INSERT INTO lease (account, owner, epoch, until) VALUES ('a', 'x', 1, 0)")));
      // The next writer cannot begin before the doubtful transaction has ended: now it is known.
      store.useTransaction(tx -> {});
      assertThat(rows(store)).isZero();
    }
  }

  @Test
  void rollbacks_in_one_database_see_nothing_of_each_other() {
    try (Store one = Store.open(settings());
        Store two = Store.open(Stores.POSTGRES.at(folder.resolve("another")))) {
      one.useTransaction(
          tx ->
              tx.execute(
                  "INSERT INTO lease (account, owner, epoch, until) VALUES ('a', 'x', 1, 0)"));
      assertThat(rows(one)).isEqualTo(1);
      assertThat(rows(two)).isZero();
    }
  }

  @Test
  void text_sorts_by_its_bytes_as_in_a_file() {
    try (Store store = Store.open(settings())) {
      for (String account : List.of("b", "A", "a", "B", "a_", "aB")) {
        store.useTransaction(
            tx ->
                tx.execute(
                    "INSERT INTO lease (account, owner, epoch, until) VALUES (?, '', 1, 0)",
                    account));
      }
      assertThat(
              store.<List<String>, RuntimeException>read(
                  h ->
                      h.createQuery("SELECT account FROM lease ORDER BY account")
                          .mapTo(String.class)
                          .list()))
          .containsExactly("A", "B", "a", "aB", "a_", "b");
    }
  }

  @Test
  void what_keeps_the_database_from_opening_is_named_without_a_secret() {
    StoreSettings right = settings();
    String schema = String.valueOf(right.schema());
    assertThatThrownBy(
            () -> StoreSettings.postgres(right.url() + "?user=u&password=hunter2", schema, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("store.password")
        .hasMessageNotContaining("hunter2");
    assertThat(right.toString()).doesNotContain(Stores.LOGIN.password() + "]");

    failsAs(
        Kind.UNREADABLE,
        () -> Store.open(StoreSettings.postgres(right.url() + "x", schema, Stores.LOGIN)));
    failsAs(
        Kind.LOGIN,
        () -> Store.open(StoreSettings.postgres(right.url(), schema, Login.of("nobody", "p"))));
    failsAs(
        Kind.LOST,
        () ->
            Store.open(
                StoreSettings.postgres(
                    "jdbc:postgresql://localhost:1/none", schema, Stores.LOGIN)));
  }

  private static long rows(Store store) {
    return store.read(h -> h.createQuery("SELECT count(*) FROM lease").mapTo(Long.class).one());
  }
}
