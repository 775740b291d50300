package dev.backhaul.sandbox.zendesk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RulesTest {
  private TestAccount account;

  static ObjectNode notifyRequester(boolean active) {
    return TestAccount.json(
        "{'id':7,'title':'Notify requester','active':"
            + active
            + ",'position':1,'conditions':{'all':[{'field':'comment_is_public','operator':'is',"
            + "'value':'true'}],'any':[]},'actions':[{'field':'notification_user',"
            + "'value':['requester_id','Re: {{ticket.title}}','...']}]}");
  }

  static ObjectNode closeAfterFourDays() {
    return TestAccount.json(
        "{'id':9,'title':'Close after 4 days','active':true,'position':1,'conditions':{'all':["
            + "{'field':'status','operator':'is','value':'solved'},"
            + "{'field':'SOLVED','operator':'greater_than','value':'96'}],'any':[]},"
            + "'actions':[{'field':'status','value':'closed'}]}");
  }

  @BeforeEach
  void open() throws Exception {
    account = new TestAccount();
    account.zendesk.state().putTrigger(notifyRequester(true));
    account.zendesk.state().putAutomation(closeAfterFourDays());
    account
        .zendesk
        .state()
        .putWebhook(
            TestAccount.json(
                "{'id':'01EJFTSCC78X5V07NPY2MHR00M','name':'erp','status':'active',"
                    + "'endpoint':'https://erp.test/in','http_method':'POST',"
                    + "'request_format':'json','subscriptions':['conditional_ticket_events'],"
                    + "'authentication':{'type':'basic_auth','data':{'username':'u',"
                    + "'password':'secret'},'add_position':'header'}}"));
  }

  @AfterEach
  void close() {
    account.close();
  }

  private void comment(boolean shown) throws Exception {
    account.put("/tickets/501", "{'ticket':{'comment':{'body':'hello','public':" + shown + "}}}");
  }

  @Test
  void anActiveTriggerMailsTheRequesterAndTheAuditProvesIt() throws Exception {
    comment(true);
    assertThat(account.zendesk.ledger().mails())
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.cause()).isEqualTo("trigger 7");
              assertThat(mail.recipients()).isEqualTo(List.of("10"));
            });
    JsonNode events = account.get("/tickets/501/audits").json().at("/audits/1/events");
    assertThat(TestAccount.texts(events, "/type")).containsExactly("Comment", "Notification");
    assertThat(events.at("/1/via/source/from/id").asLong()).isEqualTo(7);
  }

  @Test
  void aPrivateCommentDoesNotMailTheRequester() throws Exception {
    comment(false);
    assertThat(account.zendesk.ledger().mails()).isEmpty();
  }

  @Test
  void switchedOffTriggersAreSilentAndCanBeSwitchedOnAgain() throws Exception {
    JsonNode answer =
        account
            .put(
                "/triggers/update_many",
                "{'triggers':[{'id':7,'active':false,'title':'passed over'}]}")
            .json();
    assertThat(answer.at("/triggers/0/active").asBoolean(true)).isFalse();
    assertThat(answer.at("/triggers/0/title").asText()).isEqualTo("Notify requester");
    assertThat(account.get("/triggers?active=true").json().path("count").asInt()).isZero();
    comment(true);
    assertThat(account.zendesk.ledger().mails()).isEmpty();
    account.put("/triggers/7", "{'trigger':{'active':true}}");
    comment(true);
    assertThat(account.zendesk.ledger().mails()).hasSize(1);
  }

  @Test
  void solvedTicketsCloseByThemselvesAfterFourDays() throws Exception {
    account.put("/tickets/501", "{'ticket':{'status':'solved'}}");
    account.clock.step(Duration.ofHours(96));
    assertThat(account.get("/tickets/501").json().at("/ticket/status").asText())
        .isEqualTo("solved");
    account.clock.step(Duration.ofHours(1));
    JsonNode ticket = account.get("/tickets/501").json().path("ticket");
    assertThat(ticket.path("status").asText()).isEqualTo("closed");
    assertThat(ticket.path("updated_at").asText()).isEqualTo("2026-03-06T11:00:00Z");
    JsonNode events = account.get("/tickets/501/audits").json().at("/audits/2/events");
    assertThat(events.at("/0/via/source/rel").asText()).isEqualTo("automation");
  }

  @Test
  void aSwitchedOffAutomationClosesNothing() throws Exception {
    account.put("/tickets/501", "{'ticket':{'status':'solved'}}");
    account.put("/automations/update_many", "{'automations':[{'id':9,'active':false}]}");
    account.clock.step(Duration.ofDays(10));
    assertThat(account.get("/tickets/501").json().at("/ticket/status").asText())
        .isEqualTo("solved");
  }

  @Test
  void aTriggerCallsItsWebhookUntilThatIsInactive() throws Exception {
    account
        .zendesk
        .sandbox()
        .run(
            () ->
                account
                    .zendesk
                    .state()
                    .putTrigger(
                        TestAccount.json(
                            "{'id':8,'title':'To the ERP','active':true,'position':2,"
                                + "'conditions':{'all':[{'field':'priority',"
                                + "'operator':'changed'}],'any':[]},'actions':[{'field':"
                                + "'notification_webhook','value':['01EJFTSCC78X5V07NPY2MHR00M',"
                                + "'{}']}]}")));
    account.put("/tickets/501", "{'ticket':{'priority':'high'}}");
    assertThat(account.zendesk.ledger().mails())
        .singleElement()
        .satisfies(mail -> assertThat(mail.recipients()).isEqualTo(List.of("https://erp.test/in")));
    var patched =
        account.send(
            "PATCH",
            "/webhooks/01EJFTSCC78X5V07NPY2MHR00M",
            "{'webhook':{'status':'inactive'}}",
            TestAccount.basic("ada@desk.test", "admin-token"));
    assertThat(patched.status()).isEqualTo(204);
    account.put("/tickets/501", "{'ticket':{'priority':'low'}}");
    assertThat(account.zendesk.ledger().mails()).hasSize(1);
  }

  @Test
  void aWebhookIsShownWithoutItsSecretAndAWholePutNeedsAllFields() throws Exception {
    JsonNode webhook = account.get("/webhooks").json().at("/webhooks/0");
    assertThat(webhook.at("/authentication/data").toString()).isEqualTo("{\"username\":\"u\"}");
    assertThat(
            account
                .put("/webhooks/01EJFTSCC78X5V07NPY2MHR00M", "{'webhook':{'name':'x'}}")
                .status())
        .isEqualTo(400);
  }

  @Test
  void aConditionThatIsNotSimulatedIsToldAloudNotTakenForSilence() throws Exception {
    account
        .zendesk
        .sandbox()
        .run(
            () ->
                account
                    .zendesk
                    .state()
                    .putTrigger(
                        TestAccount.json(
                            "{'id':11,'active':true,'position':3,'conditions':{'all':[{'field':"
                                + "'via_id','operator':'is','value':'4'}]},'actions':[]}")));
    var reply = account.put("/tickets/501", "{'ticket':{'priority':'low'}}");
    assertThat(reply.status()).isEqualTo(599);
    assertThat(reply.text()).contains("rule 11", "via_id");
  }
}
