package dev.backhaul.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.budget.Budget;
import dev.backhaul.budget.MemoryBudgetStore;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.IntegrationConnect;
import dev.backhaul.manifest.IntegrationKind;
import dev.backhaul.platform.Accounts;
import dev.backhaul.platform.Credentials;
import dev.backhaul.platform.Role;
import dev.backhaul.platform.SaasSystem;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.sandbox.SandboxServer;
import dev.backhaul.sandbox.provider.Courier;
import dev.backhaul.sandbox.provider.Provider;
import dev.backhaul.sandbox.provider.Providers;
import dev.backhaul.store.CrashPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers as they are documented to behave, over HTTP: where a naive switch would be fooled. */
class QuirksTest {
  private static final String OLD = "https://crm.example.com/in/very/long/path/of/the/target";
  private static final String HOLD = "https://hold.example.com/x";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir Path folder;
  private final StillClock time = new StillClock();
  private final CamelContext camel = new DefaultCamelContext();
  private final List<SandboxServer> servers = new ArrayList<>();
  private final List<String> challenged = new ArrayList<>();
  private Arrivals arrivals = Arrivals.NONE;

  @BeforeEach
  void start() throws Exception {
    Accounts.bindSteps(camel);
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(ResourceHelper.resolveResource(camel, "file:routes/platform.camel.yaml"));
    camel.start();
  }

  @AfterEach
  void stop() throws Exception {
    camel.stop();
    servers.forEach(SandboxServer::close);
  }

