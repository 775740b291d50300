package dev.backhaul.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code docs/reference/metrics.md} from the meters themselves. */
public final class MeterPage {
  static final Path PAGE = Path.of("docs/reference/metrics.md");

  private MeterPage() {}

  /** Arguments: the project's folder; default is this one. */
  public static void main(String[] args) throws IOException {
    Path page = Path.of(args.length == 0 ? "." : args[0]).resolve(PAGE);
    Files.createDirectories(page.resolveSibling("."));
    Files.writeString(page, text());
  }

  /** The page as it should be. */
  static String text() {
    StringBuilder out =
        new StringBuilder(
            """
            # Metrics

            Generated from the code that measures. `backhaul serve` answers `/observe/metrics` on its management
            port in Prometheus' text format; every figure is read from the store and the budgets at that moment.
            No tag ever carries a record's id or a value of one.

            | meter | as Prometheus shows it | tags | what it says |
            |---|---|---|---|
            """);
    for (Measure measure : Measure.values()) {
      out.append("| `")
          .append(measure.meter())
          .append("` | `")
          .append(measure.meter().replace('.', '_'))
          .append("` | ")
          .append(String.join(", ", measure.tags()))
          .append(" | ")
          .append(measure.description())
          .append(" |\n");
    }
    return out.toString();
  }
}
