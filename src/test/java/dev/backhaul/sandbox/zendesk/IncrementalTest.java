package dev.backhaul.sandbox.zendesk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class IncrementalTest {
  private static final long SAME = 1_770_000_000L;
  private TestAccount account;

  @BeforeEach
  void open() throws Exception {
    account = new TestAccount();
    for (int i = 1; i <= 7; i++) {
      account
          .zendesk
          .state()
          .putTicket(
              TestAccount.json(
                  "{'id':"
                      + i
                      + ",'status':'open','requester_id':10,'generated_timestamp':"
                      + SAME
                      + "}"),
              List.of());
    }
  }

  @AfterEach
  void close() {
    account.close();
  }

  @Test
  void theCursorWalksThroughEqualTimesWithoutRepeatingOrLosing() throws Exception {
    JsonNode page = account.get("/incremental/tickets/cursor?start_time=1&per_page=3").json();
    StringBuilder ids = new StringBuilder();
    while (true) {
      TestAccount.texts(page.path("tickets"), "/id").forEach(id -> ids.append(id).append(' '));
      if (page.path("end_of_stream").asBoolean()) {
        break;
      }
      page =
          account
              .get(
                  "/incremental/tickets/cursor?per_page=3&cursor="
                      + page.path("after_cursor").asText().replace("=", "%3D"))
              .json();
    }
    assertThat(ids.toString()).isEqualTo("1 2 3 4 5 6 7 501 ");
    assertThat(page.path("after_cursor").asText()).isNotEmpty();
  }

  @Test
  void theTimeBasedExportNeverSplitsASecondAndRepeatsIt() throws Exception {
    JsonNode page = account.get("/incremental/tickets?start_time=1&per_page=1").json();
    assertThat(page.path("count").asInt()).isEqualTo(7);
    assertThat(page.path("end_time").asLong()).isEqualTo(SAME);
    assertThat(page.path("next_page").asText()).endsWith("start_time=" + SAME);
    JsonNode next = account.get("/incremental/tickets?start_time=" + SAME).json();
    assertThat(next.path("count").asInt()).isEqualTo(8);
    assertThat(next.path("end_of_stream").asBoolean()).isTrue();
    assertThat(next.path("next_page").isNull()).isFalse();
  }

  @Test
  void theLastMinuteIsLeftOutAndATooYoungStartRefused() throws Exception {
    account.put("/tickets/501", "{'ticket':{'priority':'low'}}");
    long start = account.clock.instant().getEpochSecond() - 60;
    String path = "/incremental/tickets/cursor?start_time=";
    assertThat(account.get(path + start).json().path("tickets")).isEmpty();
    assertThat(account.get(path + (start + 1)).status()).isEqualTo(422);
    account.clock.step(Duration.ofSeconds(60));
    assertThat(account.get(path + start).json().path("tickets")).hasSize(1);
  }

  @Test
  void deletedTicketsAreToldUnlessExcluded() throws Exception {
    account.delete("/tickets/3");
    account.clock.step(Duration.ofSeconds(60));
    String path = "/incremental/tickets/cursor?start_time=" + (SAME + 1_000_000);
    assertThat(account.get(path).json().at("/tickets/0/status").asText()).isEqualTo("deleted");
    assertThat(account.get(path + "&exclude_deleted=true").json().path("tickets")).isEmpty();
  }

  @Test
  void aDeletedTicketIsListedWithWhoDeletedIt() throws Exception {
    account.delete("/tickets/3");

    JsonNode row = account.get("/deleted_tickets").json().at("/deleted_tickets/0");

    assertThat(row.at("/actor/id").asLong()).isEqualTo(TestAccount.ADMIN);
    assertThat(row.path("previous_state").asText()).isEqualTo("open");
  }

  @Test
  void ticketEventsTellChangesAndCommentsWholeIfAsked() throws Exception {
    account.put("/tickets/501", "{'ticket':{'assignee_id':1,'comment':{'body':'Mine'}}}");
    account.clock.step(Duration.ofSeconds(61));
    long start = account.clock.instant().getEpochSecond() - 120;
    String path = "/incremental/ticket_events?start_time=" + start;

    JsonNode plain = account.get(path).json().at("/ticket_events/0");
    JsonNode whole = account.get(path + "&include=comment_events").json().at("/ticket_events/0");

    assertThat(plain.path("ticket_id").asLong()).isEqualTo(501);
    assertThat(plain.path("updater_id").asLong()).isEqualTo(TestAccount.ADMIN);
    assertThat(plain.at("/child_events/0/assignee_id").asText()).isEqualTo("1");
    assertThat(plain.at("/child_events/0/previous_value").asText()).isEqualTo("2");
    assertThat(plain.at("/child_events/1/comment_present").asBoolean()).isTrue();
    assertThat(plain.at("/child_events/1/body").isMissingNode()).isTrue();
    assertThat(whole.at("/child_events/1/body").asText()).isEqualTo("Mine");
    assertThat(whole.at("/child_events/1/author_id").asLong()).isEqualTo(TestAccount.ADMIN);
  }

  @Test
  void usersComeByCursorWithTheDeletedOnesInactive() throws Exception {
    account.delete("/users/10");
    account.clock.step(Duration.ofSeconds(61));
    long start = account.clock.instant().getEpochSecond() - 120;

    JsonNode page = account.get("/incremental/users/cursor?start_time=" + start).json();

    assertThat(page.at("/users/0/id").asLong()).isEqualTo(10);
    assertThat(page.at("/users/0/active").asBoolean(true)).isFalse();
    assertThat(page.path("end_of_stream").asBoolean()).isTrue();
    assertThat(account.get("/incremental/organizations/cursor?start_time=1").status())
        .isEqualTo(404);
  }

  @Test
  void allExportsTogetherAreCountedByTheMinute() throws Exception {
    account.close();
    account = new TestAccount(ZendeskOptions.enterprise());
    for (int i = 0; i < 5; i++) {
      assertThat(account.get("/incremental/users/cursor?start_time=1").status()).isEqualTo(200);
      assertThat(account.get("/incremental/ticket_events?start_time=1").status()).isEqualTo(200);
    }
    assertThat(account.get("/incremental/organizations?start_time=1").status()).isEqualTo(429);
  }

  @Test
  void whatIsToBeSeenLateIsToldLate() throws Exception {
    account.close();
    account =
        new TestAccount(ZendeskOptions.enterprise().unlimited().exportLag(Duration.ofSeconds(90)));
    account.put("/tickets/501", "{'ticket':{'priority':'low'}}");
    long start = account.clock.instant().getEpochSecond() - 1;
    String path = "/incremental/tickets/cursor?start_time=" + start;

    account.clock.step(Duration.ofSeconds(89));
    assertThat(account.get(path).json().path("tickets")).isEmpty();
    account.clock.step(Duration.ofSeconds(1));
    assertThat(account.get(path).json().path("tickets")).hasSize(1);
  }

  @Test
  void aSearchCountsWhatChangedSince() throws Exception {
    account.put("/tickets/501", "{'ticket':{'priority':'low'}}");
    account.clock.step(Duration.ofMinutes(2));
    String since = account.clock.instant().minus(Duration.ofMinutes(5)).toString();

    JsonNode since5 =
        account.get("/search/count?query=type%3Aticket%20updated%3E%3D" + since).json();
    JsonNode all = account.get("/search/count?query=type%3Aticket").json();

    assertThat(since5.path("count").asInt()).isEqualTo(1);
    assertThat(all.path("count").asInt()).isEqualTo(8);
  }
}
