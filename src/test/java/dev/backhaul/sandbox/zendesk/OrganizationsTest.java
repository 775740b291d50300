package dev.backhaul.sandbox.zendesk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OrganizationsTest {
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
  void aTrimmedNameIsUnique() throws Exception {
    var reply = account.post("/organizations", "{'organization':{'name':' Acme '}}");
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.json().at("/details/name/0/error").asText()).isEqualTo("DuplicateValue");
    var free = account.post("/organizations", "{'organization':{'name':' Beta '}}");
    assertThat(free.json().at("/organization/name").asText()).isEqualTo("Beta");
  }

  @Test
  void aRenamedOrganizationFreesItsName() throws Exception {
    account.put("/organizations/100", "{'organization':{'name':'Acme 2'}}");
    assertThat(account.post("/organizations", "{'organization':{'name':'Acme'}}").status())
        .isEqualTo(201);
  }

  @Test
  void anUpsertGoesByExternalIdNeverByName() throws Exception {
    var updated =
        account.post(
            "/organizations/create_or_update",
            "{'organization':{'external_id':'org-1','notes':'n'}}");
    assertThat(updated.status()).isEqualTo(200);
    assertThat(updated.json().at("/organization/id").asLong()).isEqualTo(100);
    assertThat(
            account
                .post("/organizations/create_or_update", "{'organization':{'name':'Acme'}}")
                .status())
        .isEqualTo(422);
  }

  @Test
  void domainNamesAreReplacedAsAWhole() throws Exception {
    account.put("/organizations/100", "{'organization':{'domain_names':['a.test','b.test']}}");
    account.put("/organizations/100", "{'organization':{'domain_names':['c.test']}}");
    assertThat(account.get("/organizations/100").json().at("/organization/domain_names").toString())
        .isEqualTo("[\"c.test\"]");
  }

  @Test
  void batchesCreateAndUpdateWithResultsInOrder() throws Exception {
    JsonNode created =
        account.finished(
            account.post(
                "/organizations/create_many",
                "{'organizations':[{'name':'B','external_id':'b'},{'name':'Acme'},{'name':'C'}]}"));
    assertThat(TestAccount.texts(created.path("results"), "/status"))
        .containsExactly("Created", "Failed", "Created");
    account.finished(
        account.put(
            "/organizations/update_many",
            "{'organizations':[{'id':100,'notes':'x'},{'external_id':'b','notes':'y'}]}"));
    JsonNode found = account.get("/organizations/show_many?external_ids=ORG-1,B").json();
    assertThat(TestAccount.texts(found.path("organizations"), "/notes")).containsExactly("x", "y");
  }

  @Test
  void searchGoesByExternalIdAndByTheBeginningOfTheNameAfterALag() throws Exception {
    assertThat(account.get("/organizations/search?external_id=org-1").json().path("count").asInt())
        .isEqualTo(1);
    account.post("/organizations", "{'organization':{'name':'Acme North'}}");
    String path = "/organizations/autocomplete?name=acm";
    assertThat(account.get(path).json().path("count").asInt()).isEqualTo(1);
    account.clock.step(Duration.ofSeconds(30));
    assertThat(account.get(path).json().path("count").asInt()).isEqualTo(2);
  }
}