  /** A provider with nothing in it, whose handshakes are answered. */
  private Provider provider(String name) {
    Courier courier =
        parcel -> {
          String body = new String(parcel.body(), java.nio.charset.StandardCharsets.UTF_8);
          challenged.add(parcel.uri().toString());
          return new Courier.Receipt(200, Map.of(), body);
        };
    Sandbox sandbox = Providers.sandbox(name, time, courier);
    try {
      servers.add(SandboxServer.start(sandbox, 0));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return Providers.of(sandbox);
  }

  private static String shipped(String kind) {
    try {
      return Files.readString(Path.of("config/integrations/" + kind + ".yaml"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Board board(String kind, String more) {
    IntegrationKind parsed = IntegrationKind.parse("kind.yaml", kind);
    IntegrationConnect connect = Objects.requireNonNull(parsed.connect());
    SaasSystem system =
        new SaasSystem(
            Role.OUTSIDE,
            connect.manifest(parsed.kind()),
            servers.getLast().uri(),
            Credentials.of(name -> Provider.TOKEN),
            Map.of(),
            connect.headers());
    Budget budget = new Budget("integration/it", connect.limits(), new MemoryBudgetStore(), time);
    Wired wired =
        Board.wired(
            "it",
            kind,
            "{kind: " + parsed.kind() + ", owner: Ada, to: \"" + HOLD + "\", " + more + "}",
            Accounts.requests(camel, system, budget, time));
    return new Board(
        folder.resolve("house.db"), time, CrashPoint.NONE, "p", List.of(wired), arrivals);
  }

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) MAPPER.readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode row(Provider provider, String shelf, String id) {
    return Objects.requireNonNull(provider.shelf(shelf).find(id));
  }

  @Test
  void stripeKeepsIdAndSecretThroughARepointAndBack() {
    Provider stripe = provider("stripe");
    stripe
        .shelf("webhook_endpoints")
        .put(
            "we_1",
            json(
                "{'id':'we_1','object':'webhook_endpoint','url':'"
                    + OLD
                    + "','status':'enabled','enabled_events':['invoice.paid'],'api_version':'2024-06-20','metadata':{},'secret':'whsec_1','livemode':true}"));
    ObjectNode before = row(stripe, "webhook_endpoints", "we_1").deepCopy();
    try (Board board = board(shipped("stripe-webhooks"), "credentials: {token: \"${env:T}\"}")) {
      assertThat(board.switchboard.pause(Set.of(), Board.MIA, false)).allMatch(Result::good);
      assertThat(row(stripe, "webhook_endpoints", "we_1").path("url").asText()).isEqualTo(HOLD);
      assertThat(row(stripe, "webhook_endpoints", "we_1").path("status").asText())
          .isEqualTo("enabled");
      assertThat(board.switchboard.restore(Set.of(), Board.MIA, false, false))
          .allMatch(Result::good);
      assertThat(row(stripe, "webhook_endpoints", "we_1")).isEqualTo(before);
    }
  }

  @Test
  void chargebeesYesThatDisablesNothingIsNotBelieved() {
    Provider chargebee = provider("chargebee");
    chargebee
        .shelf("webhook_endpoints")
        .put(
            "whe_1",
            json(
                "{'id':'whe_1','name':'crm','url':'"
                    + OLD
                    + "','disabled':false,'enabled_events':['a']}"));
    String naive =
        shipped("chargebee-webhooks")
            .replace("class: url-only", "class: toggle")
            .replace(
                "verify:\n",
                """
                pause: {request: {post: "/api/v2/webhook_endpoints/{id}", body: '{disabled: true}'}, form: true, evidence: vendor, source: here}
                resume: {request: {post: "/api/v2/webhook_endpoints/{id}", body: '{disabled: false}'}, form: true, evidence: vendor, source: here}
                verify:
                  paused: '.now.on == false'
                """)
            .replace("{kind: header, prefix: \"Basic \"}", "{kind: basic}");
    String credentials = "credentials: {user: \"${env:T}\", password: \"${env:T}\"}, hold: pause";
    try (Board board = chargebee(naive, credentials)) {
      List<Result> said = board.switchboard.pause(Set.of(), Board.MIA, false);
      assertThat(Board.outcomes(said)).containsExactly(Result.Outcome.FAILED);
      assertThat(said.getFirst().say()).contains("said yes, but nothing has changed");
    }
  }

  /** Chargebee takes the key as a user without password. */
  private Board chargebee(String kind, String more) {
    IntegrationKind parsed = IntegrationKind.parse("kind.yaml", kind);
    IntegrationConnect connect = Objects.requireNonNull(parsed.connect());
    SaasSystem system =
        new SaasSystem(
            Role.OUTSIDE,
            connect.manifest(parsed.kind()),
            servers.getLast().uri(),
            Credentials.of(name -> name.equals("user") ? Provider.TOKEN : ""),
            Map.of(),
            connect.headers());
    Budget budget = new Budget("integration/it", List.of(), new MemoryBudgetStore(), time);
    Wired wired =
        Board.wired(
            "it",
            kind,
            "{kind: " + parsed.kind() + ", owner: Ada, " + more + "}",
            Accounts.requests(camel, system, budget, time));
    return new Board(folder.resolve("house.db"), time, CrashPoint.NONE, "p", List.of(wired));
  }

  @Test
  void klaviyosTruncatedAddressIsBelievedOnlyWithADelivery() {
    Provider klaviyo = provider("klaviyo");
    klaviyo
        .shelf("webhooks")
        .put(
            "w1",
            json(
                "{'type':'webhook','id':'w1','attributes':{'name':'crm','endpoint_url':'"
                    + OLD
                    + "','enabled':true,'secret_key':'0123456789abcdef'},'relationships':{'webhook-topics':{'data':[{'type':'webhook-topic','id':'event:klaviyo.sent_sms'}]}}}"));
    String credentials = "credentials: {token: \"${env:T}\"}, items: {w1: {url: \"" + OLD + "\"}}";
    try (Board board = board(shipped("klaviyo-webhooks"), credentials)) {
      assertThat(Board.outcomes(board.switchboard.pause(Set.of(), Board.MIA, false)))
          .containsExactly(Result.Outcome.UNCLEAR);
      String step = board.switchboard.steps().of("it").getFirst().id();
      Steps.Attachment shot = new Steps.Attachment("shot.png", new byte[] {1, 2, 3});
      assertThat(board.switchboard.confirm(step, Board.MIA, true, "seen", shot).done()).isFalse();
      assertThat(board.switchboard.confirm(step, Board.KAI, true, "seen too", null).done())
          .isTrue();
      assertThat(board.switchboard.status().getFirst().phase()).isEqualTo(Standing.Phase.HELD);
      board.switchboard.restore(Set.of(), Board.MIA, false, false);
      assertThat(row(klaviyo, "webhooks", "w1").at("/attributes/endpoint_url").asText())
          .isEqualTo(OLD);
    }
    arrivals = (name, since) -> Optional.of(true);
    try (Board board = board(shipped("klaviyo-webhooks"), credentials)) {
      assertThat(Board.outcomes(board.switchboard.pause(Set.of(), Board.MIA, false)))
          .containsExactly(Result.Outcome.DONE);
    }
  }

  @Test
  void slacksManifestGoesBackWholeWithNothingButItsAddressesChanged() {
    Provider slack = provider("slack");
    slack
        .shelf("apps")
        .put(
            "A1",
            json(
                """
                {'display_information':{'name':'crm'},'features':{'slash_commands':[{'command':'/deal','url':'https://crm.example.com/deal','description':'d'}]},
                 'oauth_config':{'scopes':{'bot':['chat:write','commands']}},
                 'settings':{'event_subscriptions':{'request_url':'https://crm.example.com/ev','bot_events':['message.im']},
                 'interactivity':{'is_enabled':true,'request_url':'https://crm.example.com/click'},'socket_mode_enabled':false}}
                """));
    ObjectNode before = row(slack, "apps", "A1").deepCopy();
    try (Board board =
        board(shipped("slack-app"), "credentials: {token: \"${env:T}\"}, items: {A1: {}}")) {
      List<Result> said = board.switchboard.pause(Set.of(), Board.MIA, false);
      assertThat(said).allMatch(Result::good);
      ObjectNode held = row(slack, "apps", "A1");
      assertThat(held.at("/oauth_config")).isEqualTo(before.at("/oauth_config"));
      assertThat(held.at("/settings/interactivity/request_url").asText()).isEqualTo(HOLD);
      assertThat(held.at("/features/slash_commands/0/url").asText()).isEqualTo(HOLD);
      assertThat(challenged).contains(HOLD);
      assertThat(board.switchboard.restore(Set.of(), Board.MIA, false, false))
          .allMatch(Result::good);
      assertThat(Json.canonical(row(slack, "apps", "A1"))).isEqualTo(Json.canonical(before));
    }
  }

  @Test
  void githubsSecretSurvivesARepoint() {
    Provider github = provider("github");
    String list = "credentials: {token: \"${env:T}\"}, values: {owner: acme, repo: shop}";
    github
        .shelf("hooks")
        .put(
            "7",
            json(
                "{'id':7,'name':'web','active':true,'events':['push'],'repo':'acme/shop','config':{'url':'"
                    + OLD
                    + "','content_type':'json','insecure_ssl':'0','secret':'s3cret'}}"));
    try (Board board = board(shipped("github-webhooks"), list)) {
      List<Result> said = board.switchboard.pause(Set.of(), Board.MIA, false);
      assertThat(said).isNotEmpty().allMatch(Result::good);
      assertThat(row(github, "hooks", "7").at("/config/secret").asText()).isEqualTo("s3cret");
      assertThat(row(github, "hooks", "7").at("/config/url").asText()).isEqualTo(HOLD);
    }
  }
}
