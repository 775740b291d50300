package dev.backhaul.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.backhaul.apply.GateClosedException;
import dev.backhaul.apply.StoppedException;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.SilenceRequest;
import dev.backhaul.sandbox.Fault;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every source must keep: silence is proven before a write, and fails closed. */
interface SilenceClauses {
  /** A fresh subject. */
  SourceSubject subject();

  @Test
  default void nothing_is_written_while_silence_is_not_proven(@TempDir Path folder)
      throws Exception {
    SourceSubject subject = subject();
    try (Stand stand = Stand.of(subject);
        Home home = new Home(folder.resolve("h.db"), stand, subject)) {
      String id = subject.seed(1, "before");
      home.planned(home.update("d", id, subject.set("after")));

      assertThat(home.closed()).singleElement().asString().contains("silence");

      assertThat(subject.held(id)).isEqualTo("before");
      assertThat(stand.sandbox.ledger().writes()).isEmpty();
    }
  }

  @Test
  default void what_is_written_in_silence_sets_nothing_off_and_every_rule_comes_back(
      @TempDir Path folder) throws Exception {
    SourceSubject subject = subject();
    try (Stand stand = Stand.of(subject);
        Home home = new Home(folder.resolve("h.db"), stand, subject)) {
      subject.noise();
      int on = subject.rulesOn();
      assertThat(on).as("rules on").isPositive();
      String id = subject.seed(1, "before");
      home.silenced();
      assertThat(subject.rulesOn()).isZero();
      home.planned(
          home.update("u", id, subject.set("after")),
          home.create("c", "new-1", subject.fresh(9, "born")),
          home.append("a", id, subject.append("hello")));

      assertThat(home.apply().complete()).isTrue();

      assertThat(stand.sandbox.ledger().mails()).isEmpty();
      home.silence.restore(Home.MIA);
      assertThat(subject.rulesOn()).isEqualTo(on);
      assertThat(home.closed()).isNotEmpty();
    }
  }

  @Test
  default void each_cause_that_nobody_can_prove_needs_a_person_who_answers_for_it(
      @TempDir Path folder) throws Exception {
    SourceSubject subject = subject();
    try (Stand stand = Stand.of(subject);
        Home home = new Home(folder.resolve("h.db"), stand, subject)) {
      Map<String, String> unprovable = unprovable(stand);
      assertThat(unprovable).as("causes the manifest calls unprovable").isNotEmpty();
      for (String cause : unprovable.keySet()) {
        assertThatThrownBy(() -> home.silence.prove(Home.MIA))
            .isInstanceOf(GateClosedException.class)
            .hasMessageContaining(cause)
            .hasMessageContaining(unprovable.get(cause));
        assertThat(home.closed()).isNotEmpty();
        home.approvals.waive(cause, Home.KAI, "looked myself");
      }
      home.silence.prove(Home.MIA);
    }
  }

  @Test
  default void a_list_that_fails_half_way_leaves_the_gate_closed_and_every_rule_can_come_back(
      @TempDir Path folder) throws Exception {
    SourceSubject subject = subject();
    try (Stand stand = Stand.of(subject);
        Home home = new Home(folder.resolve("h.db"), stand, subject)) {
      subject.noise();
      int on = subject.rulesOn();
      unprovable(stand).keySet().forEach(cause -> home.approvals.waive(cause, Home.KAI, "looked"));
      stand.sandbox.ledger().clear();
      home.silence.prove(Home.MIA);
      int requests = stand.calls().size();
      home.silence.restore(Home.MIA);

      for (int broken = 1; broken <= requests; broken++) {
        stand.sandbox.faults().clear();
        stand
            .sandbox
            .faults()
            .add(Fault.once(Fault.Kind.UNAVAILABLE, "*", "/**", broken).times(1000));

        Throwable told = catchThrowable(() -> home.silence.prove(Home.MIA));

        stand.sandbox.faults().clear();
        assertThat(told).as("request " + broken).isInstanceOf(StoppedException.class);
        assertThat(home.closed()).as("the gate after request " + broken).isNotEmpty();
        home.silence.restore(Home.MIA);
        assertThat(subject.rulesOn()).as("rules on after request " + broken).isEqualTo(on);
      }
    }
  }

  @Test
  default void a_rule_that_somebody_makes_while_silence_is_proven_leaves_the_gate_closed(
      @TempDir Path folder) throws Exception {
    SourceSubject subject = subject();
    try (Stand stand = Stand.of(subject)) {
      // Given somebody who makes a rule just after all were seen off
      String[] made = new String[1];
      Account account =
          before(stand.account, SilenceRequest.Verb.CANARY, () -> made[0] = subject.newRule());
      try (Home home = new Home(folder.resolve("h.db"), stand, subject, account)) {
        Throwable told = catchThrowable(home::silenced);

        assertThat(told).isInstanceOf(GateClosedException.class);
        assertThat(told).hasMessageContaining(made[0]);
        assertThat(home.closed()).isNotEmpty();
      }
    }
  }

  @Test
  default void the_canary_leaves_nothing_behind(@TempDir Path folder) throws Exception {
    SourceSubject subject = subject();
    try (Stand stand = Stand.of(subject);
        Home home = new Home(folder.resolve("h.db"), stand, subject)) {
      home.silenced();
      assertThat(subject.carrying("backhaul-canary")).as("canaries left").isEmpty();
    }
  }

  private static Map<String, String> unprovable(Stand stand) {
    var silence = stand.manifest.silence();
    return silence == null ? Map.of() : silence.unprovable();
  }

  /** The same account, but something happens before it is asked for one thing. */
  private static Account before(Account account, SilenceRequest.Verb verb, Runnable first) {
    return (Account)
        Proxy.newProxyInstance(
            Account.class.getClassLoader(),
            new Class<?>[] {Account.class},
            (proxy, method, arguments) -> {
              if (arguments != null
                  && arguments.length > 0
                  && arguments[0] instanceof SilenceRequest request
                  && request.verb() == verb) {
                first.run();
              }
              try {
                return method.invoke(account, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
