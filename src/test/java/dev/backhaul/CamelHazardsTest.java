package dev.backhaul;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.backhaul.budget.Budget;
import dev.backhaul.budget.MemoryBudgetStore;
import dev.backhaul.delta.Cursors;
import dev.backhaul.delta.Stage;
import dev.backhaul.delta.StagedRecords;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.Accounts;
import dev.backhaul.platform.Change;
import dev.backhaul.platform.ChangesPage;
import dev.backhaul.platform.ChangesRequest;
import dev.backhaul.platform.Credentials;
import dev.backhaul.platform.Item;
import dev.backhaul.platform.Manifests;
import dev.backhaul.platform.Role;
import dev.backhaul.platform.SaasSystem;
import dev.backhaul.progress.Progress;
import dev.backhaul.store.Fence;
import dev.backhaul.store.Leases;
import dev.backhaul.store.LostLeaseException;
import dev.backhaul.store.Store;
import dev.backhaul.store.StoreSettings;
import dev.backhaul.time.SystemTime;
import dev.backhaul.time.VirtualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.TriggerBuilder;
import org.quartz.spi.OperableTrigger;

/**
 * Six ways in which Camel, used as it comes, would hurt a rollback; each was seen once, and each
 * stays shut.
 */
final class CamelHazardsTest {
  private static final Instant NOW = Instant.parse("2026-03-09T09:00:00Z");
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(SystemTime.class.getProtectionDomain().getCodeSource().getLocation());

  /** A server that answers with headers of its own, and the requests it saw. */
  private static final class Server implements AutoCloseable {
    final List<Map<String, List<String>>> seen = new CopyOnWriteArrayList<>();
    final HttpServer http;
    volatile int refusals;

    Server() throws IOException {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      http.createContext(
          "/",
          exchange -> {
            seen.add(Map.copyOf(exchange.getRequestHeaders()));
            exchange.getRequestBody().readAllBytes();
            boolean refused = refusals-- > 0;
            byte[] body = "{\"results\":[]}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Retry-After", "30");
            exchange.getResponseHeaders().set("X-Leak", "from another host");
            exchange.getResponseHeaders().set("Set-Cookie", "session=of-another-host");
            exchange.sendResponseHeaders(refused ? 429 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      http.start();
    }

    URI uri() {
      return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    @Override
    public void close() {
      http.stop(0);
    }
  }

  private static CamelContext camel() throws Exception {
    CamelContext camel = new DefaultCamelContext();
    Accounts.bindSteps(camel);
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(ResourceHelper.resolveResource(camel, "file:routes/platform.camel.yaml"));
    return camel;
  }

  private static Account open(CamelContext camel, Role role, Server server, VirtualTime time) {
    Manifest manifest = Manifests.read(Path.of("config/platforms/hubspot.yaml"));
    Credentials own = Credentials.of(name -> "token-of-the-" + role);
    return Accounts.open(
        camel,
        new SaasSystem(role, manifest, server.uri(), own, Map.of()),
        new Budget(role.name(), manifest.limits(), new MemoryBudgetStore(), time),
        time);
  }

  @Test
  void what_one_host_answers_never_reaches_the_next_host_of_a_route() throws Exception {
    ChangesRequest ask = new ChangesRequest(NOW, null, 100);
    try (VirtualTime time = VirtualTime.startingAt(NOW);
        Server first = new Server();
        Server second = new Server()) {
      CamelContext camel = camel();
      open(camel, Role.TARGET, first, time);
      open(camel, Role.SOURCE, second, time);
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("direct:two-hosts")
                  .setHeader("Authorization", constant("Bearer of-a-third"))
                  .setBody(exchange -> ask)
                  .to("platform:target/owner?operation=changes")
                  .setBody(exchange -> ask)
                  .to("platform:source/owner?operation=changes");
            }
          });
      camel.start();

      camel.createProducerTemplate().requestBody("direct:two-hosts", "go");
      camel.stop();

      assertThat(first.seen).hasSize(1);
      assertThat(second.seen).hasSize(1);
      Map<String, List<String>> crossed = second.seen.getFirst();
      assertThat(crossed.get("Authorization")).containsExactly("Bearer token-of-the-SOURCE");
      assertThat(crossed.keySet().stream().map(name -> name.toLowerCase(Locale.ROOT)))
          .doesNotContain("retry-after", "x-leak", "set-cookie", "cookie", "date");
    }
  }

