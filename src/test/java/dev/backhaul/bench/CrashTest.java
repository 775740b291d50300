package dev.backhaul.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.sandbox.Fault;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.store.CrashPoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process dies at every state of cursor and journal; the systems' ledgers say what came of it.
 */
final class CrashTest {
  @TempDir Path folder;

  @Test
  void halted_at_every_state_of_cursor_and_journal_nothing_is_lost_and_nothing_is_doubled()
      throws Exception {
    try (TortureRun run =
        new TortureRun(
            Path.of("."),
            folder,
            dev.backhaul.store.StoreSettings.file(folder.resolve("rollback.db")),
            null,
            1)) {
      // Given: some writes fail and some are left without an answer, so that these states are
      // passed
      Sandbox source = run.incident().source();
      source.faults().add(Fault.random(Fault.Kind.UNAVAILABLE, "PUT", "/api/v2/tickets/*", 0.3));
      source.faults().add(Fault.random(Fault.Kind.RESET_AFTER, "PUT", "/api/v2/tickets/*", 0.3));
      source.faults().add(Fault.random(Fault.Kind.RESET_AFTER, "POST", "/api/v2/imports/**", 0.3));

      // When
      EnumSet<CrashPoint.Point> halted = EnumSet.noneOf(CrashPoint.Point.class);
      List<String> passedBy = new ArrayList<>();
      for (CrashPoint.Point point : CrashPoint.Point.values()) {
        TortureRun.End end = run.live(point.name(), 0);
        if (end.halted()) {
          halted.add(point);
        } else {
          passedBy.add(point + " " + end);
        }
      }
      TortureRun.End last = run.live(TortureLife.ANY, Long.MAX_VALUE);

      // Then
      assertThat(passedBy).isEmpty();
      assertThat(halted).isEqualTo(EnumSet.allOf(CrashPoint.Point.class));
      assertThat(last.status()).as(last.said()).isZero();
      assertThat(run.judge()).isEmpty();
    }
  }
}
