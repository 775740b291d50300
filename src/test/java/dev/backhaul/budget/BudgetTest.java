package dev.backhaul.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backhaul.manifest.Limit;
import dev.backhaul.manifest.Limit.Kind;
import dev.backhaul.manifest.Limit.Scope;
import dev.backhaul.time.Time;
import dev.backhaul.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(300)
class BudgetTest {
  private static final Instant START = Instant.parse("2026-03-07T03:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final VirtualTime time = VirtualTime.startingAt(START);
  private final MemoryBudgetStore store = new MemoryBudgetStore();

  @AfterEach
  void stop() {
    time.close();
  }

  private static Limit limit(
      String name, Kind kind, long requests, @Nullable Duration window, Scope scope, String... on) {
    return new Limit(
        name,
        kind,
        requests,
        window,
        scope,
        List.of(on),
        List.of(),
        0,
        null,
        new Limit.Headers("x-limit", "x-remaining", "x-reset", "x-composed"));
  }

  private static Limit perMinute(long requests) {
    return limit("minute", Kind.SLIDING, requests, MINUTE, Scope.ACCOUNT);
  }

  private Budget budget(Limit... limits) {
    return new Budget("acme", List.of(limits), store, time);
  }

  private static Call get(String path) {
    return Call.of("GET", path, Lane.DELTA);
  }

  private void send(Budget budget, Call call, int status, Map<String, String> headers)
      throws InterruptedException {
    try (Permit permit = budget.acquire(call)) {
      permit.answered(status, headers);
    }
  }

  private void send(Budget budget, int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      send(budget, get("/x"), 200, Map.of());
    }
  }

  private Duration passed() {
    return Duration.between(START, time.instant());
  }

  @Test
  void aFullWindowIsWaitedForInTheGivenTime() throws Exception {
    Budget budget = budget(perMinute(10));
    send(budget, 10);
    assertThat(passed()).isZero();

    send(budget, 1);
    assertThat(passed()).isBetween(MINUTE, MINUTE.plusMillis(100));
  }

  @Test
  void aSlotCountsFromTheAnswerNotFromTheSending() throws Exception {
    Budget budget = budget(perMinute(1));
    try (Permit permit = budget.acquire(get("/x"))) {
      time.sleep(Duration.ofSeconds(20));
      permit.answered(200, Map.of());
    }
    send(budget, 1);
    assertThat(passed()).isGreaterThanOrEqualTo(MINUTE.plusSeconds(20));
  }

  @Test
  void aCallTakesFromAllLimitsThatCountItOrFromNone() throws Exception {
    // Given a wide limit for everything and a narrow one for searches
    Budget budget =
        budget(
            perMinute(10),
            limit(
                "search", Kind.SLIDING, 1, Duration.ofMinutes(10), Scope.ACCOUNT, "POST /search"));
    Call search = Call.of("POST", "/search", Lane.DELTA);
    send(budget, search, 200, Map.of());
    // When a second search waits for the narrow one
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<?> second;
      // Held while looking: a waiter alone would let the clock run on to its turn.
      try (Time.Work held = time.work()) {
        second = threads.submit(() -> inScope(() -> send(budget, search, 200, Map.of())));
        awaitWaiting(budget, 1);
        time.sleep(MINUTE.multipliedBy(2));
        // Then it holds nothing of the wide one, and others pass it
        assertThat(budget.levels().get(0).used()).isZero();
        send(budget, 10);
        assertThat(budget.levels().get(0).used()).isEqualTo(10);
        assertThat(second.isDone()).isFalse();
      }
      second.get();
    }
    assertThat(passed()).isGreaterThanOrEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void everyRecordHasACountOfItsOwn() throws Exception {
    Budget budget =
        budget(limit("ticket", Kind.SLIDING, 2, MINUTE, Scope.RECORD, "PUT /tickets/*"));
    for (int id = 1; id <= 5; id++) {
      send(budget, Call.of("PUT", "/tickets/" + id, Lane.APPLY), 200, Map.of());
      send(budget, Call.of("PUT", "/tickets/" + id + "?safe=1", Lane.APPLY), 200, Map.of());
    }
    assertThat(passed()).isZero();
    send(budget, Call.of("PUT", "/tickets/3", Lane.APPLY), 200, Map.of());
    assertThat(passed()).isGreaterThan(MINUTE);
  }

