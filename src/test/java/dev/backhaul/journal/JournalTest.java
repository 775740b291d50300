package dev.backhaul.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backhaul.json.Json;
import dev.backhaul.platform.Role;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.Fence;
import dev.backhaul.store.Ids;
import dev.backhaul.store.Leases;
import dev.backhaul.store.LostLeaseException;
import dev.backhaul.store.Store;
import dev.backhaul.store.StoreSettings;
import dev.backhaul.time.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only whoever holds the lease moves a write. */
final class JournalTest {
  private static final Duration SPAN = Duration.ofMinutes(2);

  @TempDir Path folder;
  private final VirtualTime time = VirtualTime.byHand(Instant.parse("2026-03-09T09:00:00Z"));
  private Store store;
  private Leases leases;

  @BeforeEach
  void open() {
    store = Store.open(StoreSettings.file(folder.resolve("rollback.db")));
    leases = new Leases(store, time);
  }

  @AfterEach
  void close() {
    store.close();
    time.close();
  }

  private Journal journal(String owner) {
    Fence fence = leases.acquire("rollback", owner, SPAN).orElseThrow();
    Ids ids = new Ids(time, new Random(1));
    return new Journal(store, Role.SOURCE, time, ids, () -> fence, CrashPoint.NONE);
  }

  private static Intent intent() {
    return new Intent(
        Intent.Subject.WRITE,
        "d1",
        null,
        "ticket",
        "7",
        null,
        Op.UPDATE,
        Json.object(),
        "v1",
        "ticket:7",
        Json.object(),
        "EXACT",
        "plan",
        1);
  }

  private static Entry announce(Journal journal) {
    return journal.commit(CrashPoint.Step.INTENT, tx -> journal.add(tx, intent(), State.INTENT));
  }

  private static List<Entry> send(Journal journal, Entry entry) {
    return journal.move(CrashPoint.Step.SENT, List.of(entry), State.SENT, Entry::trace);
  }

  @Test
  void a_writer_who_lost_its_lease_neither_announces_a_write_nor_settles_one() throws Exception {
    // Given
    Journal slept = journal("one");
    Entry entry = announce(slept);

    // When
    time.advance(SPAN.plusSeconds(1));
    Journal next = journal("two");

    // Then
    assertThatThrownBy(() -> announce(slept)).isInstanceOf(LostLeaseException.class);
    assertThatThrownBy(() -> send(slept, entry)).isInstanceOf(LostLeaseException.class);
    assertThat(next.open()).containsExactly(entry);
  }

  @Test
  void an_earlier_life_of_the_same_owner_is_fenced_off_too() {
    // Given
    Journal earlier = journal("one");
    Entry entry = announce(earlier);

    // When
    Journal later = journal("one");

    // Then
    assertThatThrownBy(() -> send(earlier, entry)).isInstanceOf(LostLeaseException.class);
    assertThat(send(later, entry)).extracting(Entry::state).containsExactly(State.SENT);
  }
}
