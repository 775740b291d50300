package dev.backhaul.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backhaul.manifest.Limit;
import dev.backhaul.store.Fence;
import dev.backhaul.store.Leases;
import dev.backhaul.store.LostLeaseException;
import dev.backhaul.store.Store;
import dev.backhaul.store.Stores;
import dev.backhaul.time.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Stores.class)
class SqlBudgetStoreTest {
  private static final Instant START = Instant.parse("2026-03-07T03:00:00Z");

  @Parameter Stores engine;
  @TempDir Path folder;
  private Store house;
  private Leases leases;
  private Fence fence;

  @BeforeEach
  void open() {
    house = Store.open(engine.at(folder.resolve("house")));
    leases = new Leases(house, () -> START);
    fence = leases.acquire("source", "me", Duration.ofMinutes(1)).orElseThrow();
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void savedStatesAreReplacedByNameAndKeptByAccount() {
    SqlBudgetStore store = new SqlBudgetStore(house, fence, () -> START);
    store.save("a", Map.of("minute", "1", "day", "2"));
    store.save("a", Map.of("minute", "3"));
    store.save("b", Map.of("minute", "4"));

    assertThat(store.load("a")).isEqualTo(Map.of("minute", "3", "day", "2"));
    assertThat(store.load("b")).isEqualTo(Map.of("minute", "4"));
    assertThat(store.load("c")).isEmpty();
  }

  @Test
  void anExLeaderCannotOverwriteWhatItsSuccessorCounts() {
    SqlBudgetStore before = new SqlBudgetStore(house, fence, () -> START);
    before.save("a", Map.of("minute", "1"));
    Fence fresh = leases.acquire("source", "me", Duration.ofMinutes(1)).orElseThrow();
    new SqlBudgetStore(house, fresh, () -> START).save("a", Map.of("minute", "2"));

    assertThatThrownBy(() -> before.save("a", Map.of("minute", "1")))
        .isInstanceOf(LostLeaseException.class);
    assertThat(before.load("a")).isEqualTo(Map.of("minute", "2"));
  }

  @Test
  void aRestartOnTheSameDatabaseRemembersWhatWasSpent() throws Exception {
    try (VirtualTime time = VirtualTime.startingAt(START)) {
      Limit limit = Wire.limit(Limit.Kind.SLIDING, 100, Duration.ofMinutes(1), 0);
      Budget dead = new Budget("a", List.of(limit), new SqlBudgetStore(house, fence, time), time);
      for (int i = 0; i < 42; i++) {
        try (Permit permit = dead.acquire(Call.of("GET", "/x", Lane.DELTA))) {
          permit.answered(200, Map.of());
        }
      }
      Budget next = new Budget("a", List.of(limit), new SqlBudgetStore(house, fence, time), time);
      assertThat(next.levels().get(0).used()).isBetween(42L, 53L);
    }
  }
}
