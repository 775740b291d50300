package dev.backhaul.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backhaul.budget.Level;
import dev.backhaul.platform.Role;
import dev.backhaul.progress.Progress;
import dev.backhaul.reload.Outcome;
import dev.backhaul.reload.Outcome.Result;
import dev.backhaul.sandbox.SandboxServer;
import dev.backhaul.sandbox.hubspot.HubSpotSandbox;
import dev.backhaul.sandbox.zendesk.ZendeskSandbox;
import dev.backhaul.store.Actor;
import dev.backhaul.store.CrashPoint;
import dev.backhaul.store.NotAllowedException;
import dev.backhaul.time.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files change while the service runs. */
class ReloadTest {
  private static final String MIGRATION = "config/migrations/helpdesk/migration.yaml";
  private static final String ZENDESK = "config/platforms/zendesk.yaml";
  private static final String ROUTES = "routes/platforms/hubspot.camel.yaml";
  private static final Actor ADA = new Actor("ada", Set.of(Actor.Role.OPERATOR));
  private static final Actor KAI = new Actor("kai", Set.of(Actor.Role.APPROVER));

  @TempDir Path home;
  private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-03-09T09:00:00Z"));
  private SandboxServer source;
  private SandboxServer target;
  private volatile Progress progress = Progress.NONE;

  /**
   * Threads of our own: the common pool of a small machine has one, and these wait for each other.
   */
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private Rollback rollback;

  @BeforeEach
  void aServiceThatRuns() throws IOException {
    for (String folder : List.of("config", "routes")) {
      try (Stream<Path> all = Files.walk(Path.of(folder))) {
        for (Path each : all.filter(Files::isRegularFile).toList()) {
          Path copy = home.resolve(each.toString());
          Files.createDirectories(copy.resolveSibling("."));
          Files.copy(each, copy);
        }
      }
    }
    source = SandboxServer.start(ZendeskSandbox.withAdministrator(time), 0);
    target = SandboxServer.start(HubSpotSandbox.withPrivateApp(time), 0);
    Map<String, String> secrets =
        Map.of(
            "ZENDESK_USER",
            "admin@example.com",
            "ZENDESK_TOKEN",
            "sandbox",
            "HUBSPOT_TOKEN",
            "pat-sandbox");
    rollback =
        Rollback.open(
            new Settings(
                home,
                "helpdesk",
                secrets::get,
                time,
                (what, object, done, total) -> progress.moved(what, object, done, total),
                Map.of(Role.SOURCE, source.uri(), Role.TARGET, target.uri()),
                null,
                "test",
                CrashPoint.NONE));
    rollback.reload();
  }

  @AfterEach
  void close() {
    threads.shutdown();
    rollback.close();
    source.close();
    target.close();
    time.close();
  }

