package dev.backhaul.cli;

import dev.backhaul.time.SystemTime;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes {@code docs/reference/cli.md} from the commands themselves. */
public final class Manual {
  static final Path PAGE = Path.of("docs/reference/cli.md");

  private Manual() {}

  /** Arguments: the project's folder; default is this one. */
  public static void main(String[] args) throws IOException {
    Path page = Path.of(args.length == 0 ? "." : args[0]).resolve(PAGE);
    Files.createDirectories(page.resolveSibling("."));
    Files.writeString(page, text());
  }

  /** The page as it should be. */
  static String text() {
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    CommandLine line =
        Backhaul.line(
            new Surroundings(name -> null, nowhere, nowhere, new SystemTime(), false, new Stops()));
    StringBuilder out =
        new StringBuilder(
            """
            # Command line

            Generated from the code that reads the command line.

            Reports go to stdout (with `--json` exactly one JSON document), progress, warnings and errors to
            stderr. Who changes something is known by a token: the variable `BACKHAUL_TOKEN`, or the file that
            `--token-file` names, looked up under `access` in `config/backhaul.yaml`.

            ## Exit codes

            | code | meaning |
            |---|---|
            """);
    for (ExitCode code : ExitCode.values()) {
      out.append("| ").append(code.code()).append(" | ").append(code.meaning()).append(" |\n");
    }
    out.append(
        "| 143 | ended by SIGTERM: work stopped at a page or batch boundary, nothing is lost |\n");
    out.append("\n## Options of every command\n\n");
    table(out, line.getCommandSpec(), false);
    line.getSubcommands().values().forEach(each -> command(out, each));
    return out.toString();
  }

  private static void command(StringBuilder out, CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    out.append("\n## ").append(spec.qualifiedName()).append("\n\n");
    out.append(String.join(" ", spec.usageMessage().description())).append('\n');
    if (rows(spec, true) > 0) {
      out.append('\n');
      table(out, spec, true);
    }
    line.getSubcommands().values().forEach(each -> command(out, each));
  }

  private static long rows(CommandSpec spec, boolean own) {
    return spec.positionalParameters().size() + options(spec, own).size();
  }

  private static List<OptionSpec> options(CommandSpec spec, boolean own) {
    return spec.options().stream().filter(option -> !own || !option.inherited()).toList();
  }

  private static void table(StringBuilder out, CommandSpec spec, boolean own) {
    out.append("| argument | meaning |\n|---|---|\n");
    for (PositionalParamSpec argument : spec.positionalParameters()) {
      row(out, argument.paramLabel(), argument);
    }
    for (OptionSpec option : options(spec, own)) {
      String label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
      row(out, String.join(", ", option.names()) + label, option);
    }
  }

  private static void row(StringBuilder out, String name, ArgSpec argument) {
    String required = argument.required() ? " (required)" : "";
    out.append("| `").append(name.replace("|", "\\|")).append('`').append(required).append(" | ");
    out.append(String.join(" ", argument.renderedDescription()).replace("|", "\\|")).append(" |\n");
  }
}
