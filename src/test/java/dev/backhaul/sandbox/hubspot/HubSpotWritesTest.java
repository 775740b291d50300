package dev.backhaul.sandbox.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.sandbox.Caller;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HubSpotWritesTest {
  private static final String UPSERT = "/crm/v3/objects/contacts/batch/upsert";

  private final Portal portal = new Portal();

  @AfterEach
  void stop() {
    portal.close();
  }

  @Test
  void withTraceIdsABadRowFailsAlone() {
    Portal.Answer answer =
        portal.post(
            "/crm/v3/objects/contacts/batch/create",
            "{'inputs':[{'objectWriteTraceId':'a','properties':{'email':'a@example.test'}},"
                + "{'objectWriteTraceId':'b','properties':{'email':'b@example.test','nonsense':'1'}},"
                + "{'objectWriteTraceId':'c','properties':{'email':'a@example.test'}}]}");
    assertThat(answer.status()).isEqualTo(207);
    assertThat(answer.json().path("numErrors").asInt()).isEqualTo(2);
    assertThat(answer.ids()).hasSize(1);
    assertThat(answer.text("/results/0/objectWriteTraceId")).isEqualTo("a");
    assertThat(answer.text("/errors/0/context/objectWriteTraceId/0")).isEqualTo("b");
    assertThat(answer.text("/errors/0/errors/0/code")).isEqualTo("PROPERTY_DOESNT_EXIST");
    assertThat(answer.text("/errors/1/context/objectWriteTraceId/0")).isEqualTo("c");
    assertThat(portal.state.all("contacts")).hasSize(1);
  }

  @Test
  void withoutTraceIdsOneBadRowFailsTheWholeCall() {
    Portal.Answer answer =
        portal.post(
            "/crm/v3/objects/contacts/batch/create",
            "{'inputs':[{'properties':{'email':'a@example.test'}},"
                + "{'properties':{'nonsense':'1'}}]}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(portal.state.all("contacts")).isEmpty();
  }

  @Test
  void anUpsertTellsWhatItCreated() {
    String old = portal.contact("old@example.test");
    Portal.Answer answer =
        portal.post(
            UPSERT,
            "{'inputs':[{'id':'OLD@example.test','idProperty':'email','properties':{'firstname':'O'}},"
                + "{'id':'new@example.test','idProperty':'email','properties':{'firstname':'N'}}]}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("/results/0/id")).isEqualTo(old);
    assertThat(answer.json().at("/results/0/new").asBoolean()).isFalse();
    assertThat(answer.json().at("/results/1/new").asBoolean()).isTrue();
    assertThat(portal.record("contacts", answer.text("/results/1/id")).value("email"))
        .isEqualTo("new@example.test");
    assertThat(portal.sandbox.ledger().writes()).hasSize(2);
    assertThat(portal.sandbox.ledger().writes().get(0).caller()).isEqualTo(Caller.OURS);
    assertThat(portal.sandbox.ledger().writes().get(0).fields()).containsExactly("firstname");
  }

  @Test
  void aContactOfTheSameEmailIsAConflictThatNamesTheOther() {
    String id = portal.contact("ann@example.test");
    Portal.Answer answer =
        portal.post("/crm/v3/objects/contacts", "{'properties':{'email':'Ann@Example.test'}}");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text("/message")).isEqualTo("Contact already exists. Existing ID: " + id);
  }

  @Test
  void valuesThatAPropertyDoesNotTakeAreRefusedWithItsName() {
    String id = portal.ticket("t");
    String path = "/crm/v3/objects/tickets/" + id;
    Portal.Answer option = portal.patch(path, "{'properties':{'hs_ticket_priority':'Urgent'}}");
    assertThat(option.status()).isEqualTo(400);
    assertThat(option.text("/errors/0/code")).isEqualTo("INVALID_OPTION");
    assertThat(option.text("/errors/0/in")).isEqualTo("hs_ticket_priority");
    assertThat(
            portal.patch(path, "{'properties':{'createdate':'2020-01-01'}}").text("/errors/0/code"))
        .isEqualTo("READ_ONLY_VALUE");
  }

  @Test
  void aStageMustBelongToItsPipeline() {
    portal.state.addPipeline(
        "tickets", Portal.json("{'id':'0','label':'Support','stages':[{'id':'1','label':'New'}]}"));
    String id = portal.ticket("t");
    assertThat(
            portal
                .patch("/crm/v3/objects/tickets/" + id, "{'properties':{'hs_pipeline_stage':'77'}}")
                .status())
        .isEqualTo(400);
    assertThat(portal.get("/crm/v3/pipelines/tickets").text("/results/0/stages/0/label"))
        .isEqualTo("New");
  }

  @Test
  void anEmptyValueClears() {
    String id = portal.contact("ann@example.test");
    portal.state.set("contacts", id, Map.of("phone", "1"), portal.now(), Portal.ANN);
    portal.patch("/crm/v3/objects/contacts/" + id, "{'properties':{'phone':''}}");
    assertThat(portal.record("contacts", id).properties()).doesNotContainKey("phone");
    assertThat(portal.state.history("contacts", id, "phone").get(0).value()).isEmpty();
  }

  @Test
  void aUniquePropertyCannotBeMadeOfOneThatExistsAndTenIsTheMost() {
    String body =
        "{'name':'%s','label':'K','type':'string','fieldType':'text','groupName':'g','hasUniqueValue':true}";
    for (int i = 0; i < 10; i++) {
      assertThat(portal.post("/crm/v3/properties/contacts", body.formatted("k" + i)).status())
          .isEqualTo(201);
    }
    assertThat(portal.post("/crm/v3/properties/contacts", body.formatted("k1")).status())
        .isEqualTo(409);
    assertThat(portal.post("/crm/v3/properties/contacts", body.formatted("k10")).status())
        .isEqualTo(400);
    assertThat(
            portal.get("/crm/v3/properties/contacts/k3").json().path("hasUniqueValue").asBoolean())
        .isTrue();
  }

  @Test
  void aNoteIsCreatedTogetherWithItsLinks() {
    String ticket = portal.ticket("t");
    Portal.Answer answer =
        portal.post(
            "/crm/v3/objects/notes",
            "{'properties':{'hs_timestamp':'1772445600000','hs_note_body':'<p>x</p>'},"
                + "'associations':[{'to':{'id':'"
                + ticket
                + "'},'types':[{'associationCategory':'HUBSPOT_DEFINED','associationTypeId':228}]}]}");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.text("/properties/hs_timestamp")).isEqualTo("2026-03-02T10:00:00Z");
    assertThat(portal.state.associated("tickets", ticket, "notes"))
        .containsExactly(answer.text("/id"));
    assertThat(portal.post("/crm/v3/objects/notes", "{'properties':{}}").status()).isEqualTo(400);
  }
}
