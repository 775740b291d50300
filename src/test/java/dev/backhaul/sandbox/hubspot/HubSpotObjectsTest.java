package dev.backhaul.sandbox.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HubSpotObjectsTest {
  private final Portal portal = new Portal();

  @AfterEach
  void stop() {
    portal.close();
  }

  @Test
  void historyTellsEveryValueWithItsWriterNewestFirst() {
    // Given
    String id = portal.ticket("help");
    portal.step(Duration.ofHours(1));
    portal.state.set("tickets", id, Map.of("hs_pipeline_stage", "2"), portal.now(), Portal.ANN);
    portal.step(Duration.ofHours(1));
    portal.state.set(
        "tickets", id, Map.of("hs_pipeline_stage", "3"), portal.now(), SourceTag.workflow("4401"));
    portal.step(Duration.ofHours(1));
    portal.patch("/crm/v3/objects/tickets/" + id, "{'properties':{'hs_pipeline_stage':'4'}}");
    // When
    Portal.Answer answer =
        portal.post(
            "/crm/v3/objects/tickets/batch/read",
            "{'propertiesWithHistory':['hs_pipeline_stage'],'inputs':[{'id':'" + id + "'}]}");
    // Then
    JsonNode history = answer.json().at("/results/0/propertiesWithHistory/hs_pipeline_stage");
    assertThat(history)
        .extracting(entry -> entry.path("value").asText())
        .containsExactly("4", "3", "2", "1");
    assertThat(history)
        .extracting(entry -> entry.path("sourceType").asText())
        .containsExactly("INTEGRATION", "AUTOMATION_PLATFORM", "CRM_UI", "INTEGRATION");
    assertThat(history)
        .extracting(entry -> entry.path("sourceId").asText())
        .containsExactly(Portal.APP, "4401", "userId:501", "990001");
    assertThat(history.path(2).path("updatedByUserId").asLong()).isEqualTo(501);
    assertThat(history.path(2).path("timestamp").asText()).isEqualTo("2026-03-02T11:00:00Z");
    assertThat(history.path(0).has("updatedByUserId")).isFalse();
  }

  @Test
  void writingTheValueThatStandsChangesNothing() {
    String id = portal.ticket("same");
    String before = portal.get("/crm/v3/objects/tickets/" + id).text("/updatedAt");
    portal.step(Duration.ofHours(1));
    portal.patch("/crm/v3/objects/tickets/" + id, "{'properties':{'subject':'same'}}");
    assertThat(portal.get("/crm/v3/objects/tickets/" + id).text("/updatedAt")).isEqualTo(before);
    assertThat(portal.state.history("tickets", id, "subject")).hasSize(1);
  }

  @Test
  void archivedRecordsAreListedOnlyWhenAskedForAndTellWhen() {
    // Given
    String alive = portal.ticket("alive");
    String gone = portal.ticket("gone");
    portal.step(Duration.ofMinutes(1));
    assertThat(portal.send("DELETE", "/crm/v3/objects/tickets/" + gone, "", Portal.TOKEN).status())
        .isEqualTo(204);
    // When
    Portal.Answer live = portal.get("/crm/v3/objects/tickets");
    Portal.Answer archived = portal.get("/crm/v3/objects/tickets?archived=true");
    // Then
    assertThat(live.ids()).containsExactly(alive);
    assertThat(archived.ids()).containsExactly(gone);
    assertThat(archived.json().at("/results/0/archived").asBoolean()).isTrue();
    assertThat(archived.text("/results/0/archivedAt")).isEqualTo("2026-03-02T10:01:00Z");
    assertThat(portal.get("/crm/v3/objects/tickets/" + gone).status()).isEqualTo(404);
    assertThat(portal.get("/crm/v3/objects/tickets/" + gone + "?archived=true").status())
        .isEqualTo(200);
    assertThat(portal.patch("/crm/v3/objects/tickets/" + gone, "{'properties':{}}").status())
        .isEqualTo(404);
  }

  @Test
  void aListIsPagedByCursorWithoutGapOrRepeat() {
    List<String> made = IntStream.range(0, 25).mapToObj(i -> portal.ticket("t" + i)).toList();
    Portal.Answer first = portal.get("/crm/v3/objects/tickets?limit=10&after=");
    Portal.Answer second = portal.get("/crm/v3/objects/tickets?limit=10&after=" + first.next());
    Portal.Answer third = portal.get("/crm/v3/objects/tickets?limit=10&after=" + second.next());
    assertThat(first.ids()).isEqualTo(made.subList(0, 10));
    assertThat(second.ids()).isEqualTo(made.subList(10, 20));
    assertThat(third.ids()).isEqualTo(made.subList(20, 25));
    assertThat(third.json().has("paging")).isFalse();
    assertThat(portal.get("/crm/v3/objects/tickets?limit=101").status()).isEqualTo(400);
    assertThat(
            portal.get("/crm/v3/objects/tickets?limit=51&propertiesWithHistory=subject").status())
        .isEqualTo(400);
  }

  @Test
  void afterAMergeTheLosersIdMeansTheWinner() {
    // Given
    String winner = portal.contact("ann@example.test");
    String loser = portal.contact("ann.b@example.test");
    portal.state.set("contacts", loser, Map.of("phone", "555-0100"), portal.now(), Portal.ANN);
    String company =
        portal.state.create(
            "companies", null, Map.of("name", "Acme"), portal.now(), Portal.MIGRATION);
    portal.state.associate("contacts", loser, "companies", company, 279);
    portal.step(Duration.ofMinutes(1));
    // When
    Portal.Answer merged =
        portal.post(
            "/crm/v3/objects/contacts/merge",
            "{'primaryObjectId':'" + winner + "','objectIdToMerge':'" + loser + "'}");
    // Then
    assertThat(merged.text("/id")).isEqualTo(winner);
    Portal.Answer byLoser =
        portal.get(
            "/crm/v3/objects/contacts/" + loser + "?properties=hs_merged_object_ids,phone,email");
    assertThat(byLoser.text("/id")).isEqualTo(winner);
    assertThat(byLoser.text("/properties/hs_merged_object_ids")).isEqualTo(loser);
    assertThat(byLoser.text("/properties/phone")).isEqualTo("555-0100");
    assertThat(byLoser.text("/properties/email")).isEqualTo("ann@example.test");
    assertThat(portal.get("/crm/v3/objects/contacts").ids()).containsExactly(winner);
    assertThat(portal.get("/crm/v3/objects/contacts?archived=true").ids()).isEmpty();
    assertThat(portal.state.associated("contacts", winner, "companies")).containsExactly(company);
    assertThat(portal.state.merged("contacts")).containsEntry(loser, winner);
    assertThat(
            portal.get("/crm/v3/objects/contacts/ann.b@example.test?idProperty=email").text("/id"))
        .isEqualTo(winner);
  }

  @Test
  void aLifecycleStageNeverGoesBackUnlessItIsClearedFirst() {
    String id = portal.contact("ann@example.test");
    String path = "/crm/v3/objects/contacts/" + id;
    portal.patch(path, "{'properties':{'lifecyclestage':'customer'}}");
    assertThat(portal.patch(path, "{'properties':{'lifecyclestage':'lead'}}").status())
        .isEqualTo(200);
    assertThat(portal.record("contacts", id).value("lifecyclestage")).isEqualTo("customer");
    portal.patch(path, "{'properties':{'lifecyclestage':''}}");
    portal.patch(path, "{'properties':{'lifecyclestage':'lead'}}");
    assertThat(portal.record("contacts", id).value("lifecyclestage")).isEqualTo("lead");
  }

  @Test
  void aReadAnswersOnlyThePropertiesAskedForAndThoseEveryRecordHas() {
    String id = portal.ticket("help");
    JsonNode asked =
        portal
            .get("/crm/v3/objects/tickets/" + id + "?properties=subject,content,nonsense")
            .json()
            .path("properties");
    assertThat(asked.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "subject", "content", "createdate", "hs_lastmodifieddate", "hs_object_id");
    assertThat(asked.path("content").isNull()).isTrue();
  }

  @Test
  void batchReadTakesAHundredAndFiftyWithHistory() {
    List<String> ids = IntStream.range(0, 101).mapToObj(i -> portal.ticket("t" + i)).toList();
    assertThat(read(ids.subList(0, 100), "").ids()).hasSize(100);
    assertThat(read(ids, "").status()).isEqualTo(400);
    String history = ",'propertiesWithHistory':['subject']";
    assertThat(read(ids.subList(0, 50), history).ids()).hasSize(50);
    Portal.Answer tooMany = read(ids.subList(0, 51), history);
    assertThat(tooMany.status()).isEqualTo(400);
    assertThat(tooMany.text("/message")).contains("property histories is 50");
  }

  @Test
  void batchReadTellsWhichIdsAreNotThere() {
    String id = portal.ticket("here");
    Portal.Answer answer = read(List.of(id, "999999"), "");
    assertThat(answer.status()).isEqualTo(207);
    assertThat(answer.ids()).containsExactly(id);
    assertThat(answer.text("/errors/0/category")).isEqualTo("OBJECT_NOT_FOUND");
    assertThat(answer.text("/errors/0/context/ids/0")).isEqualTo("999999");
  }

  @Test
  void batchReadFindsByAUniquePropertyOnly() {
    portal.state.addProperty("tickets", "free_text", "string");
    portal.post(
        "/crm/v3/properties/tickets",
        "{'name':'rds_key','label':'Key','type':'string','fieldType':'text',"
            + "'groupName':'ticketinformation','hasUniqueValue':true}");
    String id = portal.ticket("keyed");
    portal.state.set("tickets", id, Map.of("rds_key", "K-1"), portal.now(), Portal.ANN);
    assertThat(
            portal
                .post(
                    "/crm/v3/objects/tickets/batch/read",
                    "{'idProperty':'rds_key','inputs':[{'id':'K-1'}]}")
                .ids())
        .containsExactly(id);
    assertThat(
            portal
                .post(
                    "/crm/v3/objects/tickets/batch/read",
                    "{'idProperty':'free_text','inputs':[{'id':'K-1'}]}")
                .status())
        .isEqualTo(400);
  }

  @Test
  void seedingRefusesAPropertyNobodyDeclared() {
    assertThatThrownBy(
            () ->
                portal.state.create(
                    "tickets", null, Map.of("nonsense", "x"), portal.now(), Portal.ANN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tickets.nonsense");
  }

  private Portal.Answer read(List<String> ids, String more) {
    String inputs = ids.stream().map(id -> "{'id':'" + id + "'}").collect(Collectors.joining(","));
    return portal.post(
        "/crm/v3/objects/tickets/batch/read", "{'inputs':[" + inputs + "]" + more + "}");
  }
}
