package dev.backhaul.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The table of results in {@code docs/reference/benchmarks.md}: one row for each command. */
public final class Results {
  private static final String HEAD = "| date | command | machine | result |";

  private Results() {}

  /**
   * Writes a row, in place of an earlier one of the same command.
   *
   * @param page holds the table
   * @param command as it was given, without the launcher
   * @param day in UTC
   * @throws IOException if the page cannot be read or written
   * @throws IllegalStateException if it has no such table
   */
  public static void write(Path page, Bars bars, String command, LocalDate day) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(page));
    int head = lines.indexOf(HEAD);
    if (head < 0) {
      throw new IllegalStateException(page + ": has no table that begins with " + HEAD);
    }
    String mark = "| `" + command + "` |";
    int at = head + 2;
    while (at < lines.size() && lines.get(at).startsWith("|") && !lines.get(at).contains(mark)) {
      at++;
    }
    if (at < lines.size() && lines.get(at).startsWith("|")) {
      lines.remove(at);
    }
    lines.add(at, "| " + day + " " + mark + " " + machine() + " | " + said(bars) + " |");
    Files.write(page, lines);
  }

  private static String machine() {
    return Runtime.getRuntime().availableProcessors()
        + " processors, Java "
        + Runtime.version().feature();
  }

  private static String said(Bars bars) {
    return bars.bars().stream().map(Results::said).collect(Collectors.joining("; "));
  }

  private static String said(Bar bar) {
    return String.format(
        Locale.ROOT,
        "%s %s %s (goal %s: %s)",
        bar.name(),
        number(bar.value()),
        bar.unit(),
        number(bar.goal()),
        bar.met() ? "met" : "missed");
  }

  private static String number(double value) {
    return value == Math.rint(value) || Math.abs(value) >= 1_000
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.3f", value);
  }
}
