package dev.backhaul.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only holds of a store in a file. */
final class SqliteTest {
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
        Store two = Store.open(StoreSettings.file(file).withBusy(Duration.ofMillis(20)))) {
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
}
