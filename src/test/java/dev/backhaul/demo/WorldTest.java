package dev.backhaul.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

// Looks things up that the world is known to hold.
@NullUnmarked
class WorldTest {
  private static final World WORLD = World.of(7, Scale.SMALL);

  @Test
  void theSameSeedMakesTheSameWorld() {
    World again = World.of(7, Scale.SMALL);

    assertThat(again.source()).isEqualTo(WORLD.source());
    assertThat(again.load()).isEqualTo(WORLD.load());
    assertThat(again.weekend()).isEqualTo(WORLD.weekend());
    assertThat(Json.hash(again.oracle().json())).isEqualTo(Json.hash(WORLD.oracle().json()));
  }

  @Test
  void anotherSeedMakesAnotherWorld() {
    assertThat(World.of(8, Scale.SMALL).weekend()).isNotEqualTo(WORLD.weekend());
  }

  @Test
  void theDemosWorldIsAsLargeAsPromised() {
    World world = World.of(1, Scale.DEMO);

    assertThat(world.source().users()).hasSizeGreaterThanOrEqualTo(2_000);
    assertThat(world.source().organizations()).hasSize(200);
    assertThat(world.source().tickets()).hasSize(6_000);
    assertThat(lastChange(world).values().stream().filter(Scene.MASS_UPDATE::equals).count())
        .as("tickets whose last change has one identical timestamp")
        .isGreaterThanOrEqualTo(3_000);
    assertThat(world.oracle().replies()).hasSizeGreaterThan(500);
    assertThat(world.oracle().births()).hasSizeGreaterThan(500);
  }

  @Test
  void theMigrationEndedBeforeCutoverAndTheWeekendBeganAfterIt() {
    assertThat(WORLD.load()).allMatch(event -> event.at().isBefore(Scene.CUTOVER));
    assertThat(WORLD.load()).allMatch(event -> event.hand().equals(Hand.MIGRATION));
    assertThat(WORLD.weekend())
        .allMatch(e -> e.at().isAfter(Scene.CUTOVER) && !e.at().isAfter(Scene.END));
    assertThat(WORLD.weekend()).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
  }

  @Test
  void nothingInTheSourceChangedAfterItWasFrozen() {
    assertThat(WORLD.source().tickets())
        .allMatch(t -> !Instant.parse(t.path("updated_at").asText()).isAfter(Founding.FROZEN));
  }

  @Test
  void everyEventConcernsARecordThatExistsByThen() {
    Set<String> alive = new HashSet<>();
    WORLD.load().forEach(event -> live(alive, event));
    WORLD.weekend().forEach(event -> live(alive, event));
  }

  private static void live(Set<String> alive, TargetEvent event) {
    switch (event) {
      case TargetEvent.Created born -> {
        born.links()
            .forEach(
                (object, ids) -> ids.forEach(id -> assertThat(alive).contains(object + ":" + id)));
        assertThat(alive.add(born.object() + ":" + born.id())).isTrue();
      }
      case TargetEvent.Changed changed ->
          assertThat(alive).contains(changed.object() + ":" + changed.id());
      case TargetEvent.Archived gone ->
          assertThat(alive.remove(gone.object() + ":" + gone.id())).isTrue();
      case TargetEvent.Merged merged -> {
        assertThat(alive.remove(merged.object() + ":" + merged.loser())).isTrue();
        assertThat(alive).contains(merged.object() + ":" + merged.winner());
      }
      case TargetEvent.Uploaded file -> assertThat(file.name()).isNotBlank();
    }
  }

  @Test
  void everyExpectedValueDiffersFromTheSourceAtCutoverAndIsNamedOnce() {
    Map<Long, ObjectNode> records = records();
    Set<String> named = new HashSet<>();
    for (Oracle.Value value : WORLD.oracle().values()) {
      ObjectNode before = records.get(value.id());
      assertThat(before).as(value.object() + " " + value.id()).isNotNull();
      assertThat(Paths.get(before, value.path())).isNotEqualTo(value.value());
      assertThat(named.add(value.object() + value.id() + value.path())).isTrue();
    }
  }

  @Test
  void aClosedTicketIsNeverExpectedToChange() {
    Map<Long, ObjectNode> records = records();

    assertThat(WORLD.oracle().values())
        .noneMatch(v -> records.get(v.id()).path("status").asText().equals("closed"));
    assertThat(WORLD.oracle().replies())
        .noneMatch(r -> records.get(r.ticket()).path("status").asText().equals("closed"));
  }

