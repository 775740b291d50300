package dev.backhaul.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code backhaul} itself: shows what there is. */
@Command(
    name = "backhaul",
    description =
        "Rolls back a SaaS migration that failed after go-live: brings home what people changed since.",
    versionProvider = Root.Version.class,
    synopsisSubcommandLabel = "<command>")
final class Root implements Callable<Integer> {
  @Mixin final Options options = new Options();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this and end.")
  boolean help;

  @Option(names = "--version", versionHelp = true, description = "Show the version and end.")
  boolean version;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(spec.commandLine(), "say what to do");
  }

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Backhaul.class.getPackage().getImplementationVersion();
      return new String[] {"backhaul " + (version == null ? "(from source)" : version)};
    }
  }
}
