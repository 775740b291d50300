package dev.backhaul.sandbox.zendesk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class UsersTest {
  private TestAccount account;

  @BeforeEach
  void open() throws Exception {
    account = new TestAccount();
  }

  @AfterEach
  void close() {
    account.close();
  }

  @Test
  void anUpsertMatchesTheExternalIdInAnyCaseAndKeepsTheCaseSent() throws Exception {
    var updated =
        account.post("/users/create_or_update", "{'user':{'external_id':'CUST-1','name':'C'}}");
    assertThat(updated.status()).isEqualTo(200);
    assertThat(updated.json().at("/user/id").asLong()).isEqualTo(10);
    assertThat(updated.json().at("/user/external_id").asText()).isEqualTo("CUST-1");
    var created =
        account.post("/users/create_or_update", "{'user':{'external_id':'n','name':'New'}}");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location"))
        .endsWith("/users/" + created.json().at("/user/id").asText() + ".json");
    assertThat(created.json().at("/user/role").asText()).isEqualTo("end-user");
  }

  @Test
  void anUpsertMatchesTheAddressWhenThereIsNoExternalId() throws Exception {
    var updated =
        account.post("/users/create_or_update", "{'user':{'email':'CORA@acme.test','phone':'1'}}");
    assertThat(updated.json().at("/user/id").asLong()).isEqualTo(10);
  }

  @Test
  void anAddressSentWithAnUpdateIsAddedAndDoesNotReplaceThePrimaryOne() throws Exception {
    account.put("/users/10", "{'user':{'email':'cora@new.test'}}");
    assertThat(account.get("/users/10").json().at("/user/email").asText())
        .isEqualTo("cora@acme.test");
    JsonNode identities = account.get("/users/10/identities").json().path("identities");
    assertThat(TestAccount.texts(identities, "/value"))
        .containsExactly("cora@acme.test", "cora@new.test");
    String second = identities.at("/1/id").asText();
    assertThat(account.delete("/users/10/identities/" + identities.at("/0/id").asText()).status())
        .isEqualTo(422);
    account.put("/users/10/identities/" + second + "/make_primary", "");
    assertThat(account.get("/users/10").json().at("/user/email").asText())
        .isEqualTo("cora@new.test");
  }

  @Test
  void anAddressOfSomebodyElseIsRefused() throws Exception {
    var reply = account.put("/users/10", "{'user':{'email':'gus@desk.test'}}");
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.json().at("/details/email/0/error").asText()).isEqualTo("DuplicateValue");
    assertThat(account.zendesk.ledger().writes()).isEmpty();
  }

  @Test
  void aNewUserIsWelcomedByMailUnlessToldNotTo() throws Exception {
    account.post("/users", "{'user':{'name':'A','email':'a@x.test','skip_verify_email':true}}");
    assertThat(account.zendesk.ledger().mails()).isEmpty();
    account.post("/users", "{'user':{'name':'B','email':'b@x.test'}}");
    assertThat(account.zendesk.ledger().mails())
        .singleElement()
        .satisfies(mail -> assertThat(mail.cause()).isEqualTo("welcome"));
  }

  @Test
  void aBatchUpsertIsAJobWhoseRowsFailOneByOneInTheOrderSent() throws Exception {
    JsonNode job =
        account.finished(
            account.post(
                "/users/create_or_update_many",
                "{'users':[{'external_id':'cust-1','name':'Cora B'},"
                    + "{'external_id':'x','name':'X','email':'not an address'},"
                    + "{'external_id':'y','name':'Y'}]}"));
    assertThat(TestAccount.texts(job.path("results"), "/status"))
        .containsExactly("Updated", "Failed", "Created");
    assertThat(job.at("/results/0/id").asLong()).isEqualTo(10);
    JsonNode found = account.get("/users/show_many?external_ids=CUST-1,y,z").json();
    assertThat(TestAccount.texts(found.path("users"), "/name")).containsExactly("Cora B", "Y");
  }

  @Test
  void batchUpsertsNeedToBeEnabledBySupport() throws Exception {
    try (TestAccount other =
        new TestAccount(ZendeskOptions.enterprise().unlimited().withoutBulkUsers())) {
      assertThat(other.post("/users/create_or_update_many", "{'users':[{'name':'a'}]}").status())
          .isEqualTo(403);
    }
  }

  @Test
  void usersAreUpdatedInBatchesByIdAndByExternalId() throws Exception {
    account.finished(
        account.put("/users/update_many?external_ids=Cust-1", "{'user':{'notes':'n1'}}"));
    assertThat(account.get("/users/10").json().at("/user/notes").asText()).isEqualTo("n1");
    JsonNode job =
        account.finished(
            account.put(
                "/users/update_many",
                "{'users':[{'id':10,'suspended':true},{'id':4242,'notes':'x'}]}"));
    assertThat(account.get("/users/10").json().at("/user/suspended").asBoolean()).isTrue();
    assertThat(job.at("/results/0/action").asText()).isEqualTo("update");
    assertThat(job.at("/results/1/error").asText()).isEqualTo("RecordNotFound");
  }

  @Test
  void searchFindsByAddressAndKeyButNotWhatIsBrandNew() throws Exception {
    assertThat(account.get("/users/search?query=email:cora@acme.test").json().path("count").asInt())
        .isEqualTo(1);
    assertThat(account.get("/users/search?query=external_id:cust-1").json().path("count").asInt())
        .isEqualTo(1);
    account.post("/users", "{'user':{'name':'N','external_id':'new','skip_verify_email':true}}");
    assertThat(account.get("/users/search?external_id=new").json().path("count").asInt()).isZero();
    account.clock.step(Duration.ofSeconds(30));
    assertThat(account.get("/users/search?external_id=new").json().path("count").asInt())
        .isEqualTo(1);
  }

  @Test
  void aDeletedUserStaysInactiveAndCannotBeChanged() throws Exception {
    account.delete("/users/10");
    assertThat(account.get("/users/10").json().at("/user/active").asBoolean(true)).isFalse();
    assertThat(account.put("/users/10", "{'user':{'active':true}}").status()).isEqualTo(404);
    assertThat(account.get("/deleted_users").json().path("count").asInt()).isEqualTo(1);
    assertThat(account.get("/users/count").json().at("/count/value").asInt()).isEqualTo(2);
  }

  @Test
  void leavingAnOrganizationTakesTheWorkingTicketsAlongALittleLater() throws Exception {
    account.put("/users/10", "{'user':{'organization_id':null}}");
    assertThat(account.ticket(501).path("organization_id").asLong()).isEqualTo(100);
    account.clock.step(Duration.ofSeconds(5));
    assertThat(account.ticket(501).path("organization_id").isNull()).isTrue();
  }

  @Test
  void moreThanAHundredRowsAreRefused() throws Exception {
    String ids = "1,".repeat(100) + "1";
    var reply = account.get("/users/show_many?ids=" + ids);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("max_count").asInt()).isEqualTo(100);
    String rows = "{'name':'a'},".repeat(100) + "{'name':'a'}";
    assertThat(account.post("/users/create_or_update_many", "{'users':[" + rows + "]}").status())
        .isEqualTo(400);
  }
}
