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
}
