package dev.backhaul.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.manifest.IntegrationKind;
import dev.backhaul.manifest.IntegrationKind.SwitchClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every kind with a sandbox is listed, captured, held, verified and put back by its own file. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KindsTest {
  @TempDir Path folder;
  private CamelContext camel;

  @BeforeAll
  void start() throws Exception {
    camel = ProviderRig.camel();
  }

  @AfterAll
  void stop() {
    camel.stop();
  }

  @TestFactory
  Stream<DynamicTest> aKindIsHeldAndComesBackAsItWas() {
    return KindRun.all().stream().flatMap(this::ways);
  }

  private Stream<DynamicTest> ways(KindRun run) {
    IntegrationKind kind =
        IntegrationKind.parse(run.kind() + ".yaml", ProviderRig.kind(run.kind()));
    Stream.Builder<DynamicTest> out = Stream.builder();
    if (kind.repoint() != null) {
      out.add(
          DynamicTest.dynamicTest(
              run.kind() + " pointed to the ingress", () -> through(run, "repoint")));
    }
    if (kind.pause() != null && kind.switchClass() != SwitchClass.RECREATE) {
      out.add(DynamicTest.dynamicTest(run.kind() + " paused", () -> through(run, "pause")));
    }
    return out.build();
  }

  private void through(KindRun run, String hold) throws Exception {
    Path own = Files.createTempDirectory(folder, "run");
    try (ProviderRig rig = ProviderRig.of(camel, own, run.provider())) {
      run.seed(rig);
      String spec = run.spec().replace("TARGET", rig.target()) + ", hold: " + hold;
      String waived = ", waivers: [{of: loses-events, name: Ada, reason: test}]";
      Wired wired = rig.wired(run.kind(), spec + waived, run.secrets());
      try (Board board = rig.board(wired)) {
        assertThat(board.switchboard.items(wired)).extracting(Item::id).containsExactly(run.item());
        run.fire(rig);
        assertThat(rig.atTarget()).isEqualTo(run.topic() == null ? 0 : 1);
        good(board.switchboard.capture(Set.of(), Board.MIA));
        if (wired.kind().verify() != null && wired.kind().verify().probe() != null) {
          // A delivery that proves what cannot be read.
          proveLater(rig, run);
        }
        List<Result> held = board.switchboard.pause(Set.of(), Board.MIA, false);
        good(held);
        assertThat(held).anyMatch(result -> result.outcome() == Result.Outcome.DONE);
        int before = rig.atTarget();
        int arrived = rig.atIngress();
        run.fire(rig);
        assertThat(rig.atTarget()).as("nothing reaches the target").isEqualTo(before);
        boolean ours = run.topic() != null && hold.equals("repoint");
        assertThat(rig.atIngress()).isEqualTo(arrived + (ours ? 1 : 0));
        good(board.switchboard.verify(Set.of()));
        good(board.switchboard.restore(Set.of(), Board.MIA, false, false));
        if (wired.kind().switchClass() != SwitchClass.RECREATE) {
          assertThat(board.switchboard.diff(Set.of())).isEmpty();
        }
        run.fire(rig);
        assertThat(rig.atTarget()).isEqualTo(before + (run.topic() == null ? 0 : 1));
      }
    }
  }

  /** While the service waits for a delivery, something happens at the provider. */
  private static void proveLater(ProviderRig rig, KindRun run) {
    rig.sandbox.run(
        () ->
            rig.sandbox
                .timeline()
                .at(
                    rig.time.instant().plusSeconds(20),
                    () ->
                        rig.provider()
                            .fire(String.valueOf(run.topic()), KindRun.tree(run.payload()))));
  }

  /** Done, or asked of people. */
  private static void good(List<Result> results) {
    assertThat(results)
        .allMatch(result -> result.good() || result.outcome() == Result.Outcome.MANUAL);
  }
}
