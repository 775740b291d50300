package dev.backhaul.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.backhaul.manifest.Jq;
import dev.backhaul.manifest.SignatureScheme;
import dev.backhaul.store.Audit;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people may rely on when they speak for the gateway. */
class DeskTest {
  @TempDir Path folder;
  private World world;
  private Desk desk;

  @BeforeEach
  void open() {
    world = new World(folder);
    desk = desk(Map.of("SECRET", World.SECRET));
  }

  private Desk desk(Map<String, String> environment) {
    return new Desk(
        world.store,
        new Audit(world.clock),
        world.clock,
        new Gates(List.of(world.gate("hooks", World.PATH, World.how(SignatureScheme.GITHUB)))),
        environment::get);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Replay replay(@Nullable String filter, @Nullable Instant from) {
    return new Replay(
        "hooks", Receiver.SOURCE, from, null, filter == null ? null : Jq.of(filter), 100, false);
  }

  @Test
  void aReplayAskedTwiceDeliversOnceAndAPreviewDeliversNothing() {
    for (int i = 0; i < 5; i++) {
      world.send("id-" + i, "{\"key\":\"a\",\"n\":" + i + "}");
    }
    assertThat(desk.replay(replay(".n >= 2", null), true, World.ADA, "look"))
        .isEqualTo(new Replay.Done(3, 2, 3, 5));
    world.deliver(2);
    assertThat(world.source.received).isEmpty();

    desk.replay(replay(".n >= 2", null), false, World.ADA, "these");
    assertThat(desk.replay(replay(".n >= 2", null), false, World.ADA, "again").events()).isZero();
    world.deliver(3);
    assertThat(desk.replay(replay(".n >= 2", null), false, World.ADA, "again").events()).isZero();
    world.deliver(3);
    assertThat(world.source.received).hasSize(3);
    assertThat(world.states()).contains("HELD 2");
  }

  @Test
  void whatTheTargetHadCanBeBroughtHome() {
    desk.steer("hooks", Steer.Way.TARGET, false, null, World.ADA, "as before");
    world.send("id-1", "{\"n\":1}");
    world.deliver(1);
    world.clock.pass(Duration.ofHours(1));
    Instant since = world.clock.instant();
    world.send("id-2", "{\"n\":2}");
    world.deliver(1);

    assertThat(desk.replay(replay(null, since), false, World.ADA, "since then").events()).isOne();
    world.deliver(2);
    assertThat(world.target.bodies()).containsExactly("{\"n\":1}", "{\"n\":2}");
    assertThat(world.source.bodies()).containsExactly("{\"n\":2}");
  }

  @Test
  void aDeadLetterIsDeliveredAgainOrGoesNowhereAsAPersonSays() {
    desk.steer("hooks", Steer.Way.SOURCE, false, null, World.ADA, "home");
    world.source.answering = request -> 400;
    world.send("id-1", "{\"key\":\"a\"}");
    world.send("id-2", "{\"key\":\"b\"}");
    for (int i = 0; i < 8; i++) {
      world.deliver(1);
      world.clock.pass(Duration.ofMinutes(1));
    }
    assertThat(desk.list("hooks", "dead", 9))
        .extracting(Depths.Listed::deliveries)
        .containsExactly(
            List.of("source dead: answered 400"), List.of("source dead: answered 400"));

    world.source.answering = request -> 200;
    assertThat(desk.skip("hooks", 2L, World.ADA, "not needed")).isOne();
    assertThat(desk.rerun("hooks", null, World.ADA, "mended")).isOne();
    world.deliver(3);
    assertThat(world.states()).containsExactly("GIVEN 1", "SKIPPED 1", "source DONE 1");
  }

  @Test
  void whatWasNotBelievedForASecretOfOursIsAnEventOnceTheSecretIsMended() {
    Map<String, String> headers = World.signed("id-1", "{}");
    world.use(world.gate("hooks", World.PATH, World.how(SignatureScheme.TYPEFORM)));
    assertThat(world.send(World.PATH, "{}", headers).statusCode()).isEqualTo(401);
    world.clock.pass(Duration.ofDays(1));

    Verdict still = desk(Map.of("SECRET", "another")).reconsider(1, World.ADA, "try");
    assertThat(still).isEqualTo(new Verdict.Doubted(Verdict.Doubt.WRONG));
    assertThat(desk.reconsider(1, World.ADA, "the kind was wrong"))
        .isInstanceOf(Verdict.Believed.class);
    assertThat(world.states()).containsExactly("HELD 1");
    assertThat(desk.doubtful()).isZero();
  }

  @Test
  void everyWordIsInTheAuditTrailAndWhatCannotBeIsRefused() {
    desk.steer("hooks", Steer.Way.BOTH, true, 50, World.ADA, "side by side");
    Audit audit = new Audit(world.clock);
    List<Audit.Entry> trail = world.store.read(handle -> audit.latest(handle, 1));
    assertThat(trail)
        .extracting(Audit.Entry::actor, Audit.Entry::action, Audit.Entry::subject)
        .containsExactly(org.assertj.core.api.Assertions.tuple("ada", "steer", "hooks"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> desk.steer("nobody", Steer.Way.HOLD, false, null, World.ADA, "x"))
        .withMessageContaining("there are [hooks]");
    Desk.Standing standing = desk.status().getFirst();
    assertThat(standing.steer()).isEqualTo("both");
    assertThat(standing.problems()).hasSize(1).first().asString().contains("${env:OLD}");
  }
}