  @Test
  void everyKindOfQuestionOccurs() {
    assertThat(WORLD.oracle().questions().stream().map(Asked::code).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(
            "AMBIGUOUS_COLLAPSED_VALUE",
            "AMBIGUOUS_SPLIT",
            "CONSTANT_EDITED",
            "DEFAULT_OR_REAL",
            "DERIVED_EDITED",
            "JOIN_KEY_DUPLICATED",
            "JOIN_KEY_EDITED",
            "JOIN_KEY_MISSING",
            "MIGRATION_OVERWROTE",
            "NO_PARENT",
            "RECORD_DELETED",
            "RECORD_DUPLICATE",
            "RECORD_MERGED",
            "SHARED_OWNER",
            "STATUS_NEW",
            "TICKET_CLOSED",
            "TIME_UNKNOWN",
            "TRUNCATED_THEN_EDITED",
            "UNKNOWN_ID",
            "UNKNOWN_WRITER",
            "UNMAPPED_TARGET_VALUE");
  }

  @Test
  void aFieldIsEitherExpectedHomeOrAskedNeverBoth() {
    Set<String> touched = new HashSet<>();
    for (Oracle.Value value : WORLD.oracle().values()) {
      touched.add(value.object() + ":" + value.id());
    }
    for (Asked asked : WORLD.oracle().questions()) {
      if (asked.field() == null && asked.object().equals("ticket")) {
        Long source = twins().get(asked.targetId());
        assertThat(source == null || !touched.contains("ticket:" + source))
            .as(asked.toString())
            .isTrue();
      }
    }
  }

  @Test
  void everyReplyCanBeToldFromEveryOther() {
    List<String> texts =
        java.util.stream.Stream.concat(
                WORLD.oracle().replies().stream(),
                WORLD.oracle().births().stream().flatMap(birth -> birth.comments().stream()))
            .map(Oracle.Reply::text)
            .toList();

    assertThat(texts).doesNotHaveDuplicates();
  }

  @Test
  void theLoadSwappedTwoPrioritiesAndTheOracleCountsThem() {
    Map<String, TargetEvent.Created> loaded =
        WORLD.load().stream()
            .filter(e -> e instanceof TargetEvent.Created born && born.object().equals("ticket"))
            .map(e -> (TargetEvent.Created) e)
            .collect(Collectors.toMap(e -> e.properties().get("zendesk_id"), Function.identity()));
    int swapped = 0;
    for (ObjectNode ticket : WORLD.source().tickets()) {
      String now =
          loaded
              .get(ticket.path("id").asText())
              .properties()
              .getOrDefault("hs_ticket_priority", "");
      switch (ticket.path("priority").asText()) {
        case "high" -> assertThat(now).isEqualTo("URGENT");
        case "urgent" -> assertThat(now).isEqualTo("HIGH");
        default -> swapped--;
      }
      swapped++;
    }

    assertThat(WORLD.oracle().fault().records()).isEqualTo(swapped);
    assertThat(WORLD.oracle().faultSeen()).isBetween(1, swapped);
  }

  private static Map<Long, ObjectNode> records() {
    Map<Long, ObjectNode> out = new HashMap<>();
    WORLD.source().organizations().forEach(r -> out.put(Scene.id(r), r));
    WORLD.source().users().forEach(r -> out.put(Scene.id(r), r));
    WORLD.source().tickets().forEach(r -> out.put(Scene.id(r), r));
    return out;
  }

  private static Map<String, Long> twins() {
    Map<String, Long> out = new HashMap<>();
    for (TargetEvent event : WORLD.load()) {
      if (event instanceof TargetEvent.Created born && born.object().equals("ticket")) {
        out.put(born.id(), Long.valueOf(born.properties().get("zendesk_id")));
      }
    }
    return out;
  }

  private static Map<String, Instant> lastChange(World world) {
    Map<String, Instant> out = new HashMap<>();
    for (TargetEvent event : world.weekend()) {
      if (event instanceof TargetEvent.Changed changed && changed.object().equals("ticket")) {
        out.put(changed.id(), changed.at());
      }
    }
    return out;
  }
}
