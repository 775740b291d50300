package dev.backhaul.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.sandbox.hubspot.HubSpotSandbox;
import dev.backhaul.sandbox.hubspot.HubSpotSettings;
import dev.backhaul.sandbox.hubspot.HubSpotState;
import dev.backhaul.sandbox.zendesk.ZendeskOptions;
import dev.backhaul.sandbox.zendesk.ZendeskSandbox;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;

/** Files over real HTTP. */
class BlobsWireTest {
  private static final byte[] BYTES = {0, (byte) 0xff, 13, 10, (byte) 0xc3, 40};

  private static ObjectNode json(String text) {
    return Json.parseObject(text.replace('\'', '"'));
  }

  @Test
  void aFileOfHubSpotIsOpenedByteForByte() throws Exception {
    HubSpotState state = new HubSpotState();
    state.token("pat", "app", List.of("files"));
    String id = state.addFile("photo.png", BYTES);
    try (Rig rig =
        new Rig(
            Role.TARGET,
            "hubspot",
            "pat",
            Map.of(),
            time -> HubSpotSandbox.sandbox(time, HubSpotSettings.professional(), state))) {
      Blob file = rig.account.open("note", id);

      assertThat(file.name()).isEqualTo("photo.png");
      assertThat(file.type()).isEqualTo("image/png");
      assertThat(file.content()).isEqualTo(BYTES);
      assertThatThrownBy(() -> rig.account.open("note", "404404"))
          .hasMessageContaining("no such record");
    }
  }

  @Test
  void anUploadedFileComesWithTheCommentThatNamesItAndWithAnImportedTicketsComment()
      throws Exception {
    try (Rig rig =
        new Rig(
            Role.SOURCE,
            "zendesk",
            "tok",
            Map.of(),
            time -> ZendeskSandbox.sandbox(time, ZendeskOptions.enterprise()))) {
      rig.sandbox.run(
          () -> {
            var state = ZendeskSandbox.state(rig.sandbox);
            state.putUser(json("{'id':1,'name':'Admin','email':'ops@acme.test','role':'admin'}"));
            state.putUser(json("{'id':2,'name':'Ann','email':'ann@acme.test'}"));
            state.credentials("ops@acme.test", "tok", 1, true);
            ObjectNode row =
                json("{'id':35,'subject':'T','status':'open','requester_id':2,'submitter_id':2}");
            state.putTicket(
                row.put("created_at", "2026-02-01T10:00:00Z")
                    .put("updated_at", "2026-02-01T10:00:00Z"),
                List.of(
                    json("{'author_id':2,'body':'Hello','created_at':'2026-02-01T10:00:00Z'}")));
          });

      String first = rig.account.upload("a b.bin", "application/octet-stream", BYTES);
      String second = rig.account.upload("c.txt", "text/plain", BYTES);
      ObjectNode set = json("{'body':'See file','public':false,'author_id':2}");
      set.putArray("uploads").add(first);
      Write append =
          new Write("J-1", Write.Kind.APPEND, "35", null, set, List.of(), null, List.of(), null);
      WriteResult appended = rig.account.write("comment", List.of(append)).results().getFirst();
      ObjectNode child =
          json("{'author_id':2,'html_body':'<p>x</p>','created_at':'2026-02-01T09:00:00Z'}");
      child.putArray("uploads").add(second);
      Write create =
          new Write(
              "J-2",
              Write.Kind.CREATE,
              null,
              "hs-9",
              json("{'subject':'New','requester_id':2}"),
              List.of(),
              null,
              List.of(child),
              null);
      WriteAnswer answer = rig.account.write("ticket", List.of(create));
      for (int i = 0; answer.job() != null && i < 60; i++) {
        rig.time.sleep(Duration.ofSeconds(1));
        answer = rig.account.job("ticket", answer.job(), List.of(create));
      }

      assertThat(appended.failure()).isNull();
      assertThat(names(rig.account, "35")).containsExactly("a b.bin");
      assertThat(names(rig.account, String.valueOf(answer.results().getFirst().nativeId())))
          .containsExactly("c.txt");
      JsonNode stored =
          rig.sandbox.look(() -> ZendeskSandbox.state(rig.sandbox).all("attachments").getFirst());
      assertThat(stored.path("content").binaryValue()).isEqualTo(BYTES);
    }
  }

  private static List<String> names(Account account, String ticket) {
    return account.read("comment", new ReadRequest("parent", List.of(ticket))).stream()
        .flatMap(comment -> account.files("comment", comment.fields()).stream())
        .map(file -> String.valueOf(file.name()))
        .toList();
  }

  @Test
  void credentialsNeverGoToTheHostOfAFileAndARedirectThereIsNotFollowed() throws Exception {
    record Seen(String path, boolean authorized) {}
    List<Seen> seen = new CopyOnWriteArrayList<>();
    HttpServer home =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    HttpServer foreign =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String elsewhere = "http://127.0.0.1:" + foreign.getAddress().getPort();
    home.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().toString();
          seen.add(
              new Seen("home" + path, exchange.getRequestHeaders().containsKey("Authorization")));
          String url = elsewhere + (path.contains("/8/") ? "/moved" : "/f%20x/a+b?sig=a%2Bb&t=1");
          byte[] body =
              ("{\"name\":\"f\",\"extension\":\"txt\",\"size\":2,\"url\":\"" + url + "\"}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    foreign.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().toString();
          seen.add(
              new Seen(
                  "foreign" + path, exchange.getRequestHeaders().containsKey("Authorization")));
          exchange.getResponseHeaders().set("Location", elsewhere + "/f");
          exchange.sendResponseHeaders(path.equals("/moved") ? 302 : 200, 2);
          exchange.getResponseBody().write(new byte[] {1, 2});
          exchange.close();
        });
    home.start();
    foreign.start();
    CamelContext camel = Rig.context();
    try {
      Manifest manifest = Manifests.read(Path.of("config/platforms/hubspot.yaml"));
      URI url = URI.create("http://127.0.0.1:" + home.getAddress().getPort());
      StillTime time = new StillTime();
      Account account =
          Accounts.open(
              camel,
              Rig.system(Role.TARGET, manifest, url, "secret", Map.of()),
              Rig.unlimited(time),
              time);
      camel.start();

      assertThat(account.open("note", "7").content()).containsExactly(1, 2);
      assertThatThrownBy(() -> account.open("note", "8")).hasMessageContaining("HTTP 302");

      assertThat(seen)
          .containsExactly(
              new Seen("home/files/v3/files/7/signed-url", true),
              new Seen("foreign/f%20x/a+b?sig=a%2Bb&t=1", false),
              new Seen("home/files/v3/files/8/signed-url", true),
              new Seen("foreign/moved", false));
    } finally {
      camel.stop();
      home.stop(0);
      foreign.stop(0);
    }
  }
}
