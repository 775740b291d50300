package dev.backhaul.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.sandbox.LimitRule.Scope;
import dev.backhaul.sandbox.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LimitsTest {
  private static final Instant START = Instant.parse("2026-03-02T10:00:30Z");
  private static final LimitRule.Keys ALL = LimitRule.on("*", "/**", Scope.ACCOUNT);
  private final Limits limits = new Limits();

  private Limits.Verdict ask(String method, String path, Instant at) {
    Request request = new Request(method, path, Map.of(), Map.of(), new byte[0], at);
    return limits.admit(Caller.OURS, "ann", request, at);
  }

  private int accepted(int tries, Instant at) {
    int count = 0;
    for (int i = 0; i < tries; i++) {
      count += ask("GET", "/x", at).refusedBy() == null ? 1 : 0;
    }
    return count;
  }

  @Test
  void aFixedWindowStartsAnewAtTheBorder() {
    limits.put(LimitRule.fixed("f", ALL, 5, Duration.ofMinutes(1)));
    assertThat(accepted(9, START)).isEqualTo(5);
    assertThat(accepted(9, START.plusSeconds(29))).isZero();
    assertThat(accepted(9, START.plusSeconds(30))).isEqualTo(5);
    assertThat(limits.tally("f", Caller.OURS)).isEqualTo(new Limits.Tally(10, 17));
  }

  @Test
  void aSlidingWindowFreesEachUnitWhenItIsAWindowOld() {
    limits.put(LimitRule.sliding("s", ALL, 2, Duration.ofSeconds(10)));
    assertThat(accepted(1, START)).isEqualTo(1);
    assertThat(accepted(2, START.plusSeconds(6))).isEqualTo(1);
    assertThat(accepted(2, START.plusSeconds(10))).isEqualTo(1);
    Limits.Standing refused = ask("GET", "/x", START.plusSeconds(11)).refusedBy();
    assertThat(refused).isNotNull();
    assertThat(refused.retryAfterSeconds()).isEqualTo(5);
  }

  @Test
  void aBucketDripsBackEvenlyAndNeverOverflows() {
    limits.put(LimitRule.bucket("b", ALL, 10, Duration.ofSeconds(10)));
    assertThat(accepted(20, START)).isEqualTo(10);
    assertThat(accepted(20, START.plusMillis(3500))).isEqualTo(3);
    assertThat(accepted(20, START.plusSeconds(86400))).isEqualTo(10);
  }

  @Test
  void aDayEndsAtTheZonesMidnight() {
    limits.put(LimitRule.daily("d", ALL, 3, ZoneId.of("America/New_York")));
    Instant beforeMidnight = Instant.parse("2026-03-03T04:59:59Z");
    assertThat(accepted(5, beforeMidnight)).isEqualTo(3);
    assertThat(accepted(5, beforeMidnight.plusSeconds(1))).isEqualTo(3);
  }

  @Test
  void concurrentUnitsComeBackWhenTheRequestIsDone() {
    limits.put(LimitRule.concurrent("c", ALL, 1));
    Limits.Verdict first = ask("GET", "/x", START);
    assertThat(ask("GET", "/x", START).refusedBy()).isNotNull();
    first.done().run();
    assertThat(ask("GET", "/x", START).refusedBy()).isNull();
  }

  @Test
  void aRequestTakesFromAllLimitsOrFromNone() {
    limits.put(LimitRule.fixed("account", ALL, 10, Duration.ofMinutes(1)));
    limits.put(
        LimitRule.fixed(
            "record", LimitRule.on("PUT", "/r/{id}", Scope.RECORD), 1, Duration.ofMinutes(1)));
    assertThat(ask("PUT", "/r/1", START).refusedBy()).isNull();
    assertThat(ask("PUT", "/r/1", START).refusedBy()).isNotNull();
    assertThat(ask("PUT", "/r/2", START).refusedBy()).isNull();
    assertThat(limits.tally("account", Caller.OURS).accepted()).isEqualTo(2);
    assertThat(ask("GET", "/r/2", START).standings().get(0).remaining()).isEqualTo(7);
  }
}
