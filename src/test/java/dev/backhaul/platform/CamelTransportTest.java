package dev.backhaul.platform;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Manifest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What crosses the wire, and what never does. */
class CamelTransportTest {
  private record Seen(String method, String uri, Map<String, List<String>> headers, String body) {}

  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final StillTime time = new StillTime();
  private final Manifest manifest = Manifests.read(Path.of("config/platforms/hubspot.yaml"));
  private CamelContext camel;
  private HttpServer server;
  private volatile int status = 200;
  private volatile String body = "{\"results\":[]}";

  @BeforeEach
  void open() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String sent =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          seen.add(
              new Seen(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().toString(),
                  Map.copyOf(exchange.getRequestHeaders()),
                  sent));
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/elsewhere");
          exchange.getResponseHeaders().set("X-Leak", "from-the-platform");
          exchange.getResponseHeaders().set("Set-Cookie", "session=1");
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    camel = Rig.context();
    camel.start();
  }

  @AfterEach
  void close() throws Exception {
    camel.stop();
    server.stop(0);
  }

  private URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private Account open(Role role, URI url) {
    SaasSystem system = Rig.system(role, manifest, url, "secret-" + role, Map.of());
    return Accounts.open(camel, system, Rig.unlimited(time), time);
  }

  private static ChangesRequest first() {
    return new ChangesRequest(Instant.EPOCH, null, 100);
  }

  private static List<String> names(Seen request) {
    return request.headers().keySet().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .sorted()
        .toList();
  }

  @Test
  void noForeignHeaderCrossesInEitherDirection() throws Exception {
    open(Role.TARGET, url());
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:ask")
                .to("platform:target/owner?operation=changes")
                .to("platform:target/owner?operation=changes");
          }
        });
    var answer =
        camel
            .createProducerTemplate()
            .request(
                "direct:ask",
                exchange -> {
                  exchange.getIn().setHeader("Authorization", "Bearer of-somebody-else");
                  exchange.getIn().setHeader("X-Foreign", "secret");
                  exchange.getIn().setHeader("Cookie", "a=b");
                  exchange.getIn().setHeader("CamelHttpUri", "http://127.0.0.1:1/");
                  exchange.getIn().setBody(first());
                });

    assertThat(seen).isNotEmpty();
    for (Seen request : seen) {
      assertThat(names(request))
          .isSubsetOf(
              "accept",
              "authorization",
              "host",
              "connection",
              "user-agent",
              "content-type",
              "content-length");
      assertThat(request.headers().get("Authorization")).containsExactly("Bearer secret-TARGET");
    }
    assertThat(answer.getMessage().getHeaders())
        .doesNotContainKeys("X-Leak", "Set-Cookie", "CamelHttpResponseCode");
  }

  @Test
  void twoSystemsNeverSeeEachOthersCredentials() {
    Account target = open(Role.TARGET, url());
    Account source =
        open(Role.SOURCE, URI.create("http://localhost:" + server.getAddress().getPort()));

    target.changes("owner", first());
    source.changes("owner", first());

    assertThat(seen)
        .extracting(request -> requireNonNull(request.headers().get("Authorization")).getFirst())
        .containsExactly("Bearer secret-TARGET", "Bearer secret-SOURCE");
  }

  @Test
  void aRedirectIsNotFollowed() {
    status = 302;

    assertThatThrownBy(() -> open(Role.TARGET, url()).changes("owner", first()))
        .hasMessageContaining("HTTP 302");
    assertThat(seen).hasSize(1);
  }

  @Test
  void pathAndQueryArriveAsTheManifestSaysWhateverTheyHold() {
    body = "{\"results\":[]}";
    open(Role.TARGET, url())
        .read("owner", new ReadRequest("email", List.of("a+b&c=d e@acme.test")));

    assertThat(seen.getFirst().uri())
        .isEqualTo("/crm/v3/owners?email=a%2Bb%26c%3Dd%20e%40acme.test&limit=100");
  }

  @Test
  void aRefusedConnectionIsTransientEvenForAWriteBecauseNothingWasSent() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    HttpAnswer answer = transport(free).send(write());

    assertThat(answer.failure()).isInstanceOf(Failure.Transient.class);
    assertThat(answer.status()).isZero();
  }

  @Test
  void aSuccessThatIsNoJsonOrNoSuchAnswerIsAmbiguousForAWrite() {
    for (String odd :
        List.of("<html>login</html>", "", "{\"status\":\"error\",\"message\":\"x\"}")) {
      body = odd;
      assertThat(transport(server.getAddress().getPort()).send(write()).failure())
          .as(odd)
          .isInstanceOf(Failure.Ambiguous.class);
    }
  }

  private Transport transport(int port) {
    URI url = URI.create("http://127.0.0.1:" + port);
    SaasSystem system = Rig.system(Role.TARGET, manifest, url, "t", Map.of());
    return Accounts.transport(camel, system, Rig.unlimited(time), time);
  }

  private static HttpCall write() {
    return new HttpCall(
        Operation.WRITE,
        "POST",
        "/x",
        Json.object().put("a", 1),
        true,
        dev.backhaul.manifest.Jq.of(".id != null"));
  }

  @Test
  void credentialsGoOnlyToHostsOfThePlatform() {
    assertThatThrownBy(
            () ->
                Rig.system(
                    Role.TARGET,
                    manifest,
                    URI.create("https://api.hubapi.com.evil.test"),
                    "t",
                    Map.of()))
        .hasMessageContaining("is no host of hubspot");
    assertThatThrownBy(
            () ->
                Rig.system(
                    Role.TARGET, manifest, URI.create("http://api.hubapi.com"), "t", Map.of()))
        .hasMessageContaining("expected https");
    assertThatThrownBy(
            () ->
                Rig.system(
                    Role.TARGET,
                    manifest,
                    URI.create("https://me:pw@api.hubapi.com"),
                    "t",
                    Map.of()))
        .hasMessageContaining("without user");
    assertThat(
            Rig.system(Role.TARGET, manifest, URI.create("https://api.hubapi.com"), "t", Map.of())
                .origin())
        .isEqualTo("https://api.hubapi.com");
  }

  @Test
  void anUnknownOptionOrOperationOfTheComponentIsRefused() {
    assertThatThrownBy(() -> camel.getEndpoint("platform:target/owner?operation=changes&color=red"))
        .isInstanceOf(ResolveEndpointFailedException.class)
        .hasMessageContaining("color");
    assertThatThrownBy(() -> camel.getEndpoint("platform:target/owner?operation=destroy"))
        .hasStackTraceContaining("'destroy' is none of");
    assertThatThrownBy(() -> camel.getEndpoint("platform:nowhere/owner?operation=read"))
        .hasStackTraceContaining("'nowhere' is none of");
  }

  @Test
  void thePlatformCannotBeReadFromAsAConsumer() {
    assertThatThrownBy(
            () ->
                camel.addRoutes(
                    new RouteBuilder() {
                      @Override
                      public void configure() {
                        from("platform:target/owner?operation=changes").to("mock:x");
                      }
                    }))
        .hasStackTraceContaining("cannot be read from");
  }
}
