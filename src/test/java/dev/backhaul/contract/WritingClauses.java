package dev.backhaul.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Kind;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.Question;
import dev.backhaul.platform.Failure;
import dev.backhaul.platform.Item;
import dev.backhaul.platform.PlatformException;
import dev.backhaul.platform.ReadRequest;
import dev.backhaul.platform.Write;
import dev.backhaul.platform.WriteAnswer;
import dev.backhaul.platform.WriteResult;
import dev.backhaul.sandbox.Caller;
import dev.backhaul.sandbox.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every source must keep: each write once, or told why not, whatever the way does to it. */
interface WritingClauses {
  /** Longer than any read-back waits, shorter than the longest commit time. */
  Duration LATE = Duration.ofSeconds(90);

  /** A fresh subject. */
  SourceSubject subject();

  @Test
  default void each_record_of_a_batch_gets_its_own_answer() throws Exception {
    SourceSubject subject = subject();
    try (Stand stand = Stand.of(subject)) {
      // Given good ones first, last and in between
      String a = subject.seed(1, "before");
      String b = subject.seed(2, "before");
      String c = subject.seed(3, "before");
      String bad = subject.seed(4, "before");
      List<Write> writes =
          List.of(
              update("k-a", a, subject.set("after a"), null),
              update("k-absent", subject.absent(), subject.set("after"), null),
              update("k-b", b, subject.set("after b"), null),
              update("k-bad", bad, subject.refused(), null),
              update("k-c", c, subject.set("after c"), null));

      // When
      Map<String, WriteResult> results = write(stand, subject.object(), writes);

      // Then
      assertThat(results.keySet())
          .containsExactlyElementsOf(writes.stream().map(Write::key).toList());
      for (String good : List.of("k-a", "k-b", "k-c")) {
        assertThat(the(results, good).status()).as(good).isEqualTo(WriteResult.Status.UPDATED);
      }
      assertThat(the(results, "k-absent").failure()).isInstanceOf(Failure.NotFound.class);
      assertThat(the(results, "k-bad").failure()).isInstanceOf(Failure.Rejected.class);
      assertThat(List.of(subject.held(a), subject.held(b), subject.held(c), subject.held(bad)))
          .containsExactly("after a", "after b", "after c", "before");
    }
  }

