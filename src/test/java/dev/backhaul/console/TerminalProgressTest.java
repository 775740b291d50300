package dev.backhaul.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void aTerminalSeesOneBarWithRateAndTimeLeft() {
    TerminalProgress progress = progress(true);

    progress.moved("applied", "ticket", 0, 100);
    after(10);
    progress.moved("applied", "ticket", 50, 100);
    progress.finish();

    assertThat(text())
        .isEqualTo(
            "\r\u001b[Kapplied   ticket       [........................]   0%  0 of 100"
                + "\r\u001b[Kapplied   ticket       [############............]  50%  50 of 100  5.0/s  10 s left\n");
  }

  @Test
  void aPipeSeesALineNowAndThenAndOneAtTheEnd() {
    TerminalProgress progress = progress(false);

    progress.moved("staged", "ticket", 100, -1);
    after(1);
    progress.moved("staged", "ticket", 200, -1);
    after(10);
    progress.moved("staged", "ticket", 300, -1);
    progress.moved("staged", "ticket", 400, -1);
    progress.moved("staged", "note", 7, 7);
    progress.finish();

    assertThat(text())
        .isEqualTo(
            "staged    ticket              300  18.2/s\n"
                + "staged    ticket              400  27.3/s\n"
                + "staged    note         [########################] 100%  7 of 7\n");
  }

  private TerminalProgress progress(boolean terminal) {
    return new TerminalProgress(
        new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, now::get, nanos::get);
  }

  private void after(int seconds) {
    now.updateAndGet(instant -> instant.plus(Duration.ofSeconds(seconds)));
    nanos.addAndGet(seconds * 1_000_000_000L);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