  @Test
  void exceptedCallsDoNotCount() throws Exception {
    Limit all = perMinute(1);
    Budget budget =
        budget(
            new Limit(
                "all",
                all.kind(),
                1,
                MINUTE,
                Scope.ACCOUNT,
                List.of("* /**"),
                List.of("GET /free/**"),
                0,
                null,
                null));
    for (int i = 0; i < 5; i++) {
      send(budget, get("/free/" + i + "/x"), 200, Map.of());
    }
    assertThat(budget.levels().get(0).used()).isZero();
  }

  @Test
  void aHeavyCallTakesItsWeight() throws Exception {
    Budget budget = budget(perMinute(10));
    send(budget, new Call("POST", "/batch", 7, Lane.APPLY), 200, Map.of());
    assertThat(budget.levels().get(0).used()).isEqualTo(7);
    send(budget, new Call("POST", "/batch", 4, Lane.APPLY), 200, Map.of());
    assertThat(passed()).isGreaterThanOrEqualTo(MINUTE);
  }

  @Test
  void aCallThatCanNeverPassIsRefusedWithItsNumbers() {
    Budget budget = budget(perMinute(10));
    assertThatThrownBy(() -> budget.acquire(new Call("POST", "/batch", 11, Lane.APPLY)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("acme", "minute", "11", "10", "smaller batches");
  }

  @Test
  void aHeavyCallIsNotStarvedByLightOnesBehindIt() throws Exception {
    Budget budget = budget(perMinute(10));
    send(budget, 5);
    time.sleep(Duration.ofSeconds(30));
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> all = new ArrayList<>();
      try (Time.Work held = time.work()) {
        all.add(
            threads.submit(
                () ->
                    inScope(
                        () -> enter(budget, new Call("GET", "/heavy", 10, Lane.DELTA), order))));
        awaitWaiting(budget, 1);
        for (int i = 0; i < 3; i++) {
          all.add(threads.submit(() -> inScope(() -> enter(budget, get("/light"), order))));
          awaitWaiting(budget, 2 + i);
        }
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertThat(order.get(0)).isEqualTo("/heavy");
  }

  @Test
  void withinALaneFirstComeFirstServed() throws Exception {
    Budget budget = budget(perMinute(1));
    send(budget, 1);
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> all = new ArrayList<>();
      try (Time.Work held = time.work()) {
        for (int i = 0; i < 10; i++) {
          String path = "/" + i;
          all.add(threads.submit(() -> inScope(() -> enter(budget, get(path), order))));
          awaitWaiting(budget, i + 1);
        }
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertThat(order).isSorted().hasSize(10);
  }

  @Test
  void urgentLanesGoFirstButEveryLaneGetsItsShare() throws Exception {
    // Given four always hungry workers in each lane, and a hundred tokens a minute
    Budget budget = budget(limit("drip", Kind.BUCKET, 20, Duration.ofSeconds(12), Scope.ACCOUNT));
    int[] served = new int[Lane.values().length];
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> all = new ArrayList<>();
      Instant end = START.plus(MINUTE.multipliedBy(10));
      try (Time.Work held = time.work()) {
        for (Lane lane : Lane.values()) {
          for (int i = 0; i < 4; i++) {
            all.add(
                threads.submit(
                    () ->
                        inScope(
                            () -> {
                              while (time.instant().isBefore(end)) {
                                send(budget, Call.of("GET", "/x", lane), 200, Map.of());
                                synchronized (served) {
                                  served[lane.ordinal()]++;
                                }
                                time.sleep(Duration.ofMillis(50));
                              }
                            })));
          }
        }
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    int total = java.util.Arrays.stream(served).sum();
    for (Lane lane : Lane.values()) {
      assertThat((double) served[lane.ordinal()] / total)
          .as(lane.name())
          .isGreaterThan(lane.share() * 0.8);
    }
    assertThat(served[Lane.CONTROL.ordinal()]).isGreaterThan(served[Lane.VERIFICATION.ordinal()]);
  }

  @Test
  void controlGetsThroughAWindowThatTheOthersHaveSpent() throws Exception {
    Budget budget = budget(perMinute(500));
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<?> bulk = threads.submit(() -> inScope(() -> send(budget, 600)));
      time.sleep(Duration.ofSeconds(5));
      assertThat(bulk.isDone()).isFalse();
      send(budget, Call.of("GET", "/me", Lane.CONTROL), 200, Map.of());
      assertThat(passed()).isLessThan(Duration.ofSeconds(6));
      bulk.get();
    }
  }

  @ParameterizedTest(name = "{0} {1} waits {2} to {3} s")
  @CsvSource({
    "429, 7, 7, 9",
    "503, 30, 30, 32",
    "429, 0, 1, 2",
    "429, -5, 1, 2",
    "429, '', 60, 61",
    "429, soon, 60, 61",
    "503, '', 5, 6",
    "429, 999999999, 3600, 3601",
    "429, 'Sat, 07 Mar 2026 03:02:00 GMT', 119, 123",
    "429, 'Sat, 07 Mar 2026 02:00:00 GMT', 1, 2",
  })
  void aThrottledAnswerFreezesTheWholeBudget(int status, String retryAfter, long from, long to)
      throws Exception {
    Budget budget = budget(perMinute(100));
    Map<String, String> headers =
        retryAfter.isEmpty()
            ? Map.of()
            : Map.of("retry-after", retryAfter, "date", Wire.date(time.millis()));
    send(budget, get("/x"), status, headers);
    assertThat(budget.levels().get(0).frozenUntil()).isNotNull();
    assertThat(budget.frozenBecause()).contains("" + status);

    send(budget, Call.of("GET", "/other", Lane.CONTROL), 200, Map.of());
    assertThat(passed()).isBetween(Duration.ofSeconds(from), Duration.ofSeconds(to));
    assertThat(budget.levels().get(0).frozenUntil()).isNull();
  }

  @Test
  void anImmediateRetryStormIsSlowedDownMoreAndMore() throws Exception {
    Budget budget = budget(perMinute(1_000));
    for (int i = 0; i < 5; i++) {
      send(budget, get("/x"), 429, Map.of("retry-after", "0"));
    }
    send(budget, 1);
    assertThat(passed()).isBetween(Duration.ofSeconds(31), Duration.ofSeconds(32));
  }

  @Test
  void aFreezeByHandHoldsEveryoneAndIsNeverShortened() throws Exception {
    Budget budget = budget(perMinute(10));
    budget.freeze(START.plusSeconds(90), "escalation");
    budget.freeze(START.plusSeconds(10), "shorter");
    assertThat(budget.frozenBecause()).isEqualTo("escalation");
    send(budget, 1);
    assertThat(passed()).isEqualTo(Duration.ofSeconds(90));
  }

  @ParameterizedTest
  @CsvSource({
    "x-remaining, 3",
    "x-composed, total=100; remaining=3; resets=41",
    "x-composed, ' Total=100 ;Remaining=3;Resets=41'"
  })
  void whatThePlatformSaysIsLeftIsBelieved(String header, String value) throws Exception {
    Budget budget = budget(perMinute(99));
    send(budget, get("/x"), 200, Map.of(header, value));
    send(budget, 3);
    assertThat(passed()).isZero();
    assertThat(budget.levels().get(0).others()).isEqualTo(95);
    send(budget, 1);
    assertThat(passed()).isGreaterThan(Duration.ofSeconds(30));
  }

  @Test
  void headersNeverRaiseOurShare() throws Exception {
    Budget budget = budget(perMinute(5));
    for (int i = 0; i < 5; i++) {
      send(budget, get("/x"), 200, Map.of("x-limit", "5000", "x-remaining", "4999"));
    }
    assertThat(budget.levels().get(0).allowed()).isEqualTo(5);
    send(budget, 1);
    assertThat(passed()).isGreaterThanOrEqualTo(MINUTE);
  }

  @Test
  void aSmallerLimitThanConfiguredIsAdopted() throws Exception {
    Budget budget = budget(perMinute(700));
    send(budget, get("/x"), 200, Map.of("x-limit", "400"));
    assertThat(budget.levels().get(0).allowed()).isEqualTo(400);
  }

  @Test
  void nonsenseInHeadersIsIgnored() throws Exception {
    Budget budget = budget(perMinute(50));
    send(
        budget,
        get("/x"),
        200,
        Map.of(
            "x-limit", "many",
            "x-remaining", "-1",
            "x-reset", "NaN",
            "x-composed", "total;=;remaining=",
            "date", "yesterday"));
    assertThat(budget.levels().get(0).allowed()).isEqualTo(50);
    assertThat(budget.levels().get(0).others()).isZero();
  }

  @Test
  void aKnownResetFreesTheFixedWindowEarly() throws Exception {
    Budget budget = budget(limit("fixed", Kind.FIXED, 10, MINUTE, Scope.ACCOUNT));
    for (int i = 0; i < 10; i++) {
      send(budget, get("/x"), 200, Map.of("x-reset", "20"));
    }
    send(budget, 1);
    assertThat(passed()).isBetween(Duration.ofSeconds(21), Duration.ofSeconds(22));
  }

  @Test
  void aCrashOverCountsAndNeverUnderCounts() throws Exception {
    for (int spent : List.of(1, 7, 40, 99)) {
      MemoryBudgetStore kept = new MemoryBudgetStore();
      Budget dead = new Budget("acme", List.of(perMinute(200)), kept, time);
      send(dead, spent);
      // When the process dies: nobody closes the budget
      Budget next = new Budget("acme", List.of(perMinute(200)), kept, time);
      assertThat(next.levels().get(0).used()).isBetween((long) spent, spent + 22L);
    }
  }

  @Test
  void aCrashDoesNotRefillABucketADayOrARecord() throws Exception {
    Limit bucket = limit("bucket", Kind.BUCKET, 100, MINUTE, Scope.ACCOUNT);
    Limit day = limit("day", Kind.DAILY, 1_000, null, Scope.ACCOUNT);
    Limit record = limit("record", Kind.SLIDING, 30, MINUTE, Scope.RECORD, "GET /*");
    Budget dead = budget(bucket, day, record);
    send(dead, 17);

    Budget next = budget(bucket, day, record);
    assertThat(next.levels().get(0).used()).isBetween(17L, 30L);
    assertThat(next.levels().get(1).used()).isBetween(17L, 120L);
    assertThat(next.levels().get(2).used()).isBetween(17L, 24L);
  }

  @Test
  void closingSavesExactlyWhatWasSpent() throws Exception {
    Budget budget = budget(perMinute(200));
    send(budget, 33);
    budget.close();
    assertThat(budget(perMinute(200)).levels().get(0).used()).isEqualTo(33);
  }

  @Test
  void aFailingStoreLetsNothingThrough() {
    BudgetStore broken =
        new BudgetStore() {
          @Override
          public Map<String, String> load(String account) {
            return Map.of();
          }

          @Override
          public void save(String account, Map<String, String> states) {
            throw new IllegalStateException("disk full");
          }
        };
    Budget budget = new Budget("acme", List.of(perMinute(10)), broken, time);
    assertThatThrownBy(() -> budget.acquire(get("/x"))).hasMessage("disk full");
    assertThat(budget.levels().get(0).used()).isZero();
  }

  @Test
  void anInterruptedWaiterTakesNothingAndBlocksNobody() throws Exception {
    Budget budget = budget(perMinute(1));
    send(budget, 1);
    Thread waiter;
    try (Time.Work held = time.work()) {
      waiter =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (Time.Work own = time.work()) {
                      budget.acquire(get("/waiting"));
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      awaitWaiting(budget, 1);
      waiter.interrupt();
      waiter.join();
    }
    send(budget, 1);
    assertThat(passed()).isLessThan(MINUTE.plusSeconds(1));
  }

  @Test
  void aClosedBudgetTurnsEveryoneAway() {
    Budget budget = budget(perMinute(1));
    budget.close();
    assertThatThrownBy(() -> budget.acquire(get("/x")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("acme");
  }

  @Test
  void aSingleSlotIsOursThoughAReserveIsAsked() throws Exception {
    Budget budget =
        budget(
            new Limit(
                "second",
                Kind.SLIDING,
                1,
                Duration.ofSeconds(1),
                Scope.ACCOUNT,
                List.of(),
                List.of(),
                0.2,
                null,
                null));
    send(budget, 3);
    assertThat(passed()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
  }

  @Test
  void theEstimateIsTheSlowestLimits() throws Exception {
    Budget budget =
        budget(
            perMinute(100),
            limit("search", Kind.BUCKET, 60, MINUTE, Scope.ACCOUNT, "POST /search"));
    Map<Call, Long> few = Map.of(get("/x"), 50L);
    Map<Call, Long> many = Map.of(get("/x"), 1_000L, Call.of("POST", "/search", Lane.DELTA), 660L);
    assertThat(budget.estimate(few)).isZero();
    // 1,660 calls need 16 more windows; 600 more searches only ten minutes
    assertThat(budget.estimate(many)).isBetween(MINUTE.multipliedBy(16), MINUTE.multipliedBy(17));
    assertThat(budget.levels().get(0).used()).isZero();
  }

  @Test
  void twoLimitsOfOneNameAreRefused() {
    assertThatThrownBy(() -> budget(perMinute(1), perMinute(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same name");
  }

  private interface Job {
    void run() throws Exception;
  }

  private boolean inScope(Job job) throws Exception {
    try (Time.Work held = time.work()) {
      job.run();
      return true;
    }
  }

  private void enter(Budget budget, Call call, List<String> order) throws InterruptedException {
    try (Permit permit = budget.acquire(call)) {
      order.add(call.path());
      permit.answered(200, Map.of());
    }
  }

  private static void awaitWaiting(Budget budget, int count) {
    long begun = System.nanoTime();
    while (budget.waiting() < count) {
      // Real time: what should wait may have passed instead, and would never be seen here.
      assertThat(System.nanoTime() - begun).isLessThan(Duration.ofSeconds(10).toNanos());
      Thread.onSpinWait();
    }
  }

  @Test
  void aRequestThatWaitedForItsTurnDoesNotLeaveOnceTheProcessLeadsNoLonger() throws Exception {
    // Given: one request a minute, and that one spent
    boolean[] leads = {true};
    Budget budget =
        new Budget(
            "acme",
            List.of(perMinute(1)),
            store,
            time,
            () -> {
              if (!leads[0]) {
                throw new IllegalStateException("taken over");
              }
            });
    send(budget, 1);

    // When: another process takes over while the next request waits
    leads[0] = false;

    // Then
    Instant before = time.instant();
    assertThatThrownBy(() -> send(budget, 1)).hasMessage("taken over");
    assertThat(time.instant()).isAfter(before.plusSeconds(50));
    assertThat(budget.waiting()).isZero();
  }
}
