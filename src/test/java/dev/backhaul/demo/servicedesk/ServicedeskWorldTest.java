package dev.backhaul.demo.servicedesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.demo.Asked;
import dev.backhaul.demo.Oracle;
import dev.backhaul.demo.Scale;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The invented company keeps to its own rules, so that what the judge finds is never its fault. */
class ServicedeskWorldTest {
  private static final ServicedeskWorld WORLD = ServicedeskWorld.of(3, Scale.TINY);

  @Test
  void theSameSeedMakesTheSameWorld() {
    assertThat(ServicedeskWorld.of(3, Scale.TINY)).isEqualTo(WORLD);
    assertThat(ServicedeskWorld.of(4, Scale.TINY)).isNotEqualTo(WORLD);
  }

  @Test
  void everyKindOfQuestionOccurs() {
    assertThat(codes())
        .containsExactlyInAnyOrder(
            "AMBIGUOUS_COLLAPSED_VALUE",
            "AMBIGUOUS_SPLIT",
            "ATTACHMENT_NO_HOME",
            "CONFLICT",
            "DEFAULT_OR_REAL",
            "JOIN_KEY_DUPLICATED",
            "JOIN_KEY_EDITED",
            "JOIN_KEY_MISSING",
            "KEY_TAKEN",
            "LIFECYCLE_BACKWARD",
            "MIGRATION_OVERWROTE",
            "RECORD_DELETED",
            "RECORD_DUPLICATE",
            "RECORD_MERGED",
            "SHARED_OWNER",
            "TRUNCATED_THEN_EDITED",
            "UNKNOWN_ID",
            "UNKNOWN_WRITER",
            "UNMAPPED_TARGET_VALUE",
            "VIEW_NOT_REPRESENTABLE");
  }

  private static Set<String> codes() {
    return WORLD.oracle().questions().stream()
        .map(Asked::code)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theLoadIsBeforeCutoverAndTheWeekendAfterIt() {
    assertThat(WORLD.load()).allMatch(event -> event.at().isBefore(Scene.CUTOVER));
    assertThat(WORLD.weekend()).allMatch(event -> event.at().isAfter(Scene.CUTOVER));
    assertThat(WORLD.load()).allMatch(event -> event.hand().equals(Hand.MIGRATION));
  }

  @Test
  void everyEventConcernsARecordThatExistsByThen() {
    Set<String> there = new HashSet<>();
    WORLD.load().forEach(event -> seen(event, there));
    WORLD.weekend().forEach(event -> seen(event, there));
  }

  private static void seen(TargetEvent event, Set<String> there) {
    switch (event) {
      case TargetEvent.Created born -> there.add(born.object() + ":" + born.id());
      case TargetEvent.Changed changed ->
          assertThat(there).contains(changed.object() + ":" + changed.id());
      case TargetEvent.Said said -> assertThat(there).contains("ticket:" + said.ticket());
      case TargetEvent.Deleted gone -> assertThat(there).contains(gone.object() + ":" + gone.id());
      case TargetEvent.Merged merged ->
          assertThat(there)
              .contains(
                  merged.object() + ":" + merged.loser(), merged.object() + ":" + merged.winner());
    }
  }

  @Test
  void thousandsOfRecordsShareOneInstant() {
    long piled =
        WORLD.weekend().stream().filter(event -> event.at().equals(Scene.MASS_UPDATE)).count();
    assertThat(piled).isEqualTo(Scale.TINY.of(2_500));
  }

  @Test
  void noFieldIsBothExpectedAndAskedAbout() {
    Set<String> asked =
        WORLD.oracle().questions().stream()
            .filter(question -> question.field() == null)
            .map(question -> question.object() + ":" + question.targetId())
            .collect(Collectors.toSet());
    for (Oracle.Birth birth : WORLD.oracle().births()) {
      assertThat(asked).doesNotContain(birth.targetObject() + ":" + birth.targetId());
    }
  }

  @Test
  void theSourceWentOnAfterCutoverToo() {
    assertThat(WORLD.sourceEdits())
        .isNotEmpty()
        .allMatch(edit -> edit.at().isAfter(Scene.CUTOVER))
        .allMatch(edit -> edit.at().isBefore(Instant.parse("2026-03-09T09:00:00Z")));
  }

  @Test
  void theMigrationsMistakeIsCountedRecordByRecord() {
    long wrong =
        WORLD.source().tickets().stream()
            .filter(t -> t.is("hs_ticket_priority", "HIGH") || t.is("hs_ticket_priority", "URGENT"))
            .count();
    assertThat(WORLD.oracle().fault().records()).isEqualTo((int) wrong);
    assertThat(WORLD.oracle().faultSeen()).isPositive();
  }
}
