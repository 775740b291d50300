package dev.backhaul.sandbox.zendesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MergingTest {
  private TestAccount account;
  private long second;

  @BeforeEach
  void open() throws Exception {
    account = new TestAccount();
    second =
        account
            .post("/tickets", "{'ticket':{'subject':'Again','comment':{'body':'Still broken'}}}")
            .json()
            .at("/ticket/id")
            .asLong();
  }

  @AfterEach
  void close() {
    account.close();
  }

  @Test
  void aMergedTicketIsClosedAndTaggedAndItsAuditNamesTheOther() throws Exception {
    JsonNode job = account.finished(account.post("/tickets/501/merge", "{'ids':[" + second + "]}"));

    assertThat(job.path("status").asText()).isEqualTo("completed");
    assertThat(account.ticket(second).path("status").asText()).isEqualTo("closed");
    assertThat(TestAccount.texts(account.ticket(second).path("tags"), ""))
        .contains("closed_by_merge");
    JsonNode audits = account.get("/tickets/" + second + "/audits").json().path("audits");
    JsonNode last = audits.get(audits.size() - 1);
    assertThat(last.at("/via/source/rel").asText()).isEqualTo("merge");
    assertThat(last.at("/via/source/to/ticket_id").asLong()).isEqualTo(TestAccount.TICKET);
    assertThat(account.comments(TestAccount.TICKET)).hasSize(2);
  }

  @Test
  void aMergeCannotBeDoneTwice() throws Exception {
    account.finished(account.post("/tickets/501/merge", "{'ids':[" + second + "]}"));

    JsonNode job = account.finished(account.post("/tickets/501/merge", "{'ids':[" + second + "]}"));

    assertThat(job.at("/results/0/success").asBoolean(true)).isFalse();
  }

  @Test
  void aMergedUserIsGoneAndLeavesAddressAndTickets() throws Exception {
    long dora =
        account
            .post("/users", "{'user':{'name':'Dora','email':'dora@acme.test'}}")
            .json()
            .at("/user/id")
            .asLong();
    long before = account.ticket(501).path("generated_timestamp").asLong();

    account.put("/users/10/merge", "{'user':{'id':" + dora + "}}");

    assertThat(account.get("/users/10").json().at("/user/active").asBoolean()).isFalse();
    assertThat(TestAccount.texts(account.get("/deleted_users").json().path("deleted_users"), "/id"))
        .contains("10");
    JsonNode found = account.get("/users/search?query=cora%40acme.test").json().path("users");
    account.clock.step(Duration.ofMinutes(2));
    found = account.get("/users/search?query=cora%40acme.test").json().path("users");
    assertThat(TestAccount.texts(found, "/id")).containsExactly("" + dora);
    assertThat(account.ticket(501).path("requester_id").asLong()).isEqualTo(dora);
    assertThat(account.ticket(501).path("updated_at").asText()).isEqualTo("2026-02-03T09:00:00Z");
    assertThat(account.ticket(501).path("generated_timestamp").asLong()).isGreaterThan(before);
  }

  @Test
  void anOrganizationGoesIntoAnotherAndOnlyTheMergeTellsOfIt() throws Exception {
    long globex =
        account
            .post("/organizations", "{'organization':{'name':'Globex'}}")
            .json()
            .at("/organization/id")
            .asLong();

    account.post("/organizations/100/merge", "{'organization_merge':{'winner_id':" + globex + "}}");

    assertThat(account.get("/organizations/100").status()).isEqualTo(404);
    JsonNode merges =
        account.get("/organizations/" + globex + "/merges").json().path("organization_merges");
    assertThat(merges.at("/0/loser_id").asLong()).isEqualTo(100);
    assertThat(merges.at("/0/status").asText()).isEqualTo("complete");
    assertThat(account.get("/users/10").json().at("/user/organization_id").asLong())
        .isEqualTo(globex);
    account.clock.step(Duration.ofMinutes(2));
    JsonNode changed =
        account.get("/incremental/organizations?start_time=1").json().path("organizations");
    assertThat(TestAccount.texts(changed, "/id")).containsExactly("" + globex);
  }

  @Test
  void agentsAreNeverMerged() throws Exception {
    assertThat(account.put("/users/2/merge", "{'user':{'id':10}}").status()).isEqualTo(422);
  }

  @Test
  void aHandWorksByItsChannelAndAtItsTimeAndIsRefusedLikeEverybody() {
    ZendeskHand gus = ZendeskHand.person(account.zendesk.sandbox(), TestAccount.AGENT);
    java.time.Instant at = java.time.Instant.parse("2026-02-10T08:00:00Z");

    gus.updateTicket(501, TestAccount.json("{'priority':'low'}"), at);

    assertThat(account.ticket(501).path("updated_at").asText()).isEqualTo("2026-02-10T08:00:00Z");
    assertThat(
            account
                .zendesk
                .sandbox()
                .look(() -> account.zendesk.state().audits(501))
                .getLast()
                .at("/via/channel")
                .asText())
        .isEqualTo("web");
    assertThatThrownBy(() -> gus.updateTicket(501, TestAccount.json("{'status':'new'}"), at))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("set back to new");
  }
}
