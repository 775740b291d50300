package dev.backhaul.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.journal.Entry;
import dev.backhaul.journal.State;
import dev.backhaul.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever leaves for a platform stands in the journal before it does. */
final class OrderTest {
  @TempDir Path folder;
  private final SteppedTime time = new SteppedTime();
  private final FakePlatform platform = new FakePlatform(time);

  @Test
  void a_write_leaves_only_after_the_journal_says_that_it_was_sent() {
    platform.put("ticket", "s1", Json.object().put("status", "open"));
    try (House house = House.open(folder, platform, time)) {
      house.planned(House.update("d1", "s1", "v1", Json.object().put("status", "solved")));
      List<State> states = watched(house, "write");

      house.apply();

      assertThat(states).containsExactly(State.SENT);
    }
  }

  @Test
  void a_rule_is_switched_off_only_after_it_was_captured() {
    platform.rule("trigger", "r1", true);
    try (House house = House.open(folder, platform, time)) {
      List<State> states = watched(house, "silence DISABLE");

      house.silence.prove(House.MIA);

      assertThat(states).containsExactly(State.SENT);
    }
  }

  /** The states of what is open in the journal, whenever the platform is asked for this. */
  private List<State> watched(House house, String what) {
    List<State> states = new ArrayList<>();
    platform.watch =
        where -> {
          if (where.equals(what)) {
            List<Entry> open = house.journal.open();
            assertThat(open).as("what the journal knows of this call").isNotEmpty();
            open.forEach(entry -> states.add(entry.state()));
          }
        };
    return states;
  }
}
