package dev.backhaul.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.store.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A torture of some seconds; {@code ./backhaul torture} is the long one. */
final class TortureTest {
  @TempDir Path folder;

  /** Both worlds are undone again; the second has its roles swapped, with a setup step. */
  @ParameterizedTest
  @CsvSource({"SQLITE, 2", "POSTGRES, 6"})
  void killed_at_random_on_the_way_home_and_back_nothing_is_lost_and_nothing_is_doubled(
      Stores engine, long seed) throws Exception {
    Toll toll = new Toll(engine.name().toLowerCase(Locale.ROOT), said -> {});
    try (InnerWorld world =
        new InnerWorld(Path.of("."), engine.at(folder.resolve(seed + ".db")), seed)) {
      new InnerLives(world, seed, toll, 4, 2).run();
    }

    Bars bars = toll.bars(1, Duration.ZERO);
    assertThat(bars.met()).as(bars.raw().toPrettyString()).isTrue();
    assertThat(bars.raw().path("undone").asInt()).isEqualTo(1);
  }
}
