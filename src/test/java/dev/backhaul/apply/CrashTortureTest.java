package dev.backhaul.apply;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.DecisionRows;
import dev.backhaul.store.CrashPoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the process at every journal transition and every platform call, again and again. */
final class CrashTortureTest {
  @TempDir Path folder;

  /** The process is gone: nothing in it may go on. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed(String where) {
      super(where, null, false, false);
    }
  }

  /** Counts the instants a process passes and kills it at one of them. */
  private static final class Killer {
    private int left = Integer.MAX_VALUE;
    private int passed;
    private final Set<CrashPoint.Point> seen = EnumSet.noneOf(CrashPoint.Point.class);
    private boolean dead;

    void at(String where) {
      passed++;
      if (dead || --left < 0) {
        dead = true;
        throw new Killed(where);
      }
    }

    void at(CrashPoint.Point point) {
      seen.add(point);
      at(point.name());
    }

    void revive(int after) {
      dead = false;
      left = after;
    }
  }

  private static List<Decision> plan() {
    List<Decision> plan = new ArrayList<>();
    ObjectNode ticket = Json.object().put("subject", "born in the target");
    ticket.putObject("requester_id").put("$ref", "t-user:u1");
    plan.add(
        House.create(
            "u1", "user", Json.object().put("name", "Ann"), Decision.UndoClass.COMPENSATED));
    plan.add(House.create("k1", "ticket", ticket, Decision.UndoClass.COMPENSATED));
    for (int i = 1; i <= 3; i++) {
      plan.add(House.update("d" + i, "s" + i, "v1", Json.object().put("status", "solved")));
      plan.add(House.append("a" + i, "t-ticket:t" + i, "ok"));
    }
    plan.add(House.append("b1", "t-ticket:t1", "ok"));
    plan.add(House.append("b2", "t-ticket:k1", "thanks"));
    plan.add(House.update("x", "s4", "v1", Json.object().put("bad", "refused")));
    return plan;
  }

  private static final String[] EXPECTED = {
    "create user jk-u1",
    "create ticket jk-k1",
    "update ticket s1 {\"status\":\"solved\"}[]",
    "update ticket s2 {\"status\":\"solved\"}[]",
    "update ticket s3 {\"status\":\"solved\"}[]",
    "append s1 ok",
    "append s1 ok",
    "append s2 ok",
    "append s3 ok"
  };

  /**
   * Runs a whole rollback; a new process starts whenever one is killed. Returns the instants
   * passed.
   */
  private int live(
      Path file,
      FakePlatform.Faults faults,
      boolean marks,
      Killer killer,
      int first,
      Random random) {
    SteppedTime time = new SteppedTime();
    FakePlatform platform = new FakePlatform(time);
    platform.marks = marks;
    platform.faults = faults;
    for (int i = 1; i <= 4; i++) {
      platform.put("ticket", "s" + i, Json.object().put("status", "open"));
    }
    platform.rule("trigger", "r1", true);
    platform.rule("trigger", "r2", false);
    platform.watch = killer::at;
    try (House house = open(file, platform, time, killer)) {
      killer.revive(Integer.MAX_VALUE);
      for (int i = 1; i <= 4; i++) {
        house.link("t-ticket", "t" + i, "ticket", "s" + i);
      }
      DecisionRows.save(house.store, house.decisions, plan());
      house.approve();
    }
    int start = killer.passed;
    killer.revive(first);
    for (int life = 0; life < 200; life++) {
      try (House house = open(file, platform, time, killer)) {
        house.silence.prove(House.MIA);
        Report report = house.apply();
        for (int run = 0; run < 20 && !report.complete(); run++) {
          report = house.apply();
        }
        assertThat(report.complete())
            .as(() -> house.questions.asked + " " + house.journal.open() + platform.ledger)
            .isTrue();
        house.silence.restore(House.MIA);
        check(house, platform);
        return killer.passed - start;
      } catch (Killed e) {
        // After the first death: die now and then, later ever more rarely, so that it ends.
        killer.revive(random.nextInt(8) == 0 ? random.nextInt(40) : Integer.MAX_VALUE);
      }
    }
    throw new AssertionError("did not end after 200 lives");
  }

  private static House open(Path file, FakePlatform platform, SteppedTime time, Killer killer) {
    return new House(
        file,
        platform,
        time,
        ApplySettings.USUAL.withBrake(BrakeLimits.OFF),
        killer::at,
        killer.passed);
  }

  private static void check(House house, FakePlatform platform) {
    List<String> ledger = new ArrayList<>(platform.ledger);
    assertThat(ledger.removeIf(line -> line.startsWith("append") && line.endsWith("thanks")))
        .isTrue();
    assertThat(platform.ledger).hasSize(EXPECTED.length + 1);
    assertThat(ledger).containsExactlyInAnyOrder(EXPECTED);
    for (Decision decision : plan()) {
      Decision.State expected =
          decision.id().equals("x") ? Decision.State.REFUSED : Decision.State.APPLIED;
      assertThat(house.state(decision.id())).as(decision.id()).isEqualTo(expected);
    }
    assertThat(house.journal.open()).isEmpty();
    assertThat(requireNonNull(platform.rules.get("r1")).active()).isTrue();
    assertThat(requireNonNull(platform.rules.get("r2")).active()).isFalse();
  }

  @Test
  void killed_at_every_instant_once_nothing_is_lost_and_nothing_is_doubled() {
    Killer killer = new Killer();
    int instants =
        live(
            folder.resolve("whole"),
            (o, w) -> FakePlatform.Fault.NONE,
            true,
            killer,
            Integer.MAX_VALUE,
            new Random(0));
    assertThat(instants).isGreaterThan(60);
    for (int at = 0; at < instants; at++) {
      live(
          folder.resolve("at" + at),
          (o, w) -> FakePlatform.Fault.NONE,
          at % 2 == 0,
          killer,
          at,
          new Random(99) {
            private static final long serialVersionUID = 1L;

            @Override
            public int nextInt(int bound) {
              return 1;
            }
          });
    }
  }

  @Test
  void killed_again_and_again_amid_faults_nothing_is_lost_and_nothing_is_doubled() {
    FakePlatform.Fault[] faults = FakePlatform.Fault.values();
    Killer killer = new Killer();
    for (int seed = 0; seed < 6; seed++) {
      Random random = new Random(seed);
      FakePlatform.Faults chance =
          (object, writes) -> {
            FakePlatform.Fault fault = faults[random.nextInt(faults.length)];
            // A platform that says done and does nothing leaves a question for a person, rightly.
            boolean lies =
                fault == FakePlatform.Fault.IGNORED
                    || fault == FakePlatform.Fault.ANSWERED_LATE
                        && writes.stream().anyMatch(w -> w.set().has("bad"));
            return lies || random.nextBoolean() ? FakePlatform.Fault.NONE : fault;
          };
      live(
          folder.resolve("seed" + seed),
          chance,
          random.nextBoolean(),
          killer,
          random.nextInt(80),
          random);
    }
    EnumSet<CrashPoint.Point> unseen = EnumSet.complementOf(EnumSet.copyOf(killer.seen));
    assertThat(unseen)
        .containsExactly(
            CrashPoint.Point.TRANSACTION_BEGINNING,
            CrashPoint.Point.TRANSACTION_COMMITTING,
            CrashPoint.Point.TRANSACTION_COMMITTED,
            CrashPoint.Point.CURSOR_COMMITTING,
            CrashPoint.Point.CURSOR_COMMITTED);
  }
}
