package dev.backhaul.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreTest {
  @TempDir Path folder;

  private Store open() {
    return Store.open(StoreSettings.file(folder.resolve("house.db")));
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
  void every_connection_is_in_wal_mode_and_syncs_fully() {
    try (Store store = open()) {
      assertThat(
              store.<String, RuntimeException>inTransaction(
                  tx -> tx.createQuery("PRAGMA journal_mode").mapTo(String.class).one()))
          .isEqualTo("wal");
      assertThat(
              store.<Integer, RuntimeException>inTransaction(
                  tx -> tx.createQuery("PRAGMA synchronous").mapTo(Integer.class).one()))
          .isEqualTo(2);
      assertThat(
              store.<Integer, RuntimeException>read(
                  h -> h.createQuery("PRAGMA synchronous").mapTo(Integer.class).one()))
          .isEqualTo(2);
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
  void a_full_disk_is_named_and_loses_nothing_that_was_committed() {
    Path file = folder.resolve("house.db");
    int kept = 0;
    try (Store store = Store.open(StoreSettings.file(file).withMaxBytes(600_000))) {
      String big = "x".repeat(20_000);
      StoreException full = null;
      while (full == null) {
        try {
          note(store, "n" + kept, big);
          kept++;
        } catch (StoreException e) {
          full = e;
        }
      }
      assertThat(full.kind()).isEqualTo(StoreException.Kind.FULL);
      assertThat(full)
          .hasMessageContaining("nothing before it is lost")
          .hasMessageContaining("free disk space");
      assertThat(kept).isPositive();
      assertThat(rows(store)).isEqualTo(kept);
    }
    try (Store store = open()) {
      assertThat(rows(store)).isEqualTo(kept);
      note(store, "after", "there is room again");
      assertThat(rows(store)).isEqualTo(kept + 1);
    }
  }

  @Test
  void a_store_held_by_another_process_is_named() {
    Path file = folder.resolve("house.db");
    try (Store one = open();
        Store two =
            Store.open(
                new StoreSettings("jdbc:sqlite:" + file, null, 1, Duration.ofMillis(20), null))) {
      one.useTransaction(
          tx ->
              assertThatThrownBy(() -> two.useTransaction(other -> {}))
                  .isInstanceOfSatisfying(
                      StoreException.class,
                      e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.BUSY)));
    }
  }

  @Test
  void a_folder_that_does_not_exist_is_named() {
    assertThatThrownBy(
            () -> Store.open(StoreSettings.file(folder.resolve("absent").resolve("house.db"))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("absent")
        .hasMessageContaining("folder");
  }

  @Test
  void any_json_comes_back_from_its_payload_as_it_was() {
    Random random = new Random(7);
    Payload plain = new Payload(null);
    Payload sealed = new Payload(key(1));
    for (int i = 0; i < 200; i++) {
      ObjectNode node =
          Json.object().put("n", random.nextLong()).put("text", "å".repeat(random.nextInt(5000)));
      node.putArray("list").add(1.10).addNull();
      assertThat(plain.decode(plain.encode(node))).isEqualTo(Json.parse(Json.text(node)));
      assertThat(sealed.decodeObject(sealed.encode(node))).isEqualTo(Json.parse(Json.text(node)));
    }
  }

  @Test
  void a_sealed_payload_shows_nothing_of_its_content_and_no_two_are_alike() {
    ObjectNode node = Json.object().put("email", "mia@example.com");
    Payload sealed = new Payload(key(1));
    assertThat(new String(sealed.encode(node), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("mia");
    assertThat(sealed.encode(node)).isNotEqualTo(sealed.encode(node));
  }

  @Test
  void a_sealed_payload_opens_only_with_its_own_key_and_unaltered() {
    byte[] bytes = new Payload(key(1)).encode(Json.object().put("a", 1));
    assertThatThrownBy(() -> new Payload(key(2)).decode(bytes))
        .hasMessageContaining("set the key this store was written with");
    assertThatThrownBy(() -> new Payload(null).decode(bytes))
        .hasMessageContaining("store.key is not set");
    for (int i = 0; i < bytes.length; i++) {
      byte[] altered = bytes.clone();
      altered[i] ^= 0x40;
      assertThatThrownBy(() -> new Payload(key(1)).decode(altered))
          .isInstanceOf(StoreException.class);
    }
  }

  @Test
  void a_bad_key_is_refused_without_being_quoted() {
    assertThatThrownBy(() -> PayloadKey.ofBase64("c2VjcmV0"))
        .hasMessageContaining("32 bytes")
        .hasMessageNotContaining("c2VjcmV0");
    assertThat(key(1)).hasToString("PayloadKey[hidden]");
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
      try (Store store = Store.open(StoreSettings.file(folder.resolve("t" + tamper.hashCode())))) {
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

  private static PayloadKey key(int seed) {
    byte[] bytes = new byte[32];
    new Random(seed).nextBytes(bytes);
    return PayloadKey.ofBase64(Base64.getEncoder().encodeToString(bytes));
  }
}