  private void edit(String file, String from, String to) throws IOException {
    Path path = home.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replaceFirst(java.util.regex.Pattern.quote(from), to));
  }

  private Outcome reload() {
    return rollback.reload().now(ADA, "the vendor told us");
  }

  private Result last() {
    return Result.valueOf(rollback.books().applied().last().orElseThrow().path("result").asText());
  }

  private Level account() {
    return java.util.Objects.requireNonNull(rollback.levels().get("source/zendesk")).stream()
        .filter(level -> level.name().equals("account"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_lowered_limit_holds_from_now_on_and_what_was_spent_stays_spent() throws Exception {
    rollback.source().probe();
    long used = account().used();
    assertThat(used).isPositive();
    edit(ZENDESK, "requests: 400", "requests: 100");

    Outcome outcome = reload();

    assertThat(outcome.result()).as(outcome.toString()).isEqualTo(Result.APPLIED);
    assertThat(outcome.changes())
        .extracting(change -> change.line())
        .singleElement()
        .asString()
        .startsWith("modified limit account (config/platforms/zendesk.yaml): ");
    assertThat(account().allowed()).isEqualTo(80);
    assertThat(account().used()).isGreaterThanOrEqualTo(used);
    rollback.source().probe();
    rollback.keep();
    assertThat(rollback.books().applied().inForce().orElseThrow().hashes())
        .isEqualTo(Reload.scope(settings(), rollback.configuration()).hashes());
    assertThat(rollback.books().verifyAudit().sound()).isTrue();
  }

  private Settings settings() {
    return new Settings(
        home,
        "helpdesk",
        name -> null,
        time,
        Progress.NONE,
        Map.of(),
        null,
        "looks",
        CrashPoint.NONE);
  }

  @Test
  void a_bad_file_changes_nothing_and_is_named_with_its_line() throws Exception {
    Configuration before = rollback.configuration();
    edit(MIGRATION, "holdFlagged:", "holdFlaged:");

    Outcome outcome = reload();

    assertThat(outcome.result()).isEqualTo(Result.INVALID);
    assertThat(outcome.problems())
        .singleElement()
        .asString()
        .containsPattern("migration.yaml:\\d+");
    assertThat(rollback.configuration()).isSameAs(before);
    rollback.stage();

    edit(MIGRATION, "holdFlaged: false", "holdFlagged: true");
    assertThat(reload().result()).isEqualTo(Result.APPLIED);
    assertThat(rollback.configuration().migration().holdFlagged()).isTrue();
  }

  @Test
  void an_engine_that_cannot_be_made_leaves_the_old_one_at_work() throws Exception {
    Files.writeString(home.resolve("routes/errors.camel.yaml"), "- nonsense: {}\n");
    edit(ZENDESK, "requests: 400", "requests: 100");

    assertThat(reload().result()).isEqualTo(Result.INVALID);

    assertThat(account().allowed()).isEqualTo(320);
    rollback.stage();
  }

  @Test
  void a_file_that_is_gone_stops_nothing_and_is_flagged_until_it_is_back() throws Exception {
    String text = Files.readString(home.resolve(ROUTES));
    Files.delete(home.resolve(ROUTES));

    Outcome outcome = reload();

    assertThat(outcome.result()).isEqualTo(Result.ORPHANED);
    assertThat(outcome.orphaned()).containsExactly(ROUTES);
    rollback.stage();
    Files.writeString(home.resolve(ROUTES), text);
    assertThat(reload().result()).isEqualTo(Result.UNCHANGED);
  }

  @Test
  void systems_and_cutover_are_refused_with_all_that_came_with_them() throws Exception {
    edit(MIGRATION, "2026-03-06T18:00:00Z", "2026-03-07T18:00:00Z");
    edit(ZENDESK, "requests: 400", "requests: 100");

    Outcome outcome = reload();

    assertThat(outcome.result()).isEqualTo(Result.REFUSED);
    assertThat(outcome.changes()).hasSize(2);
    assertThat(outcome.problems()).singleElement().asString().contains("never changes");
    assertThat(account().allowed()).isEqualTo(320);
  }

  @Test
  void mappings_may_change_until_somebody_approved_a_plan() throws Exception {
    String mapping = "config/migrations/helpdesk/mappings/user.yaml";
    edit(mapping, "version: 5", "version: 6");
    assertThat(reload().result()).isEqualTo(Result.APPLIED);
    rollback.approvals().approvePlan("any", "ada", KAI, "looked at it");
    edit(mapping, "version: 6", "version: 7");

    Outcome outcome = reload();

    assertThat(outcome.result()).isEqualTo(Result.REFUSED);
    assertThat(outcome.problems())
        .singleElement()
        .asString()
        .contains("mappings never change during a rollback");
  }

  @Test
  void a_changed_schedule_starts_the_watch_route_anew() throws Exception {
    rollback.watch();
    edit(ROUTES, "0 0/5 * * * ?", "0 0/9 * * * ?");

    assertThat(reload().result()).isEqualTo(Result.APPLIED);

    assertThat(rollback.schedules()).singleElement().asString().contains("0%2F9");
  }

  @Test
  void no_round_rings_before_somebody_watches_and_each_configuration_after_that_has_its_clock()
      throws Exception {
    assertThat(rollback.inForce().engine().ticks()).isFalse();
    rollback.watch();
    assertThat(rollback.inForce().engine().ticks()).isTrue();
    edit(ROUTES, "0 0/5 * * * ?", "0 0/9 * * * ?");

    assertThat(reload().result()).isEqualTo(Result.APPLIED);

    assertThat(rollback.inForce().engine().ticks()).isTrue();
  }

  @Test
  @Timeout(60)
  void a_swap_waits_for_the_page_under_way_and_loses_nothing_of_it() throws Exception {
    CountDownLatch inThePage = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    progress =
        (what, object, done, total) -> {
          inThePage.countDown();
          try {
            goOn.await(60, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    CompletableFuture<Void> staging = CompletableFuture.runAsync(rollback::stage, threads);
    assertThat(inThePage.await(60, TimeUnit.SECONDS)).isTrue();
    edit(ZENDESK, "requests: 400", "requests: 100");

    CompletableFuture<Outcome> outcome = CompletableFuture.supplyAsync(this::reload, threads);
    while (!rollback.inForce().givesWay()) {
      Thread.onSpinWait();
    }
    assertThat(outcome).isNotDone();
    assertThat(account().allowed()).isEqualTo(320);
    progress = Progress.NONE;
    goOn.countDown();

    assertThat(outcome.get(60, TimeUnit.SECONDS).result()).isEqualTo(Result.APPLIED);
    assertThatThrownBy(() -> staging.get(60, TimeUnit.SECONDS))
        .hasCauseInstanceOf(GaveWayException.class);
    assertThat(rollback.cursors().all()).isNotEmpty();
    rollback.stage();
    assertThat(rollback.cursors().all()).hasSize(6);
  }

  @Test
  void two_changes_in_quick_succession_are_one_reload() throws Exception {
    Reload reload = rollback.reload();
    reload.look();
    edit(ZENDESK, "requests: 400", "requests: 300");
    reload.look();
    time.sleep(Duration.ofSeconds(1));
    edit(ZENDESK, "requests: 300", "requests: 100");
    reload.look();
    time.sleep(Duration.ofSeconds(1));
    reload.look();
    assertThat(rollback.books().applied().last()).isEmpty();
    time.sleep(Duration.ofSeconds(1));

    reload.look();

    assertThat(last()).isEqualTo(Result.APPLIED);
    assertThat(account().allowed()).isEqualTo(80);
    Instant at = at();
    time.sleep(Duration.ofSeconds(9));
    reload.look();
    assertThat(at()).isEqualTo(at);
  }

  private Instant at() {
    return Instant.parse(rollback.books().applied().last().orElseThrow().path("at").asText());
  }

  @Test
  void a_request_is_heard_once_and_only_an_operator_s() throws Exception {
    edit(ZENDESK, "requests: 400", "requests: 100");
    assertThatThrownBy(() -> rollback.books().applied().request(KAI, "now"))
        .isInstanceOf(NotAllowedException.class);
    rollback.books().applied().request(ADA, "now");

    rollback.reload().look();

    assertThat(last()).isEqualTo(Result.APPLIED);
    assertThat(rollback.books().applied().last().orElseThrow().path("by").asText())
        .isEqualTo("ada");
    assertThat(rollback.books().applied().takeRequest()).isEmpty();
  }
}
