package dev.backhaul.cli;

import dev.backhaul.json.Json;
import dev.backhaul.rollback.Books;
import dev.backhaul.store.Audit;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The audit trail. */
@Command(name = "audit", description = "Check the audit trail.", synopsisSubcommandLabel = "verify")
final class AuditTrail implements Callable<Integer> {
  private final Session session;

  @Spec CommandSpec spec = CommandSpec.create();

  AuditTrail(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(spec.commandLine(), "say what to do: audit verify");
  }

  @Command(name = "verify", description = "Check every link of the audit trail's chain of hashes.")
  int verify() {
    try (Books books = session.books()) {
      Audit.Verdict verdict = books.verifyAudit();
      session.report(
          Json.object()
              .put("sound", verdict.sound())
              .put("rows", verdict.rows())
              .put("brokenAt", verdict.brokenAt())
              .put("head", verdict.head()),
          () ->
              verdict.sound()
                  ? verdict.rows() + " rows, sound; head " + verdict.head() + "\n"
                  : "ALTERED at row "
                      + verdict.brokenAt()
                      + "; "
                      + verdict.rows()
                      + " rows before it are sound. Restore the store from a backup, and find out who\n");
      return verdict.sound() ? ExitCode.OK.code() : ExitCode.FAILED.code();
    }
  }
}
