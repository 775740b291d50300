package dev.backhaul.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class VirtualTimeTest {
  private static final Instant START = Instant.parse("2026-03-07T03:00:00Z");

  @Test
  void sleepingThreeDaysTakesNoRealTime() throws Exception {
    try (VirtualTime time = VirtualTime.startingAt(START)) {
      time.sleep(Duration.ofDays(3));

      assertThat(time.instant()).isEqualTo(START.plus(Duration.ofDays(3)));
    }
  }

  @Test
  void aDueInstantIsNeverReachedEarlyForLackOfPrecision() throws Exception {
    try (VirtualTime time = VirtualTime.startingAt(START)) {
      time.sleepUntil(START.plusNanos(1));

      assertThat(time.instant()).isEqualTo(START.plusMillis(1));
    }
  }

  @Test
  void manyThreadsWakeInTheOrderOfTheirDueInstants() throws Exception {
    // Given sixty threads, each with its own random naps
    List<Instant> seen = Collections.synchronizedList(new ArrayList<>());
    try (VirtualTime time = VirtualTime.startingAt(START)) {
      CountDownLatch ready = new CountDownLatch(60);
      inParallel(
          60,
          worker -> {
            Random random = new Random(worker);
            try (Time.Work held = time.work()) {
              ready.countDown();
              ready.await();
              for (int nap = 0; nap < 40; nap++) {
                Instant due = time.instant().plusMillis(1 + random.nextInt(500));
                time.sleepUntil(due);
                assertThat(time.instant()).isEqualTo(due);
                seen.add(due);
              }
            }
          });
    }
    // Then none is lost, and no later one was seen before an earlier one
    assertThat(seen).hasSize(60 * 40).isSorted();
  }

  @Test
  void equalDueInstantsWakeInTheOrderOfGoingToSleep() throws Exception {
    List<Integer> woke = Collections.synchronizedList(new ArrayList<>());
    VirtualTime time = VirtualTime.byHand(START);
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (int i = 0; i < 20; i++) {
        int name = i;
        threads.submit(
            () -> {
              time.sleep(Duration.ofSeconds(1));
              woke.add(name);
              return null;
            });
        awaitSleepers(time, i + 1);
      }
      time.advance(Duration.ofSeconds(1));
    }
    assertThat(woke).isSorted().hasSize(20);
  }

  @Test
  void theClockStandsStillWhileAnyoneWorks() throws Exception {
    try (VirtualTime time = VirtualTime.startingAt(START);
        ExecutorService threads = Executors.newCachedThreadPool()) {
      // Given a worker in nested scopes and a sleeper
      CountDownLatch asleep = new CountDownLatch(1);
      Future<Instant> sleeper;
      try (Time.Work outer = time.work()) {
        try (Time.Work inner = time.work()) {
          sleeper =
              threads.submit(
                  () -> {
                    asleep.countDown();
                    time.sleep(Duration.ofSeconds(1));
                    return time.instant();
                  });
          asleep.await();
        }
        // Then nothing moves, for the outer scope is still open
        assertThatThrownBy(() -> sleeper.get(50, TimeUnit.MILLISECONDS))
            .isInstanceOf(java.util.concurrent.TimeoutException.class);
        assertThat(time.instant()).isEqualTo(START);
      }
      assertThat(sleeper.get()).isEqualTo(START.plusSeconds(1));
    }
  }

  @Test
  void aSleeperWithAnOpenScopeDoesNotHoldTheClock() throws Exception {
    try (VirtualTime time = VirtualTime.startingAt(START);
        Time.Work held = time.work()) {
      time.sleep(Duration.ofHours(1));

      assertThat(time.instant()).isEqualTo(START.plusSeconds(3600));
    }
  }

  @Test
  void handingWorkToAnotherThreadDoesNotLetTheClockSlip() throws Exception {
    VirtualTime time = VirtualTime.startingAt(START);
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      LinkedBlockingQueue<Integer> balls = new LinkedBlockingQueue<>();
      Future<Instant> other;
      Future<?> sleeper;
      try (Time.Work held = time.work()) {
        sleeper =
            threads.submit(
                () -> {
                  time.sleep(Duration.ofDays(365));
                  return null;
                });
        other =
            threads.submit(
                () -> {
                  balls.take();
                  try (Time.Work own = time.work()) {
                    return time.instant();
                  }
                });
        awaitSleepers(time, 1);
        // When the ball is handed over as the last thing before this scope ends
        balls.add(1);
      }
      assertThat(other.get()).isEqualTo(START);
      time.close();
      assertThatThrownBy(sleeper::get).isInstanceOf(ExecutionException.class);
    } finally {
      time.close();
    }
  }

  @Test
  void aRingWakesAWaiterAtOnceAndBeforeTheClockMoves() throws Exception {
    try (VirtualTime time = VirtualTime.startingAt(START);
        ExecutorService threads = Executors.newCachedThreadPool()) {
      Time.Bell bell = time.bell();
      Future<Instant> rung =
          threads.submit(
              () -> {
                assertThat(bell.await(START.plusSeconds(60))).isTrue();
                return time.instant();
              });
      time.sleep(Duration.ofSeconds(5));
      bell.ring();
      assertThat(rung.get()).isEqualTo(START.plusSeconds(5));
    }
  }

  @Test
  void aRingBeforeTheWaitIsNotLostAndCountsOnce() throws Exception {
    try (VirtualTime time = VirtualTime.startingAt(START)) {
      Time.Bell bell = time.bell();
      bell.ring();
      bell.ring();

      assertThat(bell.await(null)).isTrue();
      assertThat(bell.await(START.plusSeconds(2))).isFalse();
      assertThat(time.instant()).isEqualTo(START.plusSeconds(2));
    }
  }

  @Test
  void noRingIsLostBetweenThreadsThatRingEachOther() throws Exception {
    try (VirtualTime time = VirtualTime.startingAt(START)) {
      Time.Bell ping = time.bell();
      Time.Bell pong = time.bell();
      inParallel(
          2,
          worker -> {
            for (int i = 0; i < 2_000; i++) {
              if (worker == 0) {
                ping.ring();
                pong.await(null);
              } else {
                ping.await(null);
                pong.ring();
              }
            }
          });
      assertThat(time.instant()).isEqualTo(START);
    }
  }

  @Test
  void anInterruptedSleeperLeavesAndTheOthersGoOn() throws Exception {
    try (VirtualTime time = VirtualTime.startingAt(START)) {
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread sleeper;
      try (Time.Work held = time.work()) {
        sleeper =
            Thread.ofPlatform()
                .start(
                    () -> {
                      try (Time.Work own = time.work()) {
                        time.sleep(Duration.ofDays(1));
                      } catch (InterruptedException e) {
                        thrown.set(e);
                      }
                    });
        awaitSleepers(time, 1);
        sleeper.interrupt();
        sleeper.join();
      }
      assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
      time.sleep(Duration.ofSeconds(1));
      assertThat(time.instant()).isEqualTo(START.plusSeconds(1));
    }
  }

  @Test
  void closingReleasesEverySleeper() throws Exception {
    VirtualTime time = VirtualTime.byHand(START);
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<?> sleeper =
          threads.submit(
              () -> {
                time.sleep(Duration.ofDays(1));
                return null;
              });
      Time.Bell bell = time.bell();
      Future<?> listener = threads.submit(() -> bell.await(null));
      awaitSleepers(time, 2);
      time.close();
      for (Future<?> released : List.of(sleeper, listener)) {
        assertThatThrownBy(released::get)
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(InterruptedException.class);
      }
    }
  }

  @Test
  void advancingByHandWakesWhatFallsDueOnTheWay() throws Exception {
    VirtualTime time = VirtualTime.byHand(START);
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      // Given a thread that naps three times for a second
      List<Instant> seen = Collections.synchronizedList(new ArrayList<>());
      Future<?> napper =
          threads.submit(
              () -> {
                for (int i = 0; i < 3; i++) {
                  time.sleep(Duration.ofSeconds(1));
                  seen.add(time.instant());
                }
                return null;
              });
      awaitSleepers(time, 1);
      // When two and a half seconds pass
      time.advance(Duration.ofMillis(2_500));
      // Then two naps are over
      assertThat(seen).containsExactly(START.plusSeconds(1), START.plusSeconds(2));
      assertThat(time.instant()).isEqualTo(START.plusMillis(2_500));
      time.advance(Duration.ofSeconds(1));
      napper.get();
    }
  }

  @Test
  void aClockThatStepsByItselfCannotBeAdvanced() {
    try (VirtualTime time = VirtualTime.startingAt(START)) {
      assertThatThrownBy(() -> time.advance(Duration.ofSeconds(1)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  private interface Job {
    void run(int worker) throws Exception;
  }

  private static void inParallel(int workers, Job job) throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        int worker = i;
        all.add(
            threads.submit(
                () -> {
                  job.run(worker);
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
  }

  private static void awaitSleepers(VirtualTime time, int count) {
    while (time.sleeping() < count) {
      Thread.onSpinWait();
    }
  }
}
