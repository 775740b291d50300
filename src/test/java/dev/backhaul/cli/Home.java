package dev.backhaul.cli;

import dev.backhaul.json.Json;
import dev.backhaul.time.Time;
import dev.backhaul.yaml.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A copy of the shipped configuration, two people who may act, and what commands say. */
final class Home {
  static final String OPERATOR = "ada-token";
  static final String APPROVER = "grace-token";

  final Path folder;
  final Time time;
  final Map<String, String> variables =
      new HashMap<>(
          Map.of("ZENDESK_USER", "a@example.com", "ZENDESK_TOKEN", "t", "HUBSPOT_TOKEN", "t"));
  final Stops stops = new Stops();
  private @Nullable URI source;
  private @Nullable URI target;

  /** What a command printed and how it ended. */
  record Said(int code, String out, String err) {}

  private static boolean isShared(Path file) {
    return !file.startsWith("config/migrations") || file.startsWith("config/migrations/helpdesk");
  }

  Home(Path folder, Time time) throws IOException {
    this.folder = folder;
    this.time = time;
    for (String part : List.of("config", "routes")) {
      try (Stream<Path> files = Files.walk(Path.of(part))) {
        // One migration only, so that commands need not be told which.
        for (Path file : files.filter(Files::isRegularFile).filter(Home::isShared).toList()) {
          Path copy = folder.resolve(file.toString());
          Files.createDirectories(copy.resolveSibling("."));
          Files.copy(file, copy);
        }
      }
    }
    Files.writeString(
        folder.resolve("config/backhaul.yaml"),
        """
        http: {port: 0, managementPort: 0}
        access:
          - {name: ada, roles: [operator], tokenSha256: "%s"}
          - {name: grace, roles: [approver], token: "${env:GRACE_TOKEN}"}
        """
            .formatted(Json.sha256(OPERATOR)));
    variables.put("GRACE_TOKEN", APPROVER);
  }

  /** Both systems are these sandboxes. */
  Home at(URI sourceUrl, URI targetUrl, Environment secrets) {
    source = sourceUrl;
    target = targetUrl;
    for (String name : List.of("ZENDESK_USER", "ZENDESK_TOKEN", "HUBSPOT_TOKEN")) {
      String value = secrets.variable(name);
      if (value != null) {
        variables.put(name, value);
      }
    }
    return this;
  }

  void edit(String file, String from, String to) throws IOException {
    Path path = folder.resolve(file);
    String text = Files.readString(path);
    if (!text.contains(from)) {
      throw new IllegalArgumentException(file + " does not hold: " + from);
    }
    Files.writeString(path, text.replace(from, to));
  }

  Said operator(String... args) {
    return as(OPERATOR, args);
  }

  Said approver(String... args) {
    return as(APPROVER, args);
  }

  Said nobody(String... args) {
    return as(null, args);
  }

  Said as(@Nullable String token, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--home", folder.toString()));
    if (source != null && target != null) {
      all.addAll(List.of("--source-url", source.toString(), "--target-url", target.toString()));
    }
    Environment environment = name -> name.equals("BACKHAUL_TOKEN") ? token : variables.get(name);
    int code =
        Backhaul.run(
            all, new Surroundings(environment, print(out), print(err), time, false, stops));
    return new Said(code, text(out), text(err));
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  /** Paths of this run are not part of what is expected. */
  private String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).replace(folder.toString(), "HOME");
  }
}
