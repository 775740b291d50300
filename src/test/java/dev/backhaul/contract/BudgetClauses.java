package dev.backhaul.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.manifest.Limit;
import dev.backhaul.sandbox.Caller;
import dev.backhaul.sandbox.Traffic;
import dev.backhaul.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every platform must keep, in either role: its limits, together with those who work there.
 */
interface BudgetClauses {
  /** A fresh subject. */
  Subject subject();

  @Test
  default void the_fair_share_is_used_and_nobody_gets_a_429() throws Exception {
    Subject subject = subject();
    try (Stand stand = Stand.of(subject);
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      // Given business that uses most of what is kept back for it
      Limit limit =
          stand.manifest.limits().stream()
              .filter(one -> one.name().equals(subject.sharedLimit()))
              .findFirst()
              .orElseThrow();
      Duration window = java.util.Objects.requireNonNull(limit.window());
      double perSecond = limit.requests() / (double) window.toSeconds();
      assertThat(limit.reserve()).as("reserve of " + limit.name()).isPositive();
      stand.sandbox.run(
          () ->
              stand
                  .sandbox
                  .traffic()
                  .start(
                      new Traffic.Load(
                          subject.business().get(0),
                          subject.business().get(1),
                          "business",
                          perSecond * limit.reserve() * 0.8,
                          0.2,
                          Stand.NOW,
                          null,
                          9)));
      Instant from = Stand.NOW.plus(window);
      Instant until = from.plus(window.multipliedBy(Math.max(3, 90 / window.toSeconds())));

      // When four work as fast as they may
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        workers.add(
            threads.submit(
                () -> {
                  try (Time.Work work = stand.time.work()) {
                    while (stand.time.instant().isBefore(until)) {
                      subject.ask(stand.account);
                    }
                  }
                }));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }

      // Then
      assertThat(stand.sandbox.ledger().throttled(Caller.OURS)).as("429s of ours").isZero();
      assertThat(stand.sandbox.ledger().throttled(Caller.BUSINESS)).as("429s of theirs").isZero();
      assertThat(stand.sandbox.ledger().accepted(Caller.BUSINESS)).isPositive();
      long ours =
          stand.calls().stream()
              .filter(call -> call.caller() == Caller.OURS)
              .filter(call -> !call.at().isBefore(from) && call.at().isBefore(until))
              .count();
      double fair = perSecond * (1 - limit.reserve()) * Duration.between(from, until).toSeconds();
      assertThat(ours / fair).as("share of the fair share used").isBetween(0.9, 1.01);
    }
  }
}
