package dev.backhaul.sandbox.zendesk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TicketsTest {
  private TestAccount account;

  @BeforeEach
  void open() throws Exception {
    account = new TestAccount();
  }

  @AfterEach
  void close() {
    account.close();
  }

  private TestAccount.Reply put(String ticket) throws Exception {
    return account.put("/tickets/501", "{'ticket':" + ticket + "}");
  }

  @Test
  void anUpdateAnswersTheTicketAndAnAuditOfEachChange() throws Exception {
    TestAccount.Reply reply = put("{'status':'pending','priority':'high'}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().at("/ticket/updated_at").asText()).isEqualTo("2026-03-02T10:00:00Z");
    assertThat(TestAccount.texts(reply.json().at("/audit/events"), "/field_name"))
        .containsExactlyInAnyOrder("priority", "status");
    assertThat(account.zendesk.ledger().writes("ticket", "501"))
        .singleElement()
        .satisfies(write -> assertThat(write.fields()).containsExactly("priority", "status"));
  }

  @Test
  void anUpdateThatChangesNothingLeavesNoAuditAndNoNewTime() throws Exception {
    TestAccount.Reply reply = put("{'status':'open'}");
    assertThat(reply.json().has("audit")).isFalse();
    assertThat(reply.json().at("/ticket/updated_at").asText()).isEqualTo("2026-02-03T09:00:00Z");
    assertThat(account.zendesk.ledger().writes()).isEmpty();
  }

  @Test
  void aStaleStampIsAConflictWhateverSafeUpdateSays() throws Exception {
    String stale = "'updated_stamp':'2026-02-02T00:00:00Z','priority':'low'}";
    assertThat(put("{'safe_update':true," + stale).status()).isEqualTo(409);
    assertThat(put("{'safe_update':false," + stale).status()).isEqualTo(409);
    String fresh = "'updated_stamp':'2026-02-03T09:00:00Z','priority':'low'}";
    assertThat(put("{'safe_update':true," + fresh).status()).isEqualTo(200);
    assertThat(put("{'safe_update':true," + fresh).status()).isEqualTo(409);
    assertThat(put("{" + stale).status()).isEqualTo(200);
  }

  @Test
  void aClosedTicketRefusesEveryUpdate() throws Exception {
    assertThat(put("{'status':'closed'}").status()).isEqualTo(200);
    TestAccount.Reply reply = put("{'comment':{'body':'late'}}");
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.json().at("/details/status/0/description").asText())
        .isEqualTo("Status: closed prevents ticket update");
    assertThat(account.comments(501)).hasSize(1);
  }

  @Test
  void theStatusNeverReturnsToNew() throws Exception {
    assertThat(put("{'status':'new'}").status()).isEqualTo(422);
    assertThat(put("{'status':'nonsense'}").status()).isEqualTo(422);
  }

  @Test
  void tagsReplaceTheListAndSingleTagsAreForBatchesOnly() throws Exception {
    put("{'tags':['One','two']}");
    assertThat(account.ticket(501).path("tags").toString()).isEqualTo("[\"one\",\"two\"]");
    put("{'additional_tags':['three']}");
    assertThat(account.ticket(501).path("tags")).hasSize(2);
    account.finished(
        account.put(
            "/tickets/update_many?ids=501",
            "{'ticket':{'additional_tags':['three'],'remove_tags':['one']}}"));
    assertThat(account.ticket(501).path("tags").toString()).isEqualTo("[\"three\",\"two\"]");
  }

  @Test
  void onlyAnOrganizationOfTheRequesterCanBeSet() throws Exception {
    account.post("/organizations", "{'organization':{'name':'Other'}}");
    long other =
        account.get("/organizations/search?name=other").json().at("/organizations/0/id").asLong();
    assertThat(put("{'organization_id':" + other + "}").status()).isEqualTo(422);
    assertThat(put("{'organization_id':100}").status()).isEqualTo(200);
  }

  @Test
  void aCommentCarriesTheMetadataMarkerButNeverItsOwnTime() throws Exception {
    TestAccount.Reply reply =
        put(
            "{'metadata':{'custom':{'marker':'m-1'}},'comment':{'body':'Hi','public':false,"
                + "'author_id':10,'created_at':'2020-01-01T00:00:00Z'}}");
    assertThat(reply.json().at("/audit/metadata/custom/marker").asText()).isEqualTo("m-1");
    JsonNode comment = account.get("/tickets/501/comments").json().at("/comments/1");
    assertThat(comment.path("created_at").asText()).isEqualTo("2026-03-02T10:00:00Z");
    assertThat(comment.path("author_id").asLong()).isEqualTo(10);
    assertThat(comment.path("public").asBoolean()).isFalse();
    assertThat(comment.at("/metadata/custom/marker").asText()).isEqualTo("m-1");
    JsonNode audits = account.get("/tickets/501/audits").json().path("audits");
    assertThat(TestAccount.texts(audits, "/metadata/custom/marker")).containsExactly("", "m-1");
  }

  @Test
  void commentsComeInPagesByCursorOldestFirst() throws Exception {
    for (int i = 0; i < 4; i++) {
      account.clock.step(Duration.ofSeconds(1));
      put("{'comment':{'body':'c" + i + "'}}");
    }
    JsonNode first = account.get("/tickets/501/comments?page%5Bsize%5D=3").json();
    assertThat(TestAccount.texts(first.path("comments"), "/body"))
        .containsExactly("Broken", "c0", "c1");
    assertThat(first.at("/meta/has_more").asBoolean()).isTrue();
    String after = first.at("/meta/after_cursor").asText();
    JsonNode second =
        account.get("/tickets/501/comments?page%5Bsize%5D=3&page%5Bafter%5D=" + after).json();
    assertThat(TestAccount.texts(second.path("comments"), "/body")).containsExactly("c2", "c3");
    assertThat(second.at("/links/next").isNull()).isTrue();
  }

  @Test
  void anExternalIdMayNameSeveralTickets() throws Exception {
    account.post(
        "/tickets",
        "{'ticket':{'external_id':'T-1','subject':'x','comment':{'body':'b'},'requester_id':10}}");
    JsonNode found = account.get("/tickets?external_id=T-1").json();
    assertThat(found.path("count").asInt()).isEqualTo(2);
    assertThat(account.get("/tickets?external_id=t-1").json().path("count").asInt()).isZero();
    assertThat(account.get("/tickets/show_many?ids=501,999").json().path("tickets")).hasSize(1);
  }

  @Test
  void anIdempotencyKeyCreatesOnceForTwoHours() throws Exception {
    String body = "{'ticket':{'subject':'x','comment':{'body':'b'},'requester_id':10}}";
    String ada = TestAccount.basic("ada@desk.test", "admin-token");
    var first = account.send("POST", "/tickets", body, ada, "Idempotency-Key", "k");
    var again = account.send("POST", "/tickets", body, ada, "Idempotency-Key", "k");
    assertThat(first.header("x-idempotency-lookup")).isEqualTo("miss");
    assertThat(again.header("x-idempotency-lookup")).isEqualTo("hit");
    assertThat(again.json().at("/ticket/id")).isEqualTo(first.json().at("/ticket/id"));
    var other =
        account.send("POST", "/tickets", body.replace("x", "y"), ada, "Idempotency-Key", "k");
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.json().path("error").asText()).isEqualTo("IdempotentRequestError");
    account.clock.step(Duration.ofHours(2));
    var late = account.send("POST", "/tickets", body, ada, "Idempotency-Key", "k");
    assertThat(late.json().at("/ticket/id")).isNotEqualTo(first.json().at("/ticket/id"));
  }

  @Test
  void aDeletedTicketIsGoneUntilRestoredWithinThirtyDays() throws Exception {
    assertThat(account.delete("/tickets/501").status()).isEqualTo(204);
    assertThat(account.get("/tickets/501").status()).isEqualTo(404);
    assertThat(put("{'comment':{'body':'reply'}}").status()).isEqualTo(404);
    JsonNode deleted = account.get("/deleted_tickets").json().at("/deleted_tickets/0");
    assertThat(deleted.path("previous_state").asText()).isEqualTo("open");
    assertThat(deleted.at("/actor/name").asText()).isEqualTo("Ada");
    assertThat(account.put("/deleted_tickets/501/restore", "").status()).isEqualTo(200);
    assertThat(account.put("/deleted_tickets/501/restore", "").status()).isEqualTo(404);
    assertThat(account.get("/tickets/501").json().at("/ticket/status").asText()).isEqualTo("open");
    account.delete("/tickets/501");
    account.clock.step(Duration.ofDays(30));
    assertThat(account.put("/deleted_tickets/501/restore", "").status()).isEqualTo(404);
  }

  @Test
  void choicesOfACustomFieldAreTags() throws Exception {
    account
        .zendesk
        .sandbox()
        .run(
            () ->
                account
                    .zendesk
                    .state()
                    .putField(
                        "ticket",
                        TestAccount.json(
                            "{'id':77,'type':'tagger','title':'Plan','custom_field_options':"
                                + "[{'value':'gold'},{'value':'free'}]}")));
    put("{'custom_fields':[{'id':77,'value':'gold'},{'id':78,'value':'unknown field'}]}");
    assertThat(account.ticket(501).path("tags").toString()).isEqualTo("[\"gold\",\"vip\"]");
    put("{'custom_fields':[{'id':77,'value':'free'}]}");
    assertThat(account.ticket(501).path("tags").toString()).isEqualTo("[\"free\",\"vip\"]");
    assertThat(account.ticket(501).path("custom_fields")).hasSize(1);
    assertThat(put("{'custom_fields':[{'id':77,'value':'bronze'}]}").status()).isEqualTo(422);
  }

  @Test
  void peopleNewlyPutOnATicketAreToldSo() throws Exception {
    put("{'collaborator_ids':[2]}");
    assertThat(account.zendesk.ledger().mails())
        .singleElement()
        .satisfies(mail -> assertThat(mail.recipients()).isEqualTo(List.of("2")));
  }
}
