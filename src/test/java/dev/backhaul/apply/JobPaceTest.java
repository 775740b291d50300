package dev.backhaul.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class JobPaceTest {
  private final JobPace pace = new JobPace();

  /** Looks at a job that takes so long, every two seconds from the first look on. */
  private int looks(Duration takes) {
    Duration at = pace.expected("user UPDATE", 100);
    int looks = 1;
    while (at.compareTo(takes) < 0) {
      at = at.plusSeconds(2);
      looks++;
    }
    pace.done("user UPDATE", 100, at, looks);
    return looks;
  }

  @Test
  void theFirstJobEverIsLookedAtAtOnce() {
    assertThat(pace.expected("user UPDATE", 100)).isZero();
  }

  @Test
  void jobsThatAreDoneAtOnceAreNeverWaitedFor() {
    for (int i = 0; i < 10; i++) {
      assertThat(looks(Duration.ZERO)).isEqualTo(1);
    }
    assertThat(pace.expected("user UPDATE", 100)).isZero();
  }

  @Test
  void aHundredLikeJobsCostHardlyMoreThanALookEachAndNoLongWait() {
    int looks = 0;
    for (int i = 0; i < 100; i++) {
      looks += looks(Duration.ofSeconds(7));
    }

    assertThat(looks).isLessThan(112);
    assertThat(pace.expected("user UPDATE", 100)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aJobOfHalfTheRowsIsExpectedInHalfTheTimeAndNoWaitIsEndless() {
    pace.done("user UPDATE", 100, Duration.ofSeconds(8), 4);
    assertThat(pace.expected("user UPDATE", 50)).isEqualTo(Duration.ofSeconds(4));
    assertThat(pace.expected("ticket UPDATE", 50)).isZero();

    pace.done("user UPDATE", 100, Duration.ofHours(1), 9);
    assertThat(pace.expected("user UPDATE", 100)).isEqualTo(Duration.ofSeconds(30));
  }
}
