package dev.backhaul.console;

import dev.backhaul.progress.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Progress for whoever waits: one bar that is redrawn on a terminal, a plain line every ten seconds
 * and at the end of each stage where the output is piped. Rate and time left are counted on the
 * clock the work runs by, which may be virtual.
 */
public final class TerminalProgress implements Progress {
  private static final int WIDTH = 24;
  private static final long REDRAW_NANOS = 100_000_000L;
  private static final long LINE_NANOS = 10_000_000_000L;

  private final PrintStream out;
  private final boolean terminal;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Map<String, Begin> begun = new HashMap<>();
  private @Nullable String current;
  private @Nullable String pending;
  private long shownAt;

  private record Begin(Instant at, long done) {}

  /**
   * @param terminal whether lines may be redrawn
   * @param clock what rates are counted by
   */
  public TerminalProgress(PrintStream out, boolean terminal, InstantSource clock) {
    this(out, terminal, clock, System::nanoTime);
  }

  /** The same; {@code nanos} paces the drawing. */
  TerminalProgress(PrintStream out, boolean terminal, InstantSource clock, LongSupplier nanos) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
    this.nanos = nanos;
  }

  @Override
  public synchronized void moved(String stage, String object, long done, long total) {
    String key = stage + " " + object;
    Instant now = clock.instant();
    Begin begin = begun.get(key);
    if (begin == null || begin.done() > done) {
      begin = new Begin(now, done);
      begun.put(key, begin);
    }
    if (!key.equals(current)) {
      finish();
      current = key;
      shownAt = nanos.getAsLong() - (terminal ? REDRAW_NANOS : 0);
    }
    String line = line(stage, object, done, total, begin, now);
    boolean ended = total >= 0 && done >= total;
    if (ended || nanos.getAsLong() - shownAt >= (terminal ? REDRAW_NANOS : LINE_NANOS)) {
      show(line);
    } else {
      pending = line;
    }
  }

  /** Ends the line in progress; call before printing anything else. */
  public synchronized void finish() {
    String last = pending;
    if (last != null) {
      show(last);
    }
    if (terminal && current != null) {
      out.println();
    }
    current = null;
    out.flush();
  }

  private void show(String line) {
    pending = null;
    shownAt = nanos.getAsLong();
    if (terminal) {
      out.print("\r\u001b[K" + line);
      out.flush();
    } else {
      out.println(line);
    }
  }

  private static String line(
      String stage, String object, long done, long total, Begin begin, Instant now) {
    String name = String.format(Locale.ROOT, "%-9s %-12s", stage, object);
    Duration took = Duration.between(begin.at(), now);
    double rate = took.isZero() ? 0 : (done - begin.done()) * 1000.0 / took.toMillis();
    String pace = rate > 0 ? String.format(Locale.ROOT, "  %,.1f/s", rate) : "";
    if (total < 0) {
      return name + " " + String.format(Locale.ROOT, "%,10d", done) + pace;
    }
    double share = total == 0 ? 1 : Math.min(1, (double) done / total);
    int full = (int) Math.round(share * WIDTH);
    String left =
        rate > 0 && done < total
            ? "  " + Words.span(Duration.ofMillis((long) ((total - done) / rate * 1000))) + " left"
            : "";
    return name
        + " ["
        + "#".repeat(full)
        + ".".repeat(WIDTH - full)
        + "] "
        + String.format(Locale.ROOT, "%3d%%  %,d of %,d", (int) (share * 100), done, total)
        + pace
        + left;
  }
}
