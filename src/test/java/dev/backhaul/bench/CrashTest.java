package dev.backhaul.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.sandbox.Fault;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.StoreSettings;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service dies at every state of cursor and journal, and is taken over in its sleep; the
 * systems' ledgers say what came of it. Most lives are this process's own: {@link Mortality} says
 * why their death is as good as a process's. A few are processes, really killed.
 */
final class CrashTest {
  @TempDir Path folder;

  /** Some writes fail and some are left without an answer, so that these states are passed. */
  private static void failures(Sandbox source) {
    source.faults().clear();
    source.faults().add(Fault.random(Fault.Kind.UNAVAILABLE, "PUT", "/api/v2/tickets/*", 0.3));
    source.faults().add(Fault.random(Fault.Kind.RESET_AFTER, "PUT", "/api/v2/tickets/*", 0.3));
    source.faults().add(Fault.random(Fault.Kind.RESET_AFTER, "POST", "/api/v2/imports/**", 0.3));
  }

  @Test
  void killed_at_every_state_of_cursor_and_journal_nothing_is_lost_and_nothing_is_doubled()
      throws Exception {
    EnumSet<CrashPoint.Point> left = EnumSet.allOf(CrashPoint.Point.class);
    // A state that one world's faults do not lead to is left to the next world.
    for (int seed = 1; seed <= 3 && !left.isEmpty(); seed++) {
      StoreSettings store = StoreSettings.file(folder.resolve(seed + ".db"));
      try (InnerWorld world = new InnerWorld(Path.of("."), store, seed)) {
        // Given
        failures(world.incident().source());

        // When
        for (CrashPoint.Point point : EnumSet.copyOf(left)) {
          InnerWorld.End end =
              world.live(Mortality.at(world.time(), point.name(), 0), Walk.Way.HOME);
          if (end.fate() == InnerWorld.Fate.DIED && end.why().equals(point.name())) {
            left.remove(point);
          }
        }
        InnerWorld.End last = world.live(Mortality.none(world.time()), Walk.Way.HOME);

        // Then
        assertThat(last.fate()).as(last.why()).isEqualTo(InnerWorld.Fate.HOME);
        assertThat(world.judge()).isEmpty();
      }
    }
    assertThat(left).as("states that nobody was killed at").isEmpty();
  }

  @Test
  void processes_killed_before_and_after_a_write_left_lose_nothing_and_double_nothing()
      throws Exception {
    StoreSettings store = StoreSettings.file(folder.resolve("rollback.db"));
    try (TortureRun run = new TortureRun(Path.of("."), folder, store, null, 1)) {
      // When
      TortureRun.End sent = run.live(CrashPoint.Point.SENT_COMMITTED.name(), 2);
      TortureRun.End returned = run.live(CrashPoint.Point.WRITE_RETURNED.name(), 1);
      TortureRun.End last = run.live(TortureLife.NONE, 0);

      // Then
      assertThat(sent.halted()).as(sent.said()).isTrue();
      assertThat(returned.halted()).as(returned.said()).isTrue();
      assertThat(last.status()).as(last.said()).isZero();
      assertThat(run.judge()).isEmpty();
    }
  }
}
