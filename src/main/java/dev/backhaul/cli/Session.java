package dev.backhaul.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.console.Access;
import dev.backhaul.console.TerminalProgress;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.BaseUrl;
import dev.backhaul.manifest.Migration;
import dev.backhaul.manifest.ServiceConfig;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.ProbeReport;
import dev.backhaul.platform.Role;
import dev.backhaul.rollback.Books;
import dev.backhaul.rollback.Configuration;
import dev.backhaul.rollback.Owner;
import dev.backhaul.rollback.Rollback;
import dev.backhaul.rollback.Settings;
import dev.backhaul.rollback.Switches;
import dev.backhaul.store.Actor;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.StoreSettings;
import dev.backhaul.yaml.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One call of the command line: its options, its surroundings, and what it opens. */
final class Session {
  private static final String TOKEN = "BACKHAUL_TOKEN";

  private final Options options;
  private final Surroundings around;
  private final TerminalProgress progress;

  /** One for the whole call: whoever gave up a lease may have it back without waiting it out. */
  private final String owner = Owner.ofThisProcess();

  Session(Options options, Surroundings around) {
    this.options = options;
    this.around = around;
    progress = new TerminalProgress(around.err(), around.terminal(), around.time());
  }

  Surroundings around() {
    return around;
  }

  /** Who this call is in leases. */
  String owner() {
    return owner;
  }

  boolean json() {
    return options.json;
  }

  boolean verbose() {
    return options.verbose;
  }

  TerminalProgress progress() {
    return progress;
  }

  Path home() {
    Path home = options.home;
    return home != null ? home : Path.of(System.getProperty("backhaul.home", "."));
  }

  /** The migration's name: as given, or the only one there is. */
  String migration() {
    String given = options.migration;
    if (given != null) {
      return given;
    }
    Path folder = home().resolve("config/migrations");
    List<String> names = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .filter(Files::isDirectory)
            .map(f -> f.getFileName().toString())
            .sorted()
            .forEach(names::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    if (names.size() == 1) {
      return names.get(0);
    }
    throw new CommandException(
        ExitCode.INVALID,
        names.isEmpty()
            ? folder + ": no migration there\ncopy one into it, or say where config/ is with --home"
            : "several migrations: "
                + String.join(", ", names)
                + "\nsay which, for example with --migration "
                + names.get(0));
  }

  Settings settings() {
    Map<Role, URI> urls = new EnumMap<>(Role.class);
    put(urls, Role.SOURCE, options.sourceUrl, "--source-url");
    put(urls, Role.TARGET, options.targetUrl, "--target-url");
    return new Settings(
        home(),
        migration(),
        around.environment(),
        around.time(),
        progress,
        urls,
        options.store == null ? null : StoreSettings.file(options.store),
        owner,
        CrashPoint.NONE);
  }

  private static void put(Map<Role, URI> urls, Role role, @Nullable URI url, String option) {
    if (url == null) {
      return;
    }
    String host = url.getHost();
    if (host == null || !BaseUrl.isLoopback(host)) {
      throw new CommandException(
          ExitCode.INVALID,
          option
              + ": must be a loopback address such as http://127.0.0.1:8090"
              + "\nother base URLs stand in migration.yaml, where the platform's host patterns hold");
    }
    urls.put(role, url);
  }

  /** Plan, questions, approvals; neither lease nor systems. */
  Books books() {
    return Books.open(settings());
  }

  /** The switchboard; the leases of neither system. */
  Switches switches() {
    return Switches.open(settings());
  }

  /**
   * The whole engine, to work with. Ends at the next page or batch boundary when the process is
   * asked to end.
   *
   * @throws CommandException if the rollback cannot begin yet
   */
  Rollback rollback() {
    Settings settings = settings();
    Migration migration =
        Configuration.read(settings.home(), settings.migration(), settings.environment())
            .migration();
    List<Problem> problems = migration.problems(around.time().instant());
    if (!problems.isEmpty()) {
      throw new CommandException(
          ExitCode.INVALID, String.join("\n", problems.stream().map(Problem::toString).toList()));
    }
    List.of(migration.systems().source(), migration.systems().target())
        .forEach(
            system ->
                system.auth().values().forEach(secret -> secret.reveal(around.environment())));
    Rollback rollback = Rollback.open(settings);
    around.stops().onStop(rollback::drain);
    return rollback;
  }

  /**
   * Refuses to begin with a system that does not know us or cannot be worked with.
   *
   * @param write whether the source must let us write
   */
  void ready(Rollback rollback, boolean write) {
    List<String> reasons = new ArrayList<>(reasons(rollback.target(), "target", false));
    reasons.addAll(reasons(rollback.source(), "source", write));
    if (!reasons.isEmpty()) {
      throw new CommandException(
          ExitCode.ENVIRONMENT,
          String.join("\n", reasons) + "\nnothing was done; see backhaul probe for all of it");
    }
  }

  private static List<String> reasons(Account account, String role, boolean write) {
    ProbeReport probe = account.probe();
    List<String> out = new ArrayList<>();
    String name = "the " + role + " (" + account.platform() + ")";
    if (!probe.reachable()) {
      out.add(name + " cannot be reached");
    } else if (probe.identity() == null) {
      out.add(
          name
              + " answers, but does not know us: check the credentials that migration.yaml refers to");
    }
    probe.reasons().forEach(reason -> out.add(name + ": " + reason));
    if (write && Boolean.FALSE.equals(probe.mayWrite())) {
      out.add(name + " does not let us write: give this identity the right to, or use another one");
    }
    return out;
  }

  /**
   * Who is calling.
   *
   * @param what what the caller wants to do, for the message
   * @throws CommandException saying how to authenticate, if nobody known calls
   */
  Actor actor(String what) {
    ServiceConfig service =
        ServiceConfig.read(home().resolve("config/backhaul.yaml"), around.environment());
    Access access = new Access(service.access(), around.environment());
    if (access.empty()) {
      throw new CommandException(
          ExitCode.ENVIRONMENT,
          "nobody may "
              + what
              + ": config/backhaul.yaml names nobody under access"
              + "\nadd yourself there with the SHA-256 of a token, then set "
              + TOKEN
              + " or give --token-file");
    }
    String token = token();
    if (token == null) {
      throw new CommandException(
          ExitCode.ENVIRONMENT,
          "who are you? to "
              + what
              + " takes a token"
              + "\nset the variable "
              + TOKEN
              + ", or give --token-file");
    }
    return access
        .authenticate(token)
        .orElseThrow(
            () ->
                new CommandException(
                    ExitCode.ENVIRONMENT,
                    "this token is nobody's"
                        + "\ncompare its SHA-256 with those under access in config/backhaul.yaml"));
  }

  private @Nullable String token() {
    Path file = options.tokenFile;
    if (file == null) {
      String token = around.environment().variable(TOKEN);
      return token == null || token.isBlank() ? null : token.strip();
    }
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.ENVIRONMENT,
          "--token-file " + file + " cannot be read\ncheck path and permissions");
    }
  }

  /** Prints a report: JSON if asked for, else text. */
  void report(JsonNode json, Supplier<String> text) {
    progress.finish();
    around.out().print(options.json ? pretty(json) + "\n" : text.get());
    around.out().flush();
  }

  /** Something people should see that stops nothing. */
  void warn(String message) {
    progress.finish();
    around.err().println("warning: " + message);
  }

  private static String pretty(JsonNode json) {
    try {
      return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report is not JSON", e);
    }
  }

  /** What {@code --store} says, as it was written; null if it was left out. */
  @Nullable String chosenStore() {
    return options.store == null ? null : options.store.toString();
  }
}
