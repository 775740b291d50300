package dev.backhaul.sandbox.zendesk;

import static dev.backhaul.sandbox.zendesk.TestAccount.basic;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AccessTest {
  @Test
  void wrongCredentialsAnswer200WithTheAnonymousUserAt_me() throws Exception {
    try (TestAccount account = new TestAccount()) {
      TestAccount.Reply reply =
          account.send("GET", "/users/me.json", "", basic("ada@desk.test", "wrong"));
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.json().at("/user/name").asText()).isEqualTo("Anonymous user");
      assertThat(reply.json().at("/user/id").isNull()).isTrue();
      assertThat(account.get("/users/me").json().at("/user/role").asText()).isEqualTo("admin");
    }
  }

  @Test
  void wrongCredentialsAnswer401Elsewhere() throws Exception {
    try (TestAccount account = new TestAccount()) {
      String wrongAddress = basic("eve@desk.test", "admin-token");
      assertThat(account.send("GET", "/tickets/501", "", wrongAddress).status()).isEqualTo(401);
      assertThat(account.send("GET", "/tickets/501", "", "Basic ???").status()).isEqualTo(401);
    }
  }

  @Test
  void aBearerTokenWorksUntilItIsRevoked() throws Exception {
    try (TestAccount account = new TestAccount()) {
      assertThat(account.send("GET", "/tickets/501", "", "Bearer admin-token").status())
          .isEqualTo(200);
      account.zendesk.sandbox().run(() -> account.zendesk.state().revoke("admin-token"));
      assertThat(account.send("GET", "/tickets/501", "", "Bearer admin-token").status())
          .isEqualTo(401);
    }
  }

  @Test
  void aRoleThatCannotWriteGets403AndNothingChanges() throws Exception {
    try (TestAccount account = new TestAccount()) {
      String reader = basic("gus@desk.test", "reader-token");
      assertThat(account.send("GET", "/tickets/501", "", reader).status()).isEqualTo(200);
      assertThat(
              account
                  .send("PUT", "/tickets/501", "{'ticket':{'priority':'high'}}", reader)
                  .status())
          .isEqualTo(403);
      assertThat(account.ticket(501).path("priority").isNull()).isTrue();
    }
  }

  @Test
  void importsExportsAndRuleChangesNeedAnAdministrator() throws Exception {
    try (TestAccount account = new TestAccount()) {
      String agent = basic("gus@desk.test", "agent-token");
      for (String path : new String[] {"/webhooks", "/incremental/tickets/cursor?start_time=0"}) {
        assertThat(account.send("GET", path, "", agent).status()).isEqualTo(403);
        assertThat(account.get(path).status()).isEqualTo(200);
      }
      String ticket = "{'ticket':{'subject':'a','requester_id':10,'description':'b'}}";
      assertThat(account.send("POST", "/imports/tickets", ticket, agent).status()).isEqualTo(403);
      assertThat(account.send("POST", "/tickets", ticket, agent).status()).isEqualTo(201);
      assertThat(account.send("GET", "/triggers", "", agent).status()).isEqualTo(200);
    }
  }

  @Test
  void whatIsNotThereIsRecordNotFound() throws Exception {
    try (TestAccount account = new TestAccount()) {
      TestAccount.Reply reply = account.get("/tickets/99");
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.text())
          .isEqualTo("{\"error\":\"RecordNotFound\",\"description\":\"Not found\"}");
      assertThat(account.post("/organizations/create_or_update_many", "{}").status())
          .isEqualTo(404);
    }
  }
}
