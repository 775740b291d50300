package dev.backhaul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.demo.Homecoming;
import dev.backhaul.demo.Incident;
import dev.backhaul.demo.Scale;
import dev.backhaul.demo.World;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.PlanSummary;
import dev.backhaul.platform.Role;
import dev.backhaul.progress.Progress;
import dev.backhaul.rollback.Books;
import dev.backhaul.rollback.Rollback;
import dev.backhaul.rollback.Settings;
import dev.backhaul.sandbox.Fault;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.Stores;
import dev.backhaul.time.ScaledTime;
import dev.backhaul.time.SystemTime;
import dev.backhaul.yaml.Environment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of the service on one PostgreSQL database. */
@Timeout(600)
final class TwoInstancesTest {
  private static final int SPEED = 40;
  private static final Duration SECONDS = Duration.ofSeconds(10);

  /** A lease of 10 s has to run out first. */
  private static final Duration A_LEASE_AND_SECONDS = Duration.ofSeconds(20);

  private static final String USER = "STORE_USER";
  private static final String PASSWORD = "STORE_PASSWORD";

  @TempDir Path folder;
  private final Instant wallStart = new SystemTime().instant();
  private final ScaledTime time = Instance.time(wallStart, SPEED);
  private final List<Served> served = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private Incident incident;

  @BeforeEach
  void configure() throws IOException {
    incident = Incident.unlimited(World.of(1, Scale.TINY), time);
    Home home = new Home(folder, time);
    home.edit("routes/platforms/hubspot.camel.yaml", "0 0/5 * * * ?", "0/3 * * * * ?");
    // The clock runs fast: a machine that is slow for a second must not look like a slow platform.
    home.edit("config/migrations/helpdesk/migration.yaml", "latency: 30s", "latency: 1d");
    Files.writeString(
        folder.resolve("config/backhaul.yaml"),
        """
        store:
          url: "%s"
          schema: "two-{migration}"
          user: "${env:STORE_USER}"
          password: "${env:STORE_PASSWORD}"
        http: {port: 0, managementPort: 0}
        access:
          - {name: ada, roles: [operator], tokenSha256: "%s"}
        """
            .formatted(Stores.url(), Json.sha256(Home.OPERATOR)));
  }

  @AfterEach
  void end() {
    served.forEach(each -> each.process.destroyForcibly());
    incident.close();
  }

  /** One process, and what it says. */
  private record Served(Process process, BufferedReader lines, URI api, URI management) {}

