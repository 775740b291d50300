package dev.backhaul.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backhaul.contract.TargetSubject.Deed;
import dev.backhaul.delta.StagedRecord;
import dev.backhaul.manifest.ObjectType;
import dev.backhaul.platform.ChangesPage;
import dev.backhaul.platform.Failure;
import dev.backhaul.platform.PlatformException;
import dev.backhaul.sandbox.Caller;
import dev.backhaul.sandbox.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every target must keep: the delta is complete, each record once, however it is read. */
interface ReadingClauses {
  /** A fresh subject. */
  TargetSubject subject();

  @Test
  default void what_people_change_while_it_is_paged_comes_as_it_is_in_the_end(@TempDir Path folder)
      throws Exception {
    TargetSubject subject = subject();
    try (Stand stand = Stand.of(subject);
        Reading reading = new Reading(folder.resolve("a.db"), stand, subject)) {
      // Given
      Map<String, String> truth = new TreeMap<>();
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        ids.add(subject.make(i, "first", Stand.CUTOVER.plusSeconds(i)));
        truth.put(ids.getLast(), "first");
      }
      Random random = new Random(11);
      int number = 300;

      // When
      for (int sweep = 0; sweep < 3; sweep++) {
        boolean more = true;
        while (more) {
          more = reading.page(40);
          for (int edit = 0; edit < 5; edit++) {
            String id = ids.get(random.nextInt(ids.size()));
            truth.put(id, "edit " + number + "." + edit);
            subject.edit(id, "edit " + number + "." + edit, stand.time.instant());
            stand.time.sleep(Duration.ofSeconds(1));
          }
          ids.add(subject.make(number, "born", stand.time.instant()));
          truth.put(ids.getLast(), "born");
          number++;
        }
      }
      reading.settle(40);

      // Then
      assertThat(reading.values()).isEqualTo(truth);
    }
  }

  @Test
  default void a_crowd_of_records_of_one_instant_neither_loops_nor_vanishes(@TempDir Path folder)
      throws Exception {
    TargetSubject subject = subject();
    try (Stand stand = Stand.of(subject);
        Reading reading = new Reading(folder.resolve("a.db"), stand, subject)) {
      Map<String, String> truth = new TreeMap<>();
      for (int i = 0; i < subject.crowd(); i++) {
        truth.put(subject.make(i, "same", Stand.CUTOVER.plusSeconds(60)), "same");
      }

      int pages = reading.sweep(1000);

      assertThat(reading.values()).isEqualTo(truth);
      assertThat(pages).as("pages of one sweep").isLessThan(300);
      assertThat(stand.sandbox.ledger().throttled(Caller.OURS)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 60})
  default void what_becomes_visible_late_is_not_lost(int seconds, @TempDir Path folder)
      throws Exception {
    TargetSubject subject = subject();
    try (Stand stand = Stand.late(subject, Duration.ofSeconds(seconds));
        Reading reading = new Reading(folder.resolve("a.db"), stand, subject)) {
      // Given a delta that is read without a pause while people work
      Map<String, String> truth = new TreeMap<>();
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        Instant now = stand.time.instant();
        ids.add(subject.make(i, "born", now));
        truth.put(ids.getLast(), "born");
        String older = ids.get(i / 2);
        subject.edit(older, "edit " + i, now.plusMillis(1));
        truth.put(older, "edit " + i);
        reading.page(20);
        stand.time.sleep(Duration.ofSeconds(7));
      }

      // When
      reading.settle(20);

      // Then
      assertThat(reading.values()).isEqualTo(truth);
    }
  }

  @Test
  default void nothing_is_called_read_that_may_still_become_visible() throws Exception {
    TargetSubject subject = subject();
    ObjectType type = Stand.manifest(subject).object(subject.object());
    assertThat(type.lag()).as("settleLag").isGreaterThanOrEqualTo(Duration.ofSeconds(60));
    try (Stand stand = Stand.of(subject)) {
      subject.make(1, "x", stand.time.instant().minusSeconds(400));
      Instant asked = stand.time.instant();

      ChangesPage page =
          stand.account.changes(
              subject.object(), new dev.backhaul.platform.ChangesRequest(Stand.CUTOVER, null, 100));

      assertThat(page.until()).isBeforeOrEqualTo(asked.minus(type.lag()));
      assertThat(page.from()).isBeforeOrEqualTo(Stand.CUTOVER);
    }
  }

  @Test
  default void what_comes_again_at_the_edge_of_a_page_is_kept_once(@TempDir Path folder)
      throws Exception {
    TargetSubject subject = subject();
    try (Stand stand = Stand.of(subject);
        Reading reading = new Reading(folder.resolve("a.db"), stand, subject)) {
      // Given seconds that many records share, so that they fall onto page edges
      Map<String, String> truth = new TreeMap<>();
      for (int i = 0; i < 120; i++) {
        truth.put(subject.make(i, "v", Stand.CUTOVER.plusSeconds(i / 7)), "v");
      }

      // When every page is asked for twice and delivered three times
      boolean more = true;
      while (more) {
        ChangesPage page = reading.ask(10);
        ChangesPage again = reading.ask(10);
        assertThat(again.changes().stream().map(change -> change.item().id()))
            .containsExactlyElementsOf(
                page.changes().stream().map(change -> change.item().id()).toList());
        more = reading.stage.page(subject.object(), page);
        reading.stage.page(subject.object(), more ? page : again);
      }

      // Then
      assertThat(reading.values()).isEqualTo(truth);
      assertThat(reading.staged()).hasSize(120);
      reading.sweep(10);
      assertThat(reading.cursor().lastNew()).as("new in a second sweep").isZero();
    }
  }

  @Test
  default void what_happened_before_the_cutover_stays_away(@TempDir Path folder) throws Exception {
    TargetSubject subject = subject();
    try (Stand stand = Stand.of(subject);
        Reading reading = new Reading(folder.resolve("a.db"), stand, subject)) {
      subject.make(1, "old", Stand.CUTOVER.minusSeconds(2));
      String young = subject.make(2, "young", Stand.CUTOVER);

      reading.settle(10);

      assertThat(reading.values()).containsOnlyKeys(young);
    }
  }

  @ParameterizedTest
  @EnumSource(Deed.class)
  default void deletes_and_merges_are_told_or_the_manifest_says_that_they_cannot_be(
      Deed deed, @TempDir Path folder) throws Exception {
    TargetSubject subject = subject();
    String admitted = subject.blind(deed);
    if (admitted != null) {
      assertThat(said(subject)).anyMatch(Pattern.compile(admitted).asPredicate());
      return;
    }
    try (Stand stand = Stand.of(subject);
        Reading reading = new Reading(folder.resolve("a.db"), stand, subject)) {
      // Given records from before the cutover, already known from a sweep or not
      Instant before = Stand.CUTOVER.minusSeconds(500);
      String stays = subject.make(1, "stays", before);
      String gone = subject.make(2, "gone", before);
      String young = subject.make(3, "young", Stand.CUTOVER.plusSeconds(5));
      reading.settle(10);

      // When
      Instant now = stand.time.instant();
      for (String id : List.of(gone, young)) {
        if (deed == Deed.DELETE) {
          subject.delete(id, now);
        } else {
          subject.merge(stays, id, now);
        }
      }
      reading.settle(10);

      // Then
      for (String id : List.of(gone, young)) {
        StagedRecord told = record(reading, id);
        assertThat(told).as(deed + " of " + id).isNotNull();
        assertThat(told.kind().name()).startsWith(deed.name());
        assertThat(told.changedAt())
            .isBetween(now.minus(Duration.ofSeconds(1)), stand.time.instant());
        assertThat(told.mergedInto()).isEqualTo(deed == Deed.MERGE ? stays : null);
      }
      if (record(reading, gone).joinKey() == null) {
        assertThat(said(subject)).anyMatch(words -> words.contains("without its join key"));
      } else {
        assertThat(record(reading, gone).joinKey()).isEqualTo("old-2");
      }
    }
  }

  @Test
  default void a_delta_read_further_after_a_kill_at_any_page_is_the_same(@TempDir Path folder)
      throws Exception {
    TargetSubject subject = subject();
    try (Stand stand = Stand.of(subject)) {
      Map<String, String> truth = new TreeMap<>();
      for (int i = 0; i < 95; i++) {
        truth.put(subject.make(i, "v" + i, Stand.CUTOVER.plusSeconds(i / 9)), "v" + i);
      }
      int pages;
      try (Reading whole = new Reading(folder.resolve("whole.db"), stand, subject)) {
        pages = whole.sweep(10);
        assertThat(whole.values()).isEqualTo(truth);
      }
      assertThat(pages).isGreaterThan(3);

      for (int killed = 1; killed < pages; killed++) {
        Path file = folder.resolve(killed + ".db");
        try (Reading first = new Reading(file, stand, subject)) {
          for (int page = 0; page < killed; page++) {
            first.page(10);
          }
          // A page that was asked for and never staged is as good as never asked for.
          first.ask(10);
        }
        try (Reading second = new Reading(file, stand, subject)) {
          int rest = second.sweep(10);
          assertThat(second.values()).as("killed after page " + killed).isEqualTo(truth);
          assertThat(rest).as("pages left after page " + killed).isEqualTo(pages - killed);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.Kind.class,
      names = {"EXPIRED_TOKEN", "LATE_COMMIT", "SLOW"},
      mode = EnumSource.Mode.EXCLUDE)
  default void whatever_goes_wrong_on_the_way_the_delta_is_complete(
      Fault.Kind kind, @TempDir Path folder) throws Exception {
    TargetSubject subject = subject();
    try (Stand stand = Stand.of(subject);
        Reading reading = new Reading(folder.resolve("a.db"), stand, subject)) {
      if (!stand.answers(kind)) {
        // Not an answer of this platform: then it is nothing to wait for, but an end to be told.
        stand.sandbox.faults().add(Fault.random(kind, "*", "/**", 1));
        assertThatThrownBy(() -> reading.page(10))
            .isInstanceOfSatisfying(
                PlatformException.class,
                e -> assertThat(e.failure()).isInstanceOf(Failure.Fatal.class));
        return;
      }
      Map<String, String> truth = new TreeMap<>();
      for (int i = 0; i < 80; i++) {
        truth.put(subject.make(i, "v" + i, Stand.CUTOVER.plusSeconds(i / 9)), "v" + i);
      }
      stand.sandbox.faults().seed(5);
      stand.sandbox.faults().add(Fault.random(kind, "*", "/**", 0.3));

      int stops = 0;
      boolean more = true;
      while (more) {
        try {
          more = reading.page(10);
        } catch (PlatformException e) {
          // The run stops with its reason; an operator starts it again.
          assertThat(++stops).as("stops: " + e.getMessage()).isLessThan(20);
        }
      }

      assertThat(reading.values()).isEqualTo(truth);
      assertThat(stand.calls()).anyMatch(call -> kind.name().equals(call.fault()));
    }
  }

  private static StagedRecord record(Reading reading, String id) {
    @Nullable StagedRecord found =
        reading.staged().stream().filter(row -> row.id().equals(id)).findFirst().orElse(null);
    if (found == null) {
      throw new AssertionError(
          "no "
              + id
              + " in the delta; it has "
              + reading.staged().stream().map(row -> row.id() + " " + row.kind()).toList());
    }
    return found;
  }

  /** All that the manifest admits of an object: what it cannot do, and where it is blind. */
  private static List<String> said(TargetSubject subject) {
    var manifest = Stand.manifest(subject);
    return Stream.concat(
            manifest.object(subject.object()).blindSpots().stream(),
            manifest.cannot().stream()
                .filter(no -> no.object() == null || no.object().equals(subject.object()))
                .map(no -> no.operation() + ": " + no.reason()))
        .toList();
  }
}