  @Test
  default void each_record_that_is_made_gets_its_own_id() throws Exception {
    SourceSubject subject = subject();
    try (Stand stand = Stand.of(subject)) {
      subject.seed(3, "there already");
      List<Write> writes = new ArrayList<>();
      for (int i = 1; i <= 6; i++) {
        writes.add(create("k-" + i, "old-" + i, subject.fresh(i, "made " + i)));
      }

      Map<String, WriteResult> results = write(stand, subject.object(), writes);

      for (int i = 1; i <= 6; i++) {
        WriteResult result = the(results, "k-" + i);
        assertThat(subject.carrying("old-" + i)).as("old-" + i).hasSize(1);
        if (i == 3) {
          assertThat(result.status()).isNotEqualTo(WriteResult.Status.CREATED);
        } else {
          assertThat(result.status()).isEqualTo(WriteResult.Status.CREATED);
          assertThat(subject.carrying("old-" + i)).containsExactly(result.nativeId());
          assertThat(subject.held(String.valueOf(result.nativeId()))).isEqualTo("made " + i);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.Kind.class,
      names = {"EXPIRED_TOKEN", "SLOW"},
      mode = EnumSource.Mode.EXCLUDE)
  default void whatever_becomes_of_a_request_each_write_is_done_once(
      Fault.Kind kind, @TempDir Path folder) throws Exception {
    SourceSubject subject = subject();
    try (Stand stand = Stand.of(subject);
        Home home = new Home(folder.resolve("h.db"), stand, subject).silenced()) {
      // Given
      String changed = subject.seed(1, "before");
      String talked = subject.seed(2, "before");
      List<Decision> rows = new ArrayList<>();
      rows.add(home.update("d-update", changed, subject.set("after")));
      rows.add(home.create("d-create", "old-77", subject.fresh(77, "born")));
      if (subject.talks()) {
        rows.add(home.append("d-append-1", talked, subject.append("first")));
        rows.add(home.append("d-append-2", talked, subject.append("second")));
      }
      home.planned(rows.toArray(Decision[]::new));
      for (Kind write :
          subject.talks()
              ? List.of(Kind.UPDATE, Kind.CREATE, Kind.APPEND)
              : List.of(Kind.UPDATE, Kind.CREATE)) {
        List<String> call = subject.call(write);
        stand.sandbox.faults().add(Fault.once(kind, call.get(0), call.get(1), 1).delayed(LATE));
      }

      // When
      var report = home.apply();

      // Then
      assertThat(stand.calls()).anyMatch(call -> kind.name().equals(call.fault()));
      String refused = subject.toldAsRefused();
      if (kind == Fault.Kind.DUPLICATE && refused != null) {
        assertThat(stand.manifest.object(subject.object()).blindSpots())
            .anyMatch(Pattern.compile(refused).asPredicate());
        assertThat(home.questions).extracting(Question::code).containsOnly("REJECTED");
        assertThat(home.questions).extracting(Question::decision).containsOnly("d-create");
      } else {
        assertThat(home.questions).as(questions(home)).isEmpty();
        assertThat(report.complete()).as(report.toString()).isTrue();
      }
      assertThat(subject.held(changed)).isEqualTo("after");
      for (String id : subject.carrying("old-77")) {
        assertThat(subject.held(id)).isEqualTo("born");
      }
      String doubled = subject.doubles();
      if (kind == Fault.Kind.DUPLICATE && doubled != null) {
        assertThat(stand.manifest.object(subject.object()).blindSpots())
            .anyMatch(Pattern.compile(doubled).asPredicate());
      } else {
        assertThat(subject.carrying("old-77")).hasSize(1);
      }
      assertThat(report.unsettled()).as(report.toString()).isZero();
      if (refused == null) {
        assertThat(report.waiting()).as(report.toString()).isZero();
      }
      assertThat(subject.children(talked))
          .isEqualTo(subject.talks() ? List.of("first", "second") : List.of());
    }
  }

  @Test
  default void a_bad_hour_of_everything_at_once_loses_and_doubles_nothing(@TempDir Path folder)
      throws Exception {
    SourceSubject subject = subject();
    try (Stand stand = Stand.of(subject);
        Home home = new Home(folder.resolve("h.db"), stand, subject).silenced()) {
      // Given
      List<Decision> rows = new ArrayList<>();
      Map<String, List<String>> talks = new LinkedHashMap<>();
      for (int i = 1; i <= 5; i++) {
        String id = subject.seed(i, "before");
        rows.add(home.update("u" + i, id, subject.set("after " + i)));
        rows.add(home.create("c" + i, "new-" + i, subject.fresh(100 + i, "born " + i)));
        talks.put(id, new ArrayList<>());
        for (int n = 1; subject.talks() && n <= 3; n++) {
          rows.add(home.append("a" + i + "." + n, id, subject.append("line " + n)));
          Objects.requireNonNull(talks.get(id)).add("line " + n);
        }
      }
      home.planned(rows.toArray(Decision[]::new));
      stand.sandbox.faults().seed(23);
      for (Fault.Kind kind :
          List.of(
              Fault.Kind.RESET_AFTER,
              Fault.Kind.RESET_BEFORE,
              Fault.Kind.THROTTLED,
              Fault.Kind.ERROR_IN_200,
              Fault.Kind.TRUNCATED,
              Fault.Kind.UNAVAILABLE,
              Fault.Kind.LATE_COMMIT)) {
        stand.sandbox.faults().add(Fault.random(kind, "*", "/**", 0.04).delayed(LATE));
      }

      // When
      var report = home.apply();

      // Then
      assertThat(home.questions).as(questions(home)).isEmpty();
      assertThat(report.complete()).as(report.toString()).isTrue();
      for (int i = 1; i <= 5; i++) {
        assertThat(subject.carrying("new-" + i)).hasSize(1);
      }
      talks.forEach((id, lines) -> assertThat(subject.children(id)).isEqualTo(lines));
      assertThat(stand.sandbox.ledger().throttled(Caller.OURS)).isZero();
    }
  }

  @Test
  default void a_record_that_moved_since_it_was_planned_is_not_written_over(@TempDir Path folder)
      throws Exception {
    SourceSubject subject = subject();
    try (Stand stand = Stand.of(subject);
        Home home = new Home(folder.resolve("h.db"), stand, subject).silenced()) {
      String id = subject.seed(1, "before");
      home.planned(home.update("d", id, subject.set("after")));
      stand.time.sleep(Duration.ofSeconds(5));
      subject.touch(id);

      home.apply();

      assertThat(subject.held(id)).isEqualTo("before");
      assertThat(home.state("d")).isEqualTo(Decision.State.STALE);
    }
  }

  @Test
  default void
      a_write_that_finds_the_record_moved_changes_nothing_or_the_manifest_says_that_it_may()
          throws Exception {
    SourceSubject subject = subject();
    try (Stand stand = Stand.of(subject)) {
      String admitted = subject.unconditional();
      if (admitted != null) {
        assertThat(stand.manifest.cannot())
            .extracting(no -> no.operation() + ": " + no.reason())
            .anyMatch(Pattern.compile(admitted).asPredicate());
        return;
      }
      String id = subject.seed(1, "before");
      String read = item(stand, subject, id).version();
      stand.time.sleep(Duration.ofSeconds(5));
      subject.touch(id);

      Map<String, WriteResult> results =
          write(stand, subject.object(), List.of(update("k", id, subject.set("after"), read)));

      assertThat(the(results, "k").failure()).isInstanceOf(Failure.Conflict.class);
      assertThat(subject.held(id)).isEqualTo("before");
    }
  }

  @Test
  default void credentials_that_expire_stop_the_wave_and_it_goes_on_with_new_ones(
      @TempDir Path folder) throws Exception {
    SourceSubject subject = subject();
    try (Stand stand = Stand.of(subject);
        Home home = new Home(folder.resolve("h.db"), stand, subject).silenced()) {
      String id = subject.seed(1, "before");
      List<Decision> rows = new ArrayList<>();
      rows.add(home.update("u", id, subject.set("after")));
      if (subject.talks()) {
        rows.add(home.append("a", id, subject.append("hello")));
      }
      home.planned(rows.toArray(Decision[]::new));
      stand.sandbox.faults().add(Fault.random(Fault.Kind.EXPIRED_TOKEN, "*", "/**", 1));

      assertThat(home.once().stopped()).contains("again");

      stand.sandbox.faults().clear();
      assertThat(home.apply().complete()).isTrue();
      assertThat(subject.held(id)).isEqualTo("after");
      assertThat(subject.children(id)).isEqualTo(subject.talks() ? List.of("hello") : List.of());
    }
  }

  @Test
  default void every_corner_of_unicode_comes_home_as_it_is_or_is_refused() throws Exception {
    SourceSubject subject = subject();
    try (Stand stand = Stand.of(subject)) {
      List<String> texts = new ArrayList<>(Corners.texts().values());
      int plain = texts.size();
      texts.addAll(Corners.refusable());
      List<String> altered = new ArrayList<>();
      for (int i = 0; i < texts.size(); i++) {
        String text = texts.get(i);
        String id = subject.seed(i, "before");
        @Nullable Failure failure =
            refusal(stand, subject.object(), update("k" + i, id, subject.set(text), null));
        String now = subject.value(item(stand, subject, id).fields());
        if (failure == null ? !now.equals(text) : !now.equals("before")) {
          altered.add(Json.text(Json.tree(text)) + " became " + Json.text(Json.tree(now)));
        }
        assertThat(failure == null || i >= plain)
            .as("refused though well-formed: " + Json.text(Json.tree(text)))
            .isTrue();
      }
      assertThat(altered).isEmpty();
    }
  }

  @Test
  default void ten_megabytes_come_home_whole_or_are_refused() throws Exception {
    SourceSubject subject = subject();
    try (Stand stand = Stand.of(subject)) {
      String big = Corners.big();
      String id = subject.seed(1, "before");

      @Nullable Failure failure =
          refusal(stand, subject.object(), update("k", id, subject.set(big), null));

      String now = subject.value(item(stand, subject, id).fields());
      if (failure == null) {
        assertThat(now.equals(big)).as("the ten megabytes are the same").isTrue();
      } else {
        assertThat(failure).isInstanceOf(Failure.Rejected.class);
        assertThat(now).isEqualTo("before");
      }
    }
  }

  private static Item item(Stand stand, SourceSubject subject, String id) {
    return stand.account.read(subject.object(), ReadRequest.ids(List.of(id))).getFirst();
  }

  private static WriteResult the(Map<String, WriteResult> results, String key) {
    return Objects.requireNonNull(results.get(key), key);
  }

  private static String questions(Home home) {
    return home.questions.stream().map(Question::code).toList().toString();
  }

  /** Null if it was done. */
  private static @Nullable Failure refusal(Stand stand, String object, Write write)
      throws InterruptedException {
    try {
      return the(write(stand, object, List.of(write)), write.key()).failure();
    } catch (PlatformException e) {
      return e.failure();
    }
  }

  /** Writes in the batches that the account takes, and waits for jobs. */
  private static Map<String, WriteResult> write(Stand stand, String object, List<Write> writes)
      throws InterruptedException {
    int size = stand.account.batchSize(object, writes.getFirst().kind());
    Map<String, WriteResult> results = new LinkedHashMap<>();
    for (int from = 0; from < writes.size(); from += size) {
      List<Write> batch = writes.subList(from, Math.min(writes.size(), from + size));
      WriteAnswer answer = stand.account.write(object, batch);
      for (int poll = 0; answer.job() != null; poll++) {
        assertThat(poll).as("polls of one job").isLessThan(100);
        stand.time.sleep(Duration.ofSeconds(1));
        answer = stand.account.job(object, answer.job(), batch);
      }
      answer.results().forEach(result -> results.put(result.key(), result));
    }
    return results;
  }

  private static Write update(
      String key, String id, ObjectNode set, @Nullable String precondition) {
    return new Write(
        key, Write.Kind.UPDATE, id, null, set, List.of(), precondition, List.of(), null);
  }

  private static Write create(String key, String joinKey, ObjectNode set) {
    return new Write(key, Write.Kind.CREATE, null, joinKey, set, List.of(), null, List.of(), null);
  }
}
