package dev.backhaul.cli;

import dev.backhaul.parity.Explanation;
import dev.backhaul.rollback.Books;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The life of one record: what changed, who wrote it, what was decided and done. */
@Command(
    name = "explain",
    description =
        "Tell the life of a record: what changed, who wrote it, what was decided and done.")
final class ExplainRecord implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "<key>",
      description =
          "A target record (ticket:123), a source record (ticket/42), a join key, or a natural key such as an e-mail address.")
  String key = "";

  @Option(names = "--reveal", description = "Show values, which are personal data; takes a token.")
  boolean reveal;

  ExplainRecord(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (reveal) {
      session.actor("see personal data");
    }
    try (Books books = session.books()) {
      Explanation explanation = books.explain(key, reveal);
      if (explanation.lives().isEmpty()) {
        throw new CommandException(
            ExitCode.INVALID,
            "nothing is known by the key '"
                + key
                + "'\nthe delta may not hold it: see backhaul delta and backhaul status");
      }
      session.report(explanation.toJson(), () -> String.join("\n", explanation.lines()) + "\n");
      return ExitCode.OK.code();
    }
  }
}
