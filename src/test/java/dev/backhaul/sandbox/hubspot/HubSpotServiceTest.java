package dev.backhaul.sandbox.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HubSpotServiceTest {
  private static final String THREADS = "/conversations/v3/conversations/threads";

  private final Portal portal = new Portal();

  @AfterEach
  void stop() {
    portal.close();
  }

  @Test
  void threadsAreListedByTheTimeOfTheirLatestMessage() {
    // Given
    String contact = portal.contact("ann@example.test");
    String ticket = portal.ticket("chat");
    Instant start = portal.now();
    String first = portal.state.addThread(null, ticket, contact, start);
    String second = portal.state.addThread(null, null, contact, start.plusSeconds(10));
    portal.state.addMessage(
        first,
        null,
        ThreadMessage.message("INCOMING", "V-" + contact, "Ann", start.plusSeconds(60), "a < b"));
    // When
    String since = THREADS + "?sort=latestMessageTimestamp&latestMessageTimestampAfter=";
    Portal.Answer one = portal.get(since + start + "&limit=1&after=");
    Portal.Answer two = portal.get(since + start + "&limit=1&after=" + one.next());
    // Then
    assertThat(one.ids()).containsExactly(second);
    assertThat(two.ids()).containsExactly(first);
    assertThat(two.next()).isEmpty();
    assertThat(two.text("/results/0/threadAssociations/associatedTicketId")).isEqualTo(ticket);
    assertThat(portal.get(THREADS + "?associatedTicketId=" + ticket).ids()).containsExactly(first);
    assertThat(portal.get(THREADS + "?sort=latestMessageTimestamp").status()).isEqualTo(400);
  }

  @Test
  void messagesArePagedAndRemarksAreComments() {
    String contact = portal.contact("ann@example.test");
    String thread = portal.state.addThread("600", portal.ticket("chat"), contact, portal.now());
    String file = portal.state.addFile("log.txt", "x".getBytes(StandardCharsets.UTF_8));
    portal.state.addMessage(
        thread,
        "msg-a",
        ThreadMessage.message("OUTGOING", "A-501", "Bob", portal.now(), "hello", file));
    portal.state.addMessage(
        thread, "msg-b", ThreadMessage.comment("A-501", "Bob", portal.now(), "only us"));
    Portal.Answer first = portal.get(THREADS + "/600/messages?limit=1");
    Portal.Answer second = portal.get(THREADS + "/600/messages?limit=1&after=" + first.next());
    assertThat(first.text("/results/0/id")).isEqualTo("msg-a");
    assertThat(first.text("/results/0/type")).isEqualTo("MESSAGE");
    assertThat(first.text("/results/0/direction")).isEqualTo("OUTGOING");
    assertThat(first.text("/results/0/senders/0/actorId")).isEqualTo("A-501");
    assertThat(first.text("/results/0/attachments/0/fileId")).isEqualTo(file);
    assertThat(second.text("/results/0/type")).isEqualTo("COMMENT");
    assertThat(second.json().at("/results/0").has("direction")).isFalse();
  }

  @Test
  void aFileIsReadOverASignedAddressThatNeedsNoTokenAndDies() {
    byte[] bytes = {1, 2, 3, 0, -1};
    String id = portal.state.addFile("photo.png", bytes);
    Portal.Answer signed = portal.get("/files/v3/files/" + id + "/signed-url");
    assertThat(signed.text("/name")).isEqualTo("photo");
    assertThat(signed.text("/extension")).isEqualTo("png");
    String url = signed.text("/url");
    HttpResponse<byte[]> download = portal.raw("GET", url, "", "");
    assertThat(download.statusCode()).isEqualTo(200);
    assertThat(download.body()).isEqualTo(bytes);
    assertThat(
            portal
                .raw("GET", url.replaceFirst("expires=\\d+", "expires=9999999999999"), "", "")
                .statusCode())
        .isEqualTo(403);
    portal.step(Duration.ofMinutes(16));
    assertThat(portal.raw("GET", url, "", "").statusCode()).isEqualTo(403);
  }

  @Test
  void aWorkflowIsReplacedOnlyOnItsPresentRevision() {
    portal.state.addFlow(
        Portal.json(
            "{'id':'7','name':'Mail','isEnabled':true,'flowType':'WORKFLOW','type':'PLATFORM_FLOW',"
                + "'revisionId':'3','actions':[],'blockedDates':[],'customProperties':{},'timeWindows':[]}"));
    String body =
        "{\"type\":\"PLATFORM_FLOW\",\"revisionId\":\"3\",\"isEnabled\":false,\"actions\":[],"
            + "\"blockedDates\":[],\"customProperties\":{},\"timeWindows\":[],\"name\":\"Mail\"}";
    String path = "/automation/v4/flows/7";
    assertThat(portal.send("PUT", path, "{\"isEnabled\":false}", Portal.TOKEN).status())
        .isEqualTo(400);
    Portal.Answer paused = portal.send("PUT", path, body, Portal.TOKEN);
    assertThat(paused.status()).isEqualTo(200);
    assertThat(paused.text("/revisionId")).isEqualTo("4");
    assertThat(portal.send("PUT", path, body, Portal.TOKEN).status()).isEqualTo(409);
    assertThat(portal.get("/automation/v4/flows").json().at("/results/0/isEnabled").asBoolean())
        .isFalse();
  }

  @Test
  void ownersAreListedLivingOrArchived() {
    portal.state.addOwner(
        Portal.json("{'id':'71','email':'Bob@example.test','userId':501,'archived':false}"));
    portal.state.addOwner(
        Portal.json("{'id':'72','email':'eve@example.test','userId':502,'archived':true}"));
    assertThat(portal.get("/crm/v3/owners").ids()).containsExactly("71");
    assertThat(portal.get("/crm/v3/owners?archived=true").ids()).containsExactly("72");
    assertThat(portal.get("/crm/v3/owners?email=bob@example.test").ids()).containsExactly("71");
    assertThat(portal.get("/crm/v3/owners/71").text("/email")).isEqualTo("Bob@example.test");
  }

  @Test
  void aSavedAccountIsTheSameWhenItIsLoaded(@TempDir Path folder) throws IOException {
    // Given
    String winner = portal.contact("ann@example.test");
    String loser = portal.contact("ann.b@example.test");
    String ticket = portal.ticket("kept");
    portal.state.associate("tickets", ticket, "contacts", loser, 16);
    portal.step(Duration.ofHours(1));
    portal.state.set("tickets", ticket, Map.of("subject", "changed"), portal.now(), Portal.ANN);
    portal.state.merge("contacts", winner, loser, portal.now(), Portal.ANN);
    String moved = portal.contact("free@example.test");
    portal.state.set(
        "contacts", moved, Map.of("email", "other@example.test"), portal.now(), Portal.ANN);
    String heir = portal.contact("free@example.test");
    String gone = portal.ticket("gone");
    portal.state.archive("tickets", gone, portal.now(), Portal.ANN);
    String thread = portal.state.addThread(null, ticket, winner, portal.now());
    portal.state.addMessage(
        thread, null, ThreadMessage.comment("A-501", "Bob", portal.now(), "remark"));
    String file = portal.state.addFile("a.txt", new byte[] {9});
    portal.sandbox.save(folder.resolve("state.json"));
    // When
    try (Portal copy = new Portal()) {
      copy.step(Duration.ofHours(1));
      copy.sandbox.load(folder.resolve("state.json"));
      // Then
      assertThat(copy.state.all("tickets")).isEqualTo(portal.state.all("tickets"));
      assertThat(copy.state.all("contacts")).isEqualTo(portal.state.all("contacts"));
      assertThat(copy.state.history("tickets", ticket, "subject"))
          .isEqualTo(portal.state.history("tickets", ticket, "subject"));
      assertThat(copy.record("contacts", loser).id()).isEqualTo(winner);
      assertThat(copy.state.associated("tickets", ticket, "contacts")).containsExactly(winner);
      String byEmail = "/crm/v3/objects/contacts/free@example.test?idProperty=email";
      assertThat(copy.get(byEmail).text("/id")).isEqualTo(heir);
      assertThat(copy.get(THREADS + "/" + thread + "/messages").json())
          .isEqualTo(portal.get(THREADS + "/" + thread + "/messages").json());
      assertThat(copy.get("/files/v3/files/" + file).text("/name")).isEqualTo("a");
    }
  }
}
