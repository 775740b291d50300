package dev.backhaul.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.manifest.Ingress;
import dev.backhaul.manifest.Pick;
import dev.backhaul.manifest.SignatureScheme;
import dev.backhaul.store.Store;
import dev.backhaul.store.StoreSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the open port may rely on: bounds, handshakes, questions, and honest answers. */
class DoorTest {
  @TempDir Path folder;
  private World world;

  @BeforeEach
  void open() {
    world = new World(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void whatIsTooLongIsRefusedAndNotKept() {
    String body = "x".repeat(100_001);
    assertThat(world.send(World.PATH, body, Map.of()).statusCode()).isEqualTo(413);
    Map<String, String> headers = new HashMap<>();
    for (int i = 0; i < 9; i++) {
      headers.put("X-" + i, "y".repeat(1_000));
    }
    assertThat(world.send(World.PATH, "{}", headers).statusCode()).isEqualTo(431);
    assertThat(world.states()).isEmpty();
    assertThat(new Quarantine(world.store).count()).isZero();
  }

  @Test
  void whoSendsTooMuchAtOnceIsToldToSlowDown() {
    Rates rates = new Rates(world.clock, 3);
    for (int i = 0; i < 3; i++) {
      assertThat(rates.allows("203.0.113.7")).isTrue();
    }
    assertThat(rates.allows("203.0.113.7")).isFalse();
    assertThat(rates.allows("203.0.113.8")).isTrue();
    world.clock.pass(Duration.ofSeconds(1));
    assertThat(rates.allows("203.0.113.7")).isTrue();
  }

  @Test
  void whoSendsTooSlowlyIsCutOff() throws IOException {
    try (Socket slow = new Socket("127.0.0.1", world.gateway().port())) {
      slow.setSoTimeout(20_000);
      slow.getOutputStream()
          .write(
              ("POST /h/" + World.PATH + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
                  .getBytes(StandardCharsets.US_ASCII));
      slow.getOutputStream().flush();
      InputStream in = slow.getInputStream();
      int first;
      try {
        first = in.read();
      } catch (IOException reset) {
        first = -1;
      }
      assertThat(first).isEqualTo(-1);
    }
    assertThat(world.send("id", "{}").statusCode()).isEqualTo(200);
  }

  @Test
  void aFullStoreIsNeverTheSendersFaultAndNothingIsLostByIt() {
    try (Store full =
        Store.open(StoreSettings.file(folder.resolve("full.db")).withMaxBytes(600_000))) {
      Keeping keeping = new Keeping(full);
      Reception reception =
          new Reception(
              () ->
                  new Gates(
                      java.util.List.of(
                          world.gate("hooks", World.PATH, World.how(SignatureScheme.GITHUB)))),
              World.config(),
              Map.of("SECRET", World.SECRET)::get,
              new Inbox(full),
              keeping,
              dev.backhaul.store.Ids.secure(world.clock),
              new Counts());
      int kept = 0;
      Reply last = Reply.UNKNOWN;
      for (int i = 0; i < 200 && last.status() != 503; i++) {
        String body =
            "{\"n\":"
                + i
                + ",\"noise\":\""
                + new java.util.Random(i)
                    .ints(9_000, 33, 91)
                    .collect(
                        StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString()
                    .replace("\"", "_")
                    .replace("\\", "_")
                + "\"}";
        Map<String, java.util.List<String>> headers = new HashMap<>();
        World.signed("id-" + i, body)
            .forEach((name, value) -> headers.put(name, java.util.List.of(value)));
        Arrival request =
            new Arrival(
                "POST",
                "https://hooks.example.com/h/" + World.PATH,
                headers,
                body.getBytes(StandardCharsets.UTF_8),
                world.clock.instant());
        last =
            reception.answer(
                reception.keep(reception.verify(reception.find(Visit.of(request, World.PATH)))));
        kept += last.status() == 200 ? 1 : 0;
      }
      assertThat(last.status()).isEqualTo(503);
      assertThat(last.headers()).containsKey("Retry-After");
      int found =
          full.read(
              handle ->
                  handle.createQuery("SELECT count(*) FROM inbox").mapTo(Integer.class).one());
      assertThat(found).isEqualTo(kept).isPositive();
      keeping.close();
    }
  }

  @Test
  void sendersThatOnlyAskWhoWeAreAreAnsweredEvenWhileEverythingIsHeld() {
    world.use(world.gate("hooks", World.PATH, shaking(Ingress.Handshake.SLACK)));
    HttpResponse<String> slack =
        world.send(
            World.PATH, "{\"type\":\"url_verification\",\"challenge\":\"a\\\"b\"}", Map.of());
    assertThat(slack.body()).isEqualTo("{\"challenge\":\"a\\\"b\"}");

    world.use(world.gate("hooks", World.PATH, shaking(Ingress.Handshake.GRAPH)));
    HttpResponse<String> graph =
        world.send(World.PATH + "?validationToken=a%20%3Cb%3E", "", Map.of());
    assertThat(graph.body()).isEqualTo("a <b>");
    assertThat(graph.headers().firstValue("content-type")).contains("text/plain");

    world.use(world.gate("hooks", World.PATH, shaking(Ingress.Handshake.OKTA)));
    assertThat(world.send(World.PATH, null, Map.of("x-okta-verification-challenge", "c")).body())
        .isEqualTo("{\"verification\":\"c\"}");

    world.use(world.gate("hooks", World.PATH, shaking(Ingress.Handshake.RINGCENTRAL)));
    assertThat(
            world
                .send(World.PATH, "", Map.of("Validation-Token", "v"))
                .headers()
                .firstValue("Validation-Token"))
        .contains("v");

    world.use(world.gate("hooks", World.PATH, shaking(Ingress.Handshake.GET)));
    assertThat(world.send(World.PATH, null, Map.of()).statusCode()).isEqualTo(200);
    world.use(world.gate("hooks", World.PATH, shaking(Ingress.Handshake.GOOGLE)));
    assertThat(world.send(World.PATH, "", Map.of("X-Goog-Resource-State", "sync")).statusCode())
        .isEqualTo(200);
    world.use(world.gate("hooks", World.PATH, shaking(Ingress.Handshake.CRC)));
    assertThat(world.send(World.PATH + "?crc_token=t", null, Map.of()).body())
        .startsWith("{\"response_token\":\"sha256=");
    assertThat(world.states()).isEmpty();
    assertThat(new Quarantine(world.store).count()).isZero();
  }

  private static Ingress shaking(Ingress.Handshake handshake) {
    return new Ingress(
        SignatureScheme.GITHUB,
        null,
        null,
        Duration.ofMinutes(5),
        new Ingress.Reply(200, "", "text/plain"),
        handshake,
        null,
        null,
        null);
  }

  @Test
  void aCallIsAnsweredByItsOwnerAndByTheCannedAnswerWhileNobodyOwnsIt() {
    Ingress.Reply busy = new Ingress.Reply(200, "<Response><Reject/></Response>", "text/xml");
    Ingress calls =
        new Ingress(
            SignatureScheme.GITHUB,
            null,
            null,
            Duration.ofMinutes(5),
            new Ingress.Reply(200, "", "text/plain"),
            Ingress.Handshake.NONE,
            new Pick("X-Id", null),
            null,
            new Ingress.Live(Duration.ofSeconds(20), busy));
    world.use(world.gate("hooks", World.PATH, calls));
    world.source.says = "<Response><Say>hello</Say></Response>";

    assertThat(world.send("call-1", "{}").body()).isEqualTo(busy.body());
    world.steer("source");
    HttpResponse<String> answered = world.send("call-2", "{}");
    assertThat(answered.body()).isEqualTo(world.source.says);
    assertThat(answered.headers().firstValue("content-type")).contains("text/xml");
    world.source.answering = request -> 500;
    assertThat(world.send("call-3", "{}").body()).isEqualTo(busy.body());

    world.deliver(2);
    assertThat(world.states()).containsExactly("ANSWERED 2", "GIVEN 1", "source DONE 1");
  }
}
