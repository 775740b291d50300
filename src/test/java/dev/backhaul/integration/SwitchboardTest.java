package dev.backhaul.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.store.CrashPoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwitchboardTest {
  private static final String OLD = "https://crm.example.com/in";
  private static final String HOLD = "https://hold.example.com/x";

  @TempDir Path folder;
  private final StillClock time = new StillClock();
  private final FakeProvider provider = new FakeProvider();

  private Board board(Wired... wired) {
    return board(CrashPoint.NONE, "p1", wired);
  }

  private Board board(CrashPoint crash, String owner, Wired... wired) {
    return new Board(folder.resolve("house.db"), time, crash, owner, List.of(wired));
  }

  private ObjectNode hook(String id) {
    return Objects.requireNonNull(provider.hooks.get(id));
  }

  private Map<String, ObjectNode> copy() {
    Map<String, ObjectNode> out = new TreeMap<>();
    provider.hooks.forEach((id, hook) -> out.put(id, hook.deepCopy()));
    return out;
  }

  @Test
  void whatComesInIsPointedToItsHoldAndPutBackExactly() {
    provider.hook("a", OLD, true);
    provider.hook("b", OLD, true);
    provider.hook("c", OLD, false);
    Map<String, ObjectNode> before = copy();
    try (Board board = board(Board.hooks(provider))) {
      assertThat(Board.outcomes(board.switchboard.pause(Set.of(), Board.MIA, false)))
          .containsExactly(Result.Outcome.DONE, Result.Outcome.DONE, Result.Outcome.ALREADY);
      assertThat(hook("a").path("url").asText()).isEqualTo(HOLD);
      assertThat(hook("c").path("url").asText()).isEqualTo(OLD);
      assertThat(board.switchboard.status().getFirst().phase()).isEqualTo(Standing.Phase.HELD);
      assertThat(board.switchboard.diff(Set.of())).hasSize(2);
      assertThat(board.switchboard.restore(Set.of(), Board.MIA, false, false))
          .allMatch(Result::good);
      assertThat(copy()).isEqualTo(before);
      assertThat(board.switchboard.diff(Set.of())).isEmpty();
      assertThat(board.switchboard.status().getFirst().phase()).isEqualTo(Standing.Phase.LIVE);
      assertThat(board.journal()).isEqualTo(Map.of("VERIFIED", 2L, "RESTORED", 2L));
    }
  }

  @Test
  void aSecondCallSendsNothing() {
    provider.hook("a", OLD, true);
    try (Board board = board(Board.hooks(provider))) {
      board.switchboard.pause(Set.of(), Board.MIA, false);
      int writes = provider.writes.size();
      assertThat(Board.outcomes(board.switchboard.pause(Set.of(), Board.MIA, false)))
          .containsExactly(Result.Outcome.ALREADY);
      board.switchboard.restore(Set.of(), Board.MIA, false, false);
      assertThat(board.switchboard.restore(Set.of(), Board.MIA, false, false)).isEmpty();
      assertThat(provider.writes).hasSize(writes + 1);
    }
  }

  @Test
  void aDryRunShowsEachRequestWithoutSecretsAndSendsNothing() {
    provider.hook("a", OLD, true);
    Wired wired =
        Board.wired(
            "shop",
            Board.TOGGLE.replace("body: '{url}'", "body: '{url, key: .secrets.token}'"),
            "{kind: hooks, owner: Ada, credentials: {token: \"${env:T}\"}, to: \"" + HOLD + "\"}",
            provider);
    try (Board board = board(wired)) {
      List<Result> shown = board.switchboard.pause(Set.of(), Board.MIA, true);
      assertThat(shown.getFirst().outcome()).isEqualTo(Result.Outcome.WOULD);
      assertThat(shown.getFirst().request())
          .contains("PATCH /hooks/a", HOLD, "***")
          .doesNotContain("s3cret");
      assertThat(provider.writes).isEmpty();
      assertThat(board.journal()).isEmpty();
    }
  }

  @Test
  void aYesThatChangedNothingIsNotBelieved() {
    provider.hook("a", OLD, true);
    provider.manner = FakeProvider.Manner.LIES;
    try (Board board = board(Board.hooks(provider))) {
      List<Result> said = board.switchboard.pause(Set.of(), Board.MIA, false);
      assertThat(Board.outcomes(said)).containsExactly(Result.Outcome.FAILED);
      assertThat(said.getFirst().say()).contains("said yes, but nothing has changed");
      assertThat(board.switchboard.status().getFirst().phase()).isEqualTo(Standing.Phase.LIVE);
    }
  }

  @Test
  void aLostAnswerIsSettledByLookingAndNeverSentAgain() {
    provider.hook("a", OLD, true);
    provider.manner = FakeProvider.Manner.LOSES_ANSWER;
    try (Board board = board(Board.hooks(provider))) {
      assertThat(Board.outcomes(board.switchboard.pause(Set.of(), Board.MIA, false)))
          .containsExactly(Result.Outcome.DONE);
      assertThat(provider.writes).hasSize(1);
    }
  }

  @Test
  void aLostRequestIsKnownToHaveHadNoEffectOnceTheCommitTimeIsOver() {
    provider.hook("a", OLD, true);
    provider.manner = FakeProvider.Manner.LOSES_REQUEST;
    try (Board board = board(Board.hooks(provider))) {
      assertThat(Board.outcomes(board.switchboard.pause(Set.of(), Board.MIA, false)))
          .containsExactly(Result.Outcome.FAILED);
      assertThat(board.journal()).isEqualTo(Map.of("FAILED", 1L));
      provider.manner = FakeProvider.Manner.HONEST;
      assertThat(Board.outcomes(board.switchboard.pause(Set.of(), Board.MIA, false)))
          .containsExactly(Result.Outcome.DONE);
    }
  }

  @Test
  void theSecretOfAnItemIsKeptAsAReferenceOnly() {
    provider.hook("a", OLD, true);
    Wired wired =
        Board.wired(
            "shop",
            Board.TOGGLE + "secret: {readable: never, credential: token}\n",
            "{kind: hooks, owner: Ada, credentials: {token: \"${env:T}\"}, to: \"" + HOLD + "\"}",
            provider);
    try (Board board = board(wired)) {
      board.switchboard.capture(Set.of(), Board.MIA);
      String kept =
          board.store.read(
              handle ->
                  board
                      .store
                      .payload()
                      .decode(
                          handle
                              .createQuery("SELECT image FROM integration_capture")
                              .mapTo(byte[].class)
                              .one())
                      .toString());
      assertThat(kept).contains("${env:T}", "Ada", OLD).doesNotContain("s3cret");
    }
  }

  @Test
  void aPrivateOrUnknownDestinationIsNeverWrittenIntoAProvider() {
    provider.hook("a", OLD, true);
    try (Board board = board(Board.hooks(provider))) {
      for (String to : List.of("https://169.254.169.254/x", "https://evil.test/x")) {
        assertThat(
                Board.outcomes(
                    board.switchboard.repoint(Set.of(), java.net.URI.create(to), Board.MIA, false)))
            .containsExactly(Result.Outcome.REFUSED);
      }
      assertThat(provider.writes).isEmpty();
    }
  }

  @Test
  void anItemSwitchedOffByItsProviderMeanwhileIsSaidAndSwitchedOnAgain() {
    provider.hook("a", OLD, true);
    try (Board board = board(Board.hooks(provider))) {
      board.switchboard.pause(Set.of(), Board.MIA, false);
      hook("a").put("on", false);
      List<Result> back = board.switchboard.restore(Set.of(), Board.MIA, false, false);
      assertThat(back.toString()).contains("changed since by somebody else: [on]");
      assertThat(hook("a").path("on").asBoolean()).isTrue();
      assertThat(hook("a").path("url").asText()).isEqualTo(OLD);
    }
  }

  @Test
  void anItemThatSomebodyPointedElsewhereIsLeftAloneUnlessToldOtherwise() {
    provider.hook("a", OLD, true);
    try (Board board = board(Board.hooks(provider))) {
      board.switchboard.pause(Set.of(), Board.MIA, false);
      hook("a").put("url", "https://third.example.com/");
      assertThat(Board.outcomes(board.switchboard.restore(Set.of(), Board.MIA, false, false)))
          .contains(Result.Outcome.REFUSED);
      assertThat(hook("a").path("url").asText()).isEqualTo("https://third.example.com/");
      assertThat(board.switchboard.verify(Set.of()).getFirst().outcome())
          .isEqualTo(Result.Outcome.FAILED);
      board.switchboard.restore(Set.of(), Board.MIA, true, false);
      assertThat(hook("a").path("url").asText()).isEqualTo(OLD);
    }
  }

  @Test
  void aDeletedItemIsSaidToBeGone() {
    provider.hook("a", OLD, true);
    try (Board board = board(Board.hooks(provider))) {
      board.switchboard.pause(Set.of(), Board.MIA, false);
      provider.hooks.clear();
      assertThat(Board.outcomes(board.switchboard.restore(Set.of(), Board.MIA, false, false)))
          .contains(Result.Outcome.GONE);
    }
  }

  @Test
  void aChannelIsMadeAnewBeforeTheOldOneGoesAndTheOtherWayOnTheWayBack() {
    provider.hook("old", OLD, true);
    Wired wired =
        Board.wired(
            "cal",
            Board.RECREATE,
            "{kind: channels, owner: Ada, credentials: {token: \"${env:T}\"}, pointsTo:"
                + " [crm.example.com], to: \""
                + HOLD
                + "\"}",
            provider);
    try (Board board = board(wired)) {
      assertThat(board.switchboard.pause(Set.of(), Board.MIA, false)).allMatch(Result::good);
      assertThat(provider.writes).hasSize(2);
      assertThat(provider.writes.get(0)).startsWith("POST");
      assertThat(provider.writes.get(1)).startsWith("DELETE /hooks/old");
      assertThat(provider.hooks.values())
          .extracting(h -> h.path("url").asText())
          .containsExactly(HOLD);
      assertThat(board.switchboard.restore(Set.of(), Board.MIA, false, false))
          .allMatch(Result::good);
      assertThat(provider.hooks.values())
          .extracting(h -> h.path("url").asText())
          .containsExactly(OLD);
      assertThat(board.switchboard.status().getFirst().changed()).isZero();
    }
  }

  @Test
  void anUnconfirmedVerbRunsOnlyWhereItIsAllowed() {
    provider.hook("a", OLD, true);
    String kind = Board.TOGGLE.replace("evidence: vendor", "evidence: unconfirmed");
    String spec =
        "{kind: hooks, owner: Ada, credentials: {token: \"${env:T}\"}, hold: pause, allow: [%s]}";
    try (Board board = board(Board.wired("shop", kind, spec.formatted(""), provider))) {
      assertThat(Board.outcomes(board.switchboard.pause(Set.of(), Board.MIA, false)))
          .doesNotContain(Result.Outcome.DONE);
      assertThat(provider.writes).isEmpty();
    }
    try (Board board = board(Board.wired("shop", kind, spec.formatted("unconfirmed"), provider))) {
      assertThat(Board.outcomes(board.switchboard.pause(Set.of(), Board.MIA, false)))
          .containsExactly(Result.Outcome.DONE);
    }
  }

  @Test
  void aPauseThatLosesEventsNeedsAWayToFindThemOrASignature() {
    provider.hook("a", OLD, true);
    String kind = Board.TOGGLE.replaceFirst("pause: \\{", "pause: {losesEvents: true, ");
    String spec =
        "{kind: hooks, owner: Ada, credentials: {token: \"${env:T}\"}, hold: pause, waivers: [%s]}";
    try (Board board = board(Board.wired("shop", kind, spec.formatted(""), provider))) {
      assertThat(Board.outcomes(board.switchboard.pause(Set.of(), Board.MIA, false)))
          .containsExactly(Result.Outcome.REFUSED);
    }
    String signed = spec.formatted("{of: loses-events, name: Ada, reason: exported nightly}");
    try (Board board = board(Board.wired("shop", kind, signed, provider))) {
      assertThat(Board.outcomes(board.switchboard.pause(Set.of(), Board.MIA, false)))
          .containsExactly(Result.Outcome.DONE);
    }
  }

  @Test
  void whatNobodyCanReadBackIsSettledByTwoPeopleWithEvidenceAndNothingIsSentMeanwhile() {
    provider.hook("a", OLD, true);
    String kind = Board.TOGGLE + "  probe: {within: 5s}\n";
    Wired wired =
        Board.wired(
            "shop",
            kind,
            "{kind: hooks, owner: Ada, credentials: {token: \"${env:T}\"}, to: \"" + HOLD + "\"}",
            provider);
    try (Board board = board(wired)) {
      assertThat(Board.outcomes(board.switchboard.pause(Set.of(), Board.MIA, false)))
          .containsExactly(Result.Outcome.UNCLEAR);
      assertThat(Board.outcomes(board.switchboard.pause(Set.of(), Board.MIA, false)))
          .containsExactly(Result.Outcome.UNCLEAR);
      assertThat(provider.writes).hasSize(1);
      Steps.Step step = board.switchboard.steps().of("shop").getFirst();
      Steps.Attachment shot = new Steps.Attachment("shot.png", new byte[] {1, 2, 3});
      assertThat(board.switchboard.confirm(step.id(), Board.MIA, true, "seen", shot).done())
          .isFalse();
      assertThatThrownBy(() -> board.switchboard.confirm(step.id(), Board.MIA, true, "again", null))
          .hasMessageContaining("needs a second person");
      assertThat(board.switchboard.confirm(step.id(), Board.KAI, true, "so it is", null).done())
          .isTrue();
      assertThat(board.switchboard.status().getFirst().phase()).isEqualTo(Standing.Phase.HELD);
      board.switchboard.restore(Set.of(), Board.MIA, false, false);
      assertThat(hook("a").path("url").asText()).isEqualTo(OLD);
    }
  }

  @Test
  void aManualKindIsDoneWhenTwoPeopleSaySoAndAMachineThatCanLookSeesIt() {
    provider.hook("a", OLD, true);
    String kind =
        """
        integration: 1
        kind: hooks
        title: Hooks
        class: manual
        direction: both
        connect: {hosts: [api.example.com], base: "https://api.example.com", auth: {kind: bearer}}
        capture: {request: {get: "/hooks/{id}"}, as: '.answer | {name, url, on}'}
        checklist:
          - {when: pause, step: "Switch off {id}", owner: admin, evidence: screenshot, check: {that: '.now.on == false'}}
          - {when: resume, step: "Switch on {id}", owner: admin, evidence: screenshot, check: {that: '.now.on'}}
        """;
    Wired wired =
        Board.wired(
            "zaps",
            kind,
            "{kind: hooks, owner: Ada, credentials: {token: \"${env:T}\"}, items: {a: {}}}",
            provider);
    try (Board board = board(wired)) {
      assertThat(Board.outcomes(board.switchboard.pause(Set.of(), Board.MIA, false)))
          .containsExactly(Result.Outcome.MANUAL);
      String step = board.switchboard.steps().of("zaps").getFirst().id();
      Steps.Attachment shot = new Steps.Attachment("shot.png", new byte[] {1});
      assertThatThrownBy(() -> board.switchboard.confirm(step, Board.MIA, true, "off", shot))
          .hasMessageContaining("it is not so");
      hook("a").put("on", false);
      board.switchboard.confirm(step, Board.MIA, true, "off", null);
      assertThatThrownBy(() -> board.switchboard.confirm(step, Board.KAI, true, "off", null))
          .hasMessageContaining("evidence");
      assertThat(board.switchboard.confirm(step, Board.KAI, true, "off", shot).done()).isTrue();
      assertThat(board.switchboard.status().getFirst().phase()).isEqualTo(Standing.Phase.HELD);
      assertThat(Board.outcomes(board.switchboard.restore(Set.of(), Board.MIA, false, false)))
          .containsExactly(Result.Outcome.MANUAL);
      assertThat(provider.writes).isEmpty();
    }
  }

  @Test
  void oneIntegrationThatFailsStopsNoOther() {
    provider.hook("a", OLD, true);
    FakeProvider broken = new FakeProvider();
    broken.hook("z", OLD, true);
    broken.manner = FakeProvider.Manner.REFUSES;
    Wired other =
        Board.wired(
            "billing",
            Board.TOGGLE,
            "{kind: hooks, owner: Ada, credentials: {token: \"${env:T}\"}, to: \"" + HOLD + "\"}",
            broken);
    try (Board board = board(Board.hooks(provider), other)) {
      assertThat(Board.outcomes(board.switchboard.pause(Set.of(), Board.MIA, false)))
          .containsExactly(Result.Outcome.FAILED, Result.Outcome.DONE);
    }
  }

  @Test
  void twoProcessesNeverChangeOneIntegrationAtOnce() {
    provider.hook("a", OLD, true);
    try (Board board = board(Board.hooks(provider))) {
      board.ground.leases().acquire("integration/shop", "p2", java.time.Duration.ofMinutes(1));
      List<Result> said = board.switchboard.pause(Set.of(), Board.MIA, false);
      assertThat(Board.outcomes(said)).containsExactly(Result.Outcome.REFUSED);
      assertThat(said.getFirst().say()).contains("another process");
    }
  }

  @Test
  void onlyOperatorsChangeAnything() {
    try (Board board = board(Board.hooks(provider))) {
      assertThatThrownBy(
              () ->
                  board.switchboard.pause(
                      Set.of(), new dev.backhaul.store.Actor("eve", Set.of()), false))
          .isInstanceOf(dev.backhaul.store.NotAllowedException.class);
    }
  }

  /** Stops the process there. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Where the process dies next, and at which time it gets there. */
  private static final class Death implements CrashPoint {
    private CrashPoint.Point at = CrashPoint.Point.CURSOR_COMMITTED;
    private int left = -1;

    @Override
    public void reached(CrashPoint.Point point) {
      if (point == at && left-- == 0) {
        throw new Killed();
      }
    }
  }

  @Test
  void aProcessThatDiesAnywhereLeavesNothingThatTheNextOneCannotFinishAndUndo() {
    provider.hook("a", OLD, true);
    provider.hook("b", OLD, true);
    Map<String, ObjectNode> before = copy();
    Death death = new Death();
    int deaths = 0;
    try (Board first = board(death, "p", Board.hooks(provider))) {
      for (CrashPoint.Point point : CrashPoint.Point.values()) {
        for (int skip = 0; skip < 3; skip++) {
          int writes = provider.writes.size();
          death.at = point;
          death.left = skip;
          deaths += died(first, board -> board.pause(Set.of(), Board.MIA, false));
          death.left = -1;
          Switchboard next = next(first);
          assertThat(next.pause(Set.of(), Board.MIA, false))
              .as(point + " " + skip)
              .allMatch(Result::good);
          assertThat(provider.hooks.values()).allMatch(h -> h.path("url").asText().equals(HOLD));
          death.left = skip;
          deaths += died(first, board -> board.restore(Set.of(), Board.MIA, false, false));
          death.left = -1;
          next = next(first);
          assertThat(next.restore(Set.of(), Board.MIA, false, false))
              .as(point + " " + skip)
              .allMatch(Result::good);
          assertThat(copy()).as(point + " " + skip).isEqualTo(before);
          assertThat(next.status().getFirst().phase()).isEqualTo(Standing.Phase.LIVE);
          assertThat(provider.writes.size() - writes).as("nothing is sent twice").isEqualTo(4);
        }
      }
    }
    assertThat(deaths).isGreaterThan(40);
  }

  /** Another process, after the lease of the dead one has ended. */
  private Switchboard next(Board first) {
    time.sleepUntil(time.instant().plusSeconds(300));
    return new Board(
            first.store,
            time,
            CrashPoint.NONE,
            "q" + time.instant(),
            List.of(Board.hooks(provider)),
            Arrivals.NONE)
        .switchboard;
  }

  private int died(Board board, java.util.function.Consumer<Switchboard> work) {
    try {
      work.accept(board.switchboard);
      return 0;
    } catch (Killed e) {
      return 1;
    }
  }
}
