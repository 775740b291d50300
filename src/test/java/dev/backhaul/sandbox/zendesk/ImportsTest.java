package dev.backhaul.sandbox.zendesk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ImportsTest {
  private static final String COMMENTS =
      "'comments':[{'author_id':10,'value':'Broken','created_at':'2026-02-01T09:00:00Z'},"
          + "{'author_id':2,'html_body':'<p>on &amp; off</p>','public':false,"
          + "'created_at':'2026-02-01T10:00:00Z'}]";
  private TestAccount account;

  @BeforeEach
  void open() throws Exception {
    account = new TestAccount();
    account.zendesk.state().putTrigger(RulesTest.notifyRequester(true));
  }

  @AfterEach
  void close() {
    account.close();
  }

  @Test
  void anImportKeepsTimesAndAuthorsAndFiresNoTrigger() throws Exception {
    JsonNode ticket =
        account
            .post(
                "/imports/tickets",
                "{'ticket':{'external_id':'hs-1','subject':'P','requester_id':10,"
                    + "'status':'solved','created_at':'2026-02-01T09:00:00Z',"
                    + "'updated_at':'2026-02-03T09:00:00Z',"
                    + COMMENTS
                    + "}}")
            .json()
            .path("ticket");
    assertThat(ticket.path("created_at").asText()).isEqualTo("2026-02-01T09:00:00Z");
    assertThat(ticket.path("updated_at").asText()).isEqualTo("2026-02-03T09:00:00Z");
    JsonNode comments = account.get("/tickets/" + ticket.path("id").asText() + "/comments").json();
    assertThat(TestAccount.texts(comments.path("comments"), "/created_at"))
        .containsExactly("2026-02-01T09:00:00Z", "2026-02-01T10:00:00Z");
    assertThat(comments.at("/comments/1/plain_body").asText()).isEqualTo("on & off");
    assertThat(comments.at("/comments/1/public").asBoolean()).isFalse();
    assertThat(account.zendesk.ledger().mails()).isEmpty();
  }

  @Test
  void theFirstUpdateAfterAnImportFiresTriggers() throws Exception {
    String id =
        account
            .post(
                "/imports/tickets",
                "{'ticket':{'subject':'P','requester_id':10,'status':'open'," + COMMENTS + "}}")
            .json()
            .at("/ticket/id")
            .asText();
    account.put("/tickets/" + id, "{'ticket':{'comment':{'body':'hello'}}}");
    assertThat(account.zendesk.ledger().mails()).hasSize(1);
  }

  @Test
  void aTimeBefore1970IsRoundedUpAndOneInTheFutureRefused() throws Exception {
    String start = "{'ticket':{'subject':'P','requester_id':10,'created_at':'";
    JsonNode old =
        account.post("/imports/tickets", start + "1960-01-01T00:00:00Z'," + COMMENTS + "}}").json();
    assertThat(old.at("/ticket/created_at").asText()).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(
            account
                .post("/imports/tickets", start + "2026-03-02T10:00:01Z'," + COMMENTS + "}}")
                .status())
        .isEqualTo(422);
    assertThat(account.post("/imports/tickets", "{'ticket':{'requester_id':10}}").status())
        .isEqualTo(422);
  }

  @Test
  void aClosedImportCanNeverBeChanged() throws Exception {
    String id =
        account
            .post(
                "/imports/tickets",
                "{'ticket':{'subject':'P','requester_id':10,'status':'closed'," + COMMENTS + "}}")
            .json()
            .at("/ticket/id")
            .asText();
    assertThat(account.put("/tickets/" + id, "{'ticket':{'priority':'low'}}").status())
        .isEqualTo(422);
  }

  @Test
  void aBatchTellsEachRowByItsIndexAndFailsRowByRow() throws Exception {
    String good = "{'subject':'P','requester_id':10,'external_id':'e'," + COMMENTS + "}";
    String bad = "{'subject':'P','requester_id':12345," + COMMENTS + "}";
    JsonNode job =
        account.finished(
            account.post(
                "/imports/tickets/create_many",
                "{'tickets':[" + good + "," + bad + "," + good + "]}"));
    assertThat(job.path("status").asText()).isEqualTo("completed");
    assertThat(TestAccount.texts(job.path("results"), "/index")).containsExactly("0", "1", "2");
    assertThat(job.at("/results/1/success").asBoolean(true)).isFalse();
    assertThat(job.at("/results/1/details").asText()).contains("requester");
    assertThat(job.at("/results/2/account_id").asInt()).isEqualTo(185);
    assertThat(account.get("/tickets?external_id=e").json().path("count").asInt()).isEqualTo(2);
  }
}