  @Test
  void a_429_holds_the_budget_and_no_thread_and_nobody_repeats_it_behind_our_back()
      throws Exception {
    try (VirtualTime time = VirtualTime.startingAt(NOW);
        Server server = new Server()) {
      server.refusals = 1;
      CamelContext camel = camel();
      Account account = open(camel, Role.TARGET, server, time);
      camel.start();
      long began = System.nanoTime();

      account.changes("owner", new ChangesRequest(NOW, null, 100));
      camel.stop();

      assertThat(server.seen).hasSize(2);
      assertThat(Duration.between(NOW, time.instant()))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(30));
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .as("real time, though the platform asked for 30 s")
          .isLessThan(Duration.ofSeconds(25));
    }
  }

  @Test
  void rounds_that_were_missed_are_dropped_and_never_overlap() throws Exception {
    Pattern quartz = Pattern.compile("uri:\\s*\"(quartz:[^\"]+)\"");
    List<String> uris = new ArrayList<>();
    for (Path file : routes()) {
      Matcher found = quartz.matcher(Files.readString(file));
      while (found.find()) {
        uris.add(found.group(1));
      }
    }
    assertThat(uris).isNotEmpty();
    try (CamelContext camel = new DefaultCamelContext()) {
      for (String uri : uris) {
        QuartzEndpoint endpoint =
            camel.getEndpoint(
                uri.replaceAll("\\{\\{[^}]+}}", "0/10 * * * * ?").replace(' ', '+'),
                QuartzEndpoint.class);
        assertThat(endpoint.isStateful()).as(uri).isTrue();
        // As Camel hands it to quartz, with an hour's rounds missed.
        int misfire =
            Integer.parseInt(
                String.valueOf(endpoint.getTriggerParameters().get("misfireInstruction")));
        assertThat(misfire).as(uri).isEqualTo(CronTrigger.MISFIRE_INSTRUCTION_DO_NOTHING);
        OperableTrigger missed = (OperableTrigger) cron(misfire);
        missed.updateAfterMisfire(null);
        assertThat(missed.getNextFireTime())
            .as("the next round after an hour of missed ones")
            .isAfter(new Date());
      }
    }
    Class<?> job = Class.forName("org.apache.camel.component.quartz.StatefulCamelJob");
    assertThat(job).hasAnnotation(DisallowConcurrentExecution.class);
  }

  private static CronTrigger cron(int misfire) {
    CronTrigger trigger =
        TriggerBuilder.newTrigger()
            .startAt(new Date(System.currentTimeMillis() - 3_600_000))
            .withSchedule(
                misfire == CronTrigger.MISFIRE_INSTRUCTION_DO_NOTHING
                    ? CronScheduleBuilder.cronSchedule("0/10 * * * * ?")
                        .withMisfireHandlingInstructionDoNothing()
                    : CronScheduleBuilder.cronSchedule("0/10 * * * * ?"))
            .build();
    ((OperableTrigger) trigger).computeFirstFireTime(null);
    return trigger;
  }

  @Test
  void nothing_waits_in_an_aggregate_and_nothing_is_serialised_by_java() throws Exception {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            ".*(AggregationRepository|IdempotentRepository|ResumeStrategy|SagaService|ClaimCheckRepository).*"
                + "|java\\.io\\.(ObjectInputStream|ObjectOutputStream|Externalizable)"
                + "|org\\.apache\\.camel\\.processor\\.(aggregate|resequencer|saga|idempotent)\\..*")
        .check(CLASSES);
    for (Path file : routes()) {
      assertThat(Files.readString(file))
          .as("%s", file)
          .doesNotContain(
              "aggregate:", "resequence:", "saga:", "claimCheck:", "idempotentConsumer:");
    }
    assertThatThrownBy(
            () ->
                Class.forName(
                    "org.apache.camel.processor.aggregate.jdbc.JdbcAggregationRepository"))
        .as("camel-sql on the class path")
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void the_cursor_moves_in_one_place_and_only_behind_the_fence(@TempDir Path folder) {
    // Nobody else can: the only caller of what moves it is the stage, which asks the fence first.
    List<JavaMethodCall> moves =
        CLASSES.stream()
            .flatMap(type -> type.getMethodCallsFromSelf().stream())
            .filter(call -> call.getTargetOwner().isEquivalentTo(Cursors.class))
            .filter(call -> call.getName().equals("save"))
            .toList();
    assertThat(moves).isNotEmpty();
    assertThat(moves).allMatch(call -> call.getOriginOwner().isEquivalentTo(Stage.class));
    List<JavaMethodCall> fences =
        CLASSES.get(Stage.class).getMethodCallsFromSelf().stream()
            .filter(call -> call.getTargetOwner().isEquivalentTo(Fence.class))
            .filter(call -> call.getName().equals("check"))
            .toList();
    for (JavaMethodCall move : moves) {
      assertThat(fences)
          .as(move.getDescription())
          .anyMatch(
              fence ->
                  fence.getOrigin().equals(move.getOrigin())
                      && fence.getLineNumber() < move.getLineNumber());
    }

    // And one who lost its lease while it read cannot either.
    try (VirtualTime time = VirtualTime.startingAt(NOW);
        Store store = Store.open(StoreSettings.file(folder.resolve("a.db")))) {
      Fence old =
          new Leases(store, time).acquire("target", "one", Duration.ofMinutes(1)).orElseThrow();
      Stage stage =
          new Stage(
              store,
              new StagedRecords(store),
              old,
              time,
              Progress.NONE,
              NOW,
              Duration.ZERO,
              (object, item) -> null);
      store.useTransaction(tx -> tx.execute("UPDATE lease SET epoch = epoch + 1, owner = 'two'"));
      Item item = new Item("1", null, "v", null, null, Json.object());
      ChangesPage page =
          new ChangesPage(
              List.of(new Change(Change.Kind.CHANGED, item, NOW, null)),
              Json.object(),
              false,
              NOW,
              NOW);

      assertThatThrownBy(() -> stage.page("ticket", page)).isInstanceOf(LostLeaseException.class);

      assertThat(new Cursors(store).all()).isEmpty();
      assertThat(new StagedRecords(store).counts()).isEmpty();
    }
  }

  private static List<Path> routes() throws IOException {
    try (Stream<Path> walk = Files.walk(Path.of("routes"))) {
      return walk.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList();
    }
  }
}
