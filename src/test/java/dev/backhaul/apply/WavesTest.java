package dev.backhaul.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Decision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class WavesTest {
  private static List<Decision> plan(Random random, int size) {
    List<Decision> plan = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Decision.UndoClass undo =
          random.nextInt(9) == 0 ? Decision.UndoClass.NONE : Decision.UndoClass.COMPENSATED;
      plan.add(House.create("u" + i, "user", Json.object().put("name", "n"), undo));
      ObjectNode ticket = Json.object().put("subject", "s");
      ticket.putObject("requester_id").put("$ref", "t-user:u" + random.nextInt(size));
      plan.add(House.create("k" + i, "ticket", ticket, Decision.UndoClass.COMPENSATED));
      plan.add(House.update("d" + i, "s" + i, "v1", Json.object().put("status", "x")));
      for (int c = random.nextInt(3); c > 0; c--) {
        plan.add(House.append("c" + i + "-" + c, "t-ticket:k" + i, "hello"));
      }
    }
    return plan;
  }

  private static Map<String, Integer> waves(List<Decision> plan) {
    Map<String, Integer> out = new HashMap<>();
    plan.forEach(decision -> out.put(decision.id(), Waves.USUAL.size() + 1));
    out.putAll(Waves.first(plan::forEach, Waves.USUAL));
    return out;
  }

  @Test
  void each_wave_is_closed_under_references_and_children() {
    for (int seed = 0; seed < 20; seed++) {
      List<Decision> plan = plan(new Random(seed), 60);
      Map<String, Integer> waves = waves(plan);
      Map<String, Integer> byTarget = new HashMap<>();
      plan.forEach(
          d -> byTarget.merge(d.targetObject() + ":" + d.targetId(), waves.get(d.id()), Math::max));
      for (Decision decision : plan) {
        for (String reference : References.of(decision)) {
          assertThat(byTarget.get(reference))
              .as(decision.id())
              .isLessThanOrEqualTo(waves.get(decision.id()));
        }
        if (decision.parent() != null) {
          assertThat(waves.get(decision.id())).isEqualTo(byTarget.get(decision.parent()));
        }
      }
    }
  }

  @Test
  void
      the_first_waves_are_small_show_every_object_and_kind_and_hold_nothing_that_cannot_be_undone() {
    List<Decision> plan = plan(new Random(3), 200);
    Map<String, Integer> waves = waves(plan);
    List<Decision> early = plan.stream().filter(d -> waves.getOrDefault(d.id(), 99) <= 2).toList();
    assertThat(early.stream().map(d -> d.object() + d.kind()).collect(Collectors.toSet()))
        .isEqualTo(plan.stream().map(d -> d.object() + d.kind()).collect(Collectors.toSet()));
    assertThat(early).noneMatch(d -> d.undo() == Decision.UndoClass.NONE);
    assertThat(waves.values().stream().filter(wave -> wave == 1).count()).isBetween(1L, 6L);
    assertThat(waves.values().stream().filter(wave -> wave == 3).count()).isGreaterThan(99);
    assertThat(waves.keySet()).hasSize(plan.size());
    assertThat(plan)
        .allMatch(d -> d.undo() != Decision.UndoClass.NONE || waves.getOrDefault(d.id(), 0) == 4);
  }
}
