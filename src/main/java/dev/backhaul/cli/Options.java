package dev.backhaul.cli;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command takes. */
final class Options {
  @Option(
      names = "--home",
      scope = ScopeType.INHERIT,
      paramLabel = "<folder>",
      description =
          "The folder that holds config/ and routes/. Default: where the launcher stands.")
  @Nullable Path home;

  @Option(
      names = "--migration",
      scope = ScopeType.INHERIT,
      paramLabel = "<name>",
      description = "A folder below config/migrations. Default: the only one.")
  @Nullable String migration;

  @Option(
      names = "--store",
      scope = ScopeType.INHERIT,
      paramLabel = "<file>",
      description = "The store's file, in place of the configured one.")
  @Nullable Path store;

  @Option(
      names = "--source-url",
      scope = ScopeType.INHERIT,
      paramLabel = "<url>",
      description =
          "Base URL of the source, in place of migration.yaml's; loopback, for sandboxes.")
  @Nullable URI sourceUrl;

  @Option(
      names = "--target-url",
      scope = ScopeType.INHERIT,
      paramLabel = "<url>",
      description =
          "Base URL of the target, in place of migration.yaml's; loopback, for sandboxes.")
  @Nullable URI targetUrl;

  @Option(
      names = "--token-file",
      scope = ScopeType.INHERIT,
      paramLabel = "<file>",
      description = "Holds the token that says who you are. Default: the variable BACKHAUL_TOKEN.")
  @Nullable Path tokenFile;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print one JSON document to stdout.")
  boolean json;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of a failure.")
  boolean verbose;
}