  @Test
  void frozen_or_killed_in_the_middle_of_writing_the_other_takes_over_within_seconds_and_finishes()
      throws Exception {
    // Given: one leads, the other stands by and says so
    incident
        .source()
        .faults()
        .add(
            new Fault(
                Fault.Kind.SLOW,
                "PUT",
                "/api/v2/tickets/*",
                1,
                100_000,
                1,
                Duration.ofMillis(300)));
    Served first = serve();
    Served second = serve();
    try (Books books = Books.open(settings("books"))) {
      assertThat(role(first)).isEqualTo("leader");
      assertThat(role(second)).isEqualTo("standby");
      until(() -> books.lastPlan().isPresent());
      approve(books, books.lastPlan().orElseThrow());

      // When: the leader freezes while it writes
      until(() -> count(books, Decision.State.APPLIED) >= 3);
      assertThat(count(books, Decision.State.READY)).isPositive();
      String frozen = books.numbers().worker().orElseThrow();
      signal(first, "STOP");

      // Then: its lease runs out and the other takes over
      takenOver(books, frozen, A_LEASE_AND_SECONDS);

      // And: woken, it commits nothing, and stands by again
      signal(first, "CONT");
      until(() -> role(first).equals("standby"));
      until(() -> role(second).equals("leader"));
      assertThat(books.numbers().worker()).isNotEqualTo(java.util.Optional.of(frozen));

      // When: that leader is killed
      String killed = books.numbers().worker().orElseThrow();
      second.process.destroyForcibly().waitFor();

      // Then: the first sees that it is gone, and finishes
      takenOver(books, killed, SECONDS);
      until(() -> count(books, Decision.State.READY) == 0);
      until(() -> role(first).equals("leader"));
    }

    // And: asked to end, it ends well
    first.process.destroy();
    assertThat(first.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    try (Rollback rollback = Rollback.open(settings("judge"))) {
      assertThat(new Homecoming(rollback).judged(incident).findings()).isEmpty();
      assertThat(rollback.books().verifyAudit().sound()).isTrue();
    }
  }

  private static void signal(Served instance, String name) throws Exception {
    assertThat(
            new ProcessBuilder("kill", "-" + name, Long.toString(instance.process.pid()))
                .inheritIO()
                .start()
                .waitFor())
        .isZero();
  }

  private void takenOver(Books books, String before, Duration most) throws InterruptedException {
    Instant then = new SystemTime().instant();
    until(() -> books.numbers().worker().filter(who -> !who.equals(before)).isPresent());
    assertThat(Duration.between(then, new SystemTime().instant())).isLessThan(most);
  }

  private static long count(Books books, Decision.State state) {
    return books.numbers().outcomes().stream()
        .filter(outcome -> outcome.state() == state)
        .mapToLong(outcome -> outcome.count())
        .sum();
  }

  private static void approve(Books books, PlanSummary plan) {
    books.propose("plan", plan.hash(), Homecoming.OPERATOR);
    books.approvals().waive("marketplace-apps", Homecoming.APPROVER, "none is installed");
    books.approvals().consent(plan.hash(), Homecoming.APPROVER, "comments cannot be taken back");
    books.approve(plan.hash(), Homecoming.APPROVER, "the plan was read");
  }

  private String role(Served instance) {
    try {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(instance.management().resolve("/observe/health/ready"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return Json.parse(answer.body()).path("role").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void until(BooleanSupplier holds) throws InterruptedException {
    // Real processes at work: nothing but looking tells when they are done.
    Instant most = new SystemTime().instant().plus(Duration.ofMinutes(3));
    while (!holds.getAsBoolean()) {
      assertThat(new SystemTime().instant()).isBefore(most);
      for (Served each : served) {
        if (!each.process.isAlive() && each.process.exitValue() < 128) {
          throw new AssertionError("an instance ended with " + each.process.exitValue());
        }
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private Settings settings(String owner) {
    Map<String, String> login =
        Map.of(USER, Stores.LOGIN.user(), PASSWORD, Stores.LOGIN.password());
    Environment secrets = Incident.secrets();
    return new Settings(
        folder,
        "helpdesk",
        name -> login.getOrDefault(name, Objects.requireNonNullElse(secrets.variable(name), "")),
        time,
        Progress.NONE,
        incident.baseUrls(),
        null,
        owner,
        CrashPoint.NONE);
  }

  private Served serve() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-Dsun.net.httpserver.nodelay=true",
            "-cp",
            System.getProperty("java.class.path"),
            Instance.class.getName(),
            Long.toString(wallStart.toEpochMilli()),
            Integer.toString(SPEED),
            "serve",
            "--json",
            "--home",
            folder.toString(),
            "--source-url",
            Objects.requireNonNull(incident.baseUrls().get(Role.SOURCE)).toString(),
            "--target-url",
            Objects.requireNonNull(incident.baseUrls().get(Role.TARGET)).toString());
    builder.environment().put(USER, Stores.LOGIN.user());
    builder.environment().put(PASSWORD, Stores.LOGIN.password());
    Process process = builder.redirectErrorStream(true).start();
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!said.isEmpty() || line.equals("{")) {
        said.append(line);
      }
      if (line.equals("}")) {
        break;
      }
    }
    var ports = Json.parse(said.toString());
    Served instance =
        new Served(
            process,
            lines,
            URI.create(ports.path("api").asText()),
            URI.create(ports.path("management").asText()));
    served.add(instance);
    // Nobody must wait for a full pipe.
    Thread.ofVirtual().start(() -> lines.lines().forEach(line -> {}));
    return instance;
  }
}
