package dev.backhaul.delta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.json.Json;
import dev.backhaul.store.Actor;
import dev.backhaul.store.Audit;
import dev.backhaul.store.Ids;
import dev.backhaul.store.Store;
import dev.backhaul.store.Stores;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The frozen target: whoever still writes is named, and keeps the delta from being final. */
class FreezeTest {
  private static final Instant FROZEN = Instant.parse("2026-03-09T08:00:00Z");
  private static final Actor MIA = new Actor("mia", Set.of(Actor.Role.OPERATOR));

  @TempDir Path folder;
  private Instant now = FROZEN;
  private Store store;
  private Freeze freeze;
  private int sweeps = 1;

  @BeforeEach
  void open() {
    store = Store.open(Stores.chosen().at(folder.resolve("house.db")));
    InstantSource clock = () -> now;
    freeze = new Freeze(store, new Audit(clock), clock, new Ids(clock, new Random(5)));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void staged(String id, Instant at, Map<String, Activity> writers) {
    RecordEvidence evidence =
        new RecordEvidence(WriterClass.PEOPLE, WriterClass.PEOPLE, Map.of(), writers);
    store.useTransaction(
        tx -> {
          tx.createUpdate(
                  "INSERT INTO staged (object, id, kind, version, changed_at, payload, staged_at, settled)"
                      + " VALUES ('ticket', :id, 'CHANGED', 'v', :at, :payload, 0, 'v')"
                      + " ON CONFLICT (object, id) DO UPDATE SET changed_at = excluded.changed_at")
              .bind("id", id)
              .bind("at", at.toEpochMilli())
              .bind("payload", store.payload().encode(Json.object()))
              .execute();
          tx.createUpdate(
                  "INSERT INTO loaded (object, id, version, payload) VALUES ('ticket', :id, 'v', :payload)"
                      + " ON CONFLICT (object, id) DO UPDATE SET payload = excluded.payload")
              .bind("id", id)
              .bind("payload", store.payload().encode(evidence.toJson()))
              .execute();
        });
  }

  /** One more sweep has read everything up to now. */
  private void swept() {
    now = now.plusSeconds(60);
    store.useTransaction(
        tx ->
            tx.createUpdate(
                    "INSERT INTO cursor (object, since, read_until, sweep, sweep_new, last_new, epoch, updated_at)"
                        + " VALUES ('ticket', 0, :until, :sweep, 0, 0, 1, 0)"
                        + " ON CONFLICT (object) DO UPDATE SET read_until = excluded.read_until, sweep ="
                        + " excluded.sweep")
                .bind("until", now.toEpochMilli())
                .bind("sweep", sweeps++)
                .execute());
  }

  private static Activity wrote(Instant at) {
    return new Activity(WriterClass.INTEGRATION, 2, at, at);
  }

  @Test
  void withoutAFreezeNothingIsInDoubt() {
    assertThat(Freeze.doubts(store)).isEmpty();
    assertThat(freeze.look()).isEmpty();
  }

  @Test
  void theDeltaIsFinalOnceTwoSweepsFoundNobody() {
    staged("1", FROZEN.minusSeconds(3600), Map.of("user 7", wrote(FROZEN.minusSeconds(3600))));
    freeze.begin(MIA, "rollback");
    swept();
    freeze.look();
    assertThat(Freeze.doubts(store)).hasSize(1).first().asString().contains("no two sweeps agree");
    freeze.look();
    assertThat(Freeze.doubts(store)).as("a look without a sweep proves nothing").hasSize(1);
    swept();
    freeze.look();
    assertThat(Freeze.doubts(store)).isEmpty();
  }

  @Test
  void aStrayWriterIsNamedAndHoldsTheDeltaUntilAnsweredAndTwoSweepsAgree() {
    freeze.begin(MIA, "rollback");
    swept();
    freeze.look();
    Instant stray = now.plusSeconds(5);
    staged("1", stray, Map.of("user 7", wrote(FROZEN.minusSeconds(9)), "app 25", wrote(stray)));
    swept();
    assertThat(freeze.look()).extracting(Freeze.Stray::writer).containsExactly("app 25");
    assertThat(Freeze.doubts(store)).hasSize(2).first().asString().contains("app 25");
    assertThat(freeze.answer("app 25", MIA, "switched off")).isOne();
    for (int i = 0; i < 2; i++) {
      assertThat(Freeze.doubts(store)).hasSize(1);
      swept();
      freeze.look();
    }
    assertThat(Freeze.doubts(store)).isEmpty();
    Instant again = now.plusSeconds(5);
    staged("2", again, Map.of("app 25", wrote(again)));
    swept();
    freeze.look();
    assertThat(Freeze.doubts(store)).as("it writes again").hasSize(2);
  }

  @Test
  void aWriteThatNobodyIsNamedForIsAStrayToo() {
    freeze.begin(MIA, "rollback");
    staged("1", FROZEN.plusSeconds(30), Map.of("user 7", wrote(FROZEN.minusSeconds(9))));
    swept();
    assertThat(freeze.look()).extracting(Freeze.Stray::writer).containsExactly(Activity.NOBODY);
  }

  @Test
  void writersAreToldWithTheirCountsAndLastWrite() {
    staged("1", FROZEN, Map.of("user 7", wrote(FROZEN), "app 25", wrote(FROZEN.minusSeconds(60))));
    staged("2", FROZEN, Map.of("user 7", wrote(FROZEN.minusSeconds(10))));
    WriterTable.Row first = new WriterTable(store).rows().getFirst();
    assertThat(first.writer()).isEqualTo("user 7");
    assertThat(first.records()).isEqualTo(2);
    assertThat(first.activity().writes()).isEqualTo(4);
    assertThat(first.activity().last()).isEqualTo(FROZEN);
  }

  @Test
  void aFreezeThatEndedAsksNothingMore() {
    freeze.begin(MIA, "rollback");
    assertThat(Freeze.doubts(store)).isNotEmpty();
    assertThat(freeze.end(MIA, "over")).isTrue();
    assertThat(Freeze.doubts(store)).isEmpty();
  }
}
