package dev.backhaul.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What senders and receivers may rely on. */
class GatewayTest {
  @TempDir Path folder;
  private World world;

  @BeforeEach
  void open() {
    world = new World(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void whatIsHeldComesHomeInOrderOnceItIsSteered() {
    for (int i = 0; i < 25; i++) {
      assertThat(world.send("id-" + i, event("a", i)).statusCode()).isEqualTo(200);
    }
    world.deliver(3);
    assertThat(world.states()).containsExactly("HELD 25");
    assertThat(world.source.received).isEmpty();

    world.steer("source");
    world.deliver(1);
    assertThat(world.source.received.size()).isLessThan(25);
    world.deliver(4);

    assertThat(world.source.bodies())
        .isEqualTo(IntStream.range(0, 25).mapToObj(i -> event("a", i)).toList());
    assertThat(world.states()).containsExactly("GIVEN 25", "source DONE 25");
    assertThat(world.target.received).isEmpty();
  }

  @Test
  void aRepeatedDeliveryIsAnsweredAndKeptOnce() {
    world.steer("source");
    world.send("same", event("a", 1));
    assertThat(world.send("same", event("a", 1)).statusCode()).isEqualTo(200);
    world.deliver(1);
    assertThat(world.source.received).hasSize(1);
  }

  @Test
  void whatIsNotSignedIsKeptInQuarantineAndNeverDelivered() {
    world.steer("source");
    Map<String, String> forged = World.signed("id", event("a", 1));
    assertThat(world.send(World.PATH, event("a", 2), forged).statusCode()).isEqualTo(401);
    assertThat(world.send(World.PATH, event("a", 2), Map.of()).statusCode()).isEqualTo(401);
    assertThat(world.send("a-path-of-nobody-at-all", "x", Map.of()).statusCode()).isEqualTo(404);
    world.deliver(1);
    assertThat(world.source.received).isEmpty();
    assertThat(new Quarantine(world.store).list(null, 0, 9))
        .extracting(Quarantine.Doubtful::reason)
        .containsExactly(Verdict.Doubt.WRONG, Verdict.Doubt.UNSIGNED, Verdict.Doubt.UNKNOWN_PATH);
  }

  @Test
  void aForgedCopyOfAnIdDoesNotKeepTheTrueOneOut() {
    Map<String, String> forged = Map.of("X-Id", "id", "X-Hub-Signature-256", "sha256=00");
    assertThat(world.send(World.PATH, event("a", 1), forged).statusCode()).isEqualTo(401);
    world.send("id", event("a", 1));
    assertThat(world.states()).containsExactly("HELD 1");
  }

  @Test
  void anEndpointThatWasDownForAnHourGetsEverythingOnceAndInOrder() {
    world.steer("source");
    world.source.answering = request -> -1;
    for (int i = 0; i < 20; i++) {
      world.send("id-" + i, event("k" + i % 3, i));
    }
    for (int minute = 0; minute < 60; minute++) {
      world.deliver(2);
      world.clock.pass(Duration.ofSeconds(58));
    }
    assertThat(world.source.received).isEmpty();
    assertThat(world.gateway().resting()).containsExactly("hooks/source");

    world.source.answering = request -> 200;
    world.clock.pass(Duration.ofMinutes(10));
    world.deliver(2);
    world.clock.pass(Duration.ofMinutes(10));
    world.deliver(2);

    for (int key = 0; key < 3; key++) {
      int k = key;
      assertThat(world.source.bodies().stream().filter(each -> each.contains("k" + k)).toList())
          .isEqualTo(
              IntStream.range(0, 20)
                  .filter(i -> i % 3 == k)
                  .mapToObj(i -> event("k" + k, i))
                  .toList());
    }
    assertThat(world.states()).containsExactly("GIVEN 20", "source DONE 20");
  }

  @Test
  void aDeliveryWithoutAnAnswerIsRepeatedUnderTheSameIdAndSignedAnew() {
    world.steer("source");
    List<World.Received> tries = new java.util.concurrent.CopyOnWriteArrayList<>();
    world.source.answering =
        request -> {
          tries.add(request);
          return tries.size() == 1 ? -1 : 200;
        };
    world.send("id", event("a", 1));
    world.deliver(1);
    world.clock.pass(Duration.ofSeconds(5));
    world.deliver(1);

    assertThat(tries).hasSize(2);
    assertThat(tries.get(0).header("Webhook-id")).startsWith("bh_");
    assertThat(tries.get(1).header("Webhook-id")).isEqualTo(tries.get(0).header("Webhook-id"));
    assertThat(tries.get(1).header("Webhook-timestamp"))
        .isNotEqualTo(tries.get(0).header("Webhook-timestamp"));
  }

  @Test
  void anEndpointThatSaysNoGetsAFewTriesAndThenItIsADeadLetterThatHoldsNobodyUp() {
    world.steer("source");
    world.source.answering = request -> request.body().contains(":1}") ? 422 : 200;
    world.send("id-1", event("a", 1));
    world.send("id-2", event("a", 2));
    for (int i = 0; i < 10; i++) {
      world.deliver(1);
      world.clock.pass(Duration.ofMinutes(1));
    }
    assertThat(world.states()).containsExactly("GIVEN 2", "source DEAD 1", "source DONE 1");
  }

  @Test
  void whatWaitsForTheOldOwnerGoesToTheNew() {
    world.steer("target");
    world.target.answering = request -> 503;
    world.send("id-1", event("a", 1));
    world.deliver(1);
    world.steer("source");
    world.deliver(1);
    assertThat(world.source.bodies()).containsExactly(event("a", 1));
  }

  @Test
  void ofTwoOwnersOneThatIsDownDoesNotHoldUpTheOther() {
    world.steer("both");
    world.target.answering = request -> -1;
    for (int i = 0; i < 5; i++) {
      world.send("id-" + i, event("a", i));
    }
    world.deliver(2);
    assertThat(world.source.received).hasSize(5);
    assertThat(world.states()).containsExactly("GIVEN 5", "source DONE 5", "target OPEN 5");
  }

  @Test
  void whatComesDuringAReleaseWaitsBehindWhatWasHeld() {
    for (int i = 0; i < 30; i++) {
      world.send("id-" + i, event("a", i));
    }
    world.steer("source");
    world.deliver(2);
    world.send("late", event("a", 99));
    world.deliver(6);
    assertThat(world.source.bodies()).hasSize(31).last().isEqualTo(event("a", 99));
  }

  @Test
  void aHoldStopsAReleaseWhereItIs() {
    for (int i = 0; i < 30; i++) {
      world.send("id-" + i, event("a", i));
    }
    world.steer("source");
    world.deliver(2);
    int sent = world.source.received.size();
    world.steer("hold");
    world.deliver(5);
    assertThat(world.source.received).hasSize(sent);
    world.steer("source");
    world.deliver(6);
    assertThat(world.source.bodies())
        .isEqualTo(IntStream.range(0, 30).mapToObj(i -> event("a", i)).toList());
  }

  private static String event(String key, int n) {
    return "{\"key\":\"" + key + "\",\"n\":" + n + "}";
  }
}
