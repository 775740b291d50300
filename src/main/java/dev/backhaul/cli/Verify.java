package dev.backhaul.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.console.Rendering;
import dev.backhaul.parity.ParityReport;
import dev.backhaul.rollback.Rollback;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Proves that nothing was lost, by reading everything back. */
@Command(
    name = "verify",
    description =
        "Read everything back and account for it. Exit code 0 only if the account is closed.")
final class Verify implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--html",
      paramLabel = "<file>",
      description = "Also write the whole rollback as one HTML page, without record values.")
  @Nullable Path html;

  Verify(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Rollback rollback = session.rollback()) {
      session.ready(rollback, false);
      ParityReport parity = rollback.parity();
      Path file = html;
      if (file != null) {
        rollback.report(file, parity, Map.of());
      }
      ObjectNode json = (ObjectNode) parity.toJson();
      session.report(
          json.put("html", file == null ? null : file.toString()),
          () -> Rendering.parity(parity) + (file == null ? "" : "\nReport: " + file + "\n"));
      return parity.closed() ? ExitCode.OK.code() : ExitCode.FAILED.code();
    }
  }
}
