package dev.backhaul.sandbox.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HubSpotAssociationsTest {
  private static final String READ = "/crm/v4/associations/tickets/contacts/batch/read";

  private final Portal portal = new Portal(HubSpotSettings.professional().withAssociationPage(2));

  @AfterEach
  void stop() {
    portal.close();
  }

  private String company(String name) {
    return portal.state.create(
        "companies", null, Map.of("name", name), portal.now(), Portal.MIGRATION);
  }

  private static List<String> linked(JsonNode result) {
    return result.path("to").findValuesAsText("toObjectId");
  }

  @Test
  void linkedIdsArePagedForEachRecordOfItsOwn() {
    // Given
    String many = portal.ticket("many");
    String few = portal.ticket("few");
    List<String> people =
        IntStream.range(0, 3).mapToObj(i -> portal.contact("p" + i + "@example.test")).toList();
    people.forEach(id -> portal.state.associate("tickets", many, "contacts", id, 16));
    portal.state.associate("tickets", few, "contacts", people.get(0), 16);
    // When
    Portal.Answer first =
        portal.post(READ, "{'inputs':[{'id':'" + many + "'},{'id':'" + few + "'}]}");
    String after = first.text("/results/0/paging/next/after");
    Portal.Answer second =
        portal.post(READ, "{'inputs':[{'id':'" + many + "','after':'" + after + "'}]}");
    // Then
    assertThat(first.status()).isEqualTo(200);
    assertThat(linked(first.json().at("/results/0"))).isEqualTo(people.subList(0, 2));
    assertThat(linked(first.json().at("/results/1"))).containsExactly(people.get(0));
    assertThat(first.json().at("/results/1").has("paging")).isFalse();
    assertThat(linked(second.json().at("/results/0"))).containsExactly(people.get(2));
    assertThat(second.json().at("/results/0").has("paging")).isFalse();
    assertThat(first.json().at("/results/0/to/0/associationTypes/0/typeId").asInt()).isEqualTo(16);

    Portal.Answer list =
        portal.get("/crm/v4/objects/tickets/" + many + "/associations/contacts?limit=2");
    assertThat(list.json().path("results").findValuesAsText("toObjectId"))
        .isEqualTo(people.subList(0, 2));
    assertThat(list.next()).isEqualTo(people.get(1));
  }

  @Test
  void aRecordWithoutLinksIsAnErrorOfItsOwn() {
    String alone = portal.ticket("alone");
    Portal.Answer answer = portal.post(READ, "{'inputs':[{'id':'" + alone + "'}]}");
    assertThat(answer.status()).isEqualTo(207);
    assertThat(answer.text("/errors/0/subCategory"))
        .isEqualTo("crm.associations.NO_ASSOCIATIONS_FOUND");
    assertThat(answer.text("/errors/0/context/fromObjectId/0")).isEqualTo(alone);
  }

  @Test
  void aContactHasOnePrimaryCompanyAtATime() {
    String contact = portal.contact("ann@example.test");
    String first = company("First");
    String second = company("Second");
    portal.state.associate("contacts", contact, "companies", first, 1);
    portal.state.associate("companies", second, "contacts", contact, 2);
    Portal.Answer answer =
        portal.post(
            "/crm/v4/associations/contacts/companies/batch/read",
            "{'inputs':[{'id':'" + contact + "'}]}");
    JsonNode to = answer.json().at("/results/0/to");
    assertThat(to.path(0).path("associationTypes").findValuesAsText("typeId"))
        .containsExactly("279");
    assertThat(to.path(1).path("associationTypes").findValuesAsText("typeId"))
        .containsExactly("1", "279");
    assertThat(
            portal
                .get("/crm/v3/objects/contacts/" + contact + "?associations=companies")
                .json()
                .at("/associations/companies/results")
                .findValuesAsText("type"))
        .containsExactly(
            "contact_to_company_unlabeled", "contact_to_company", "contact_to_company_unlabeled");
  }

  @Test
  void linksAreMadeAndTakenAwayWithoutTouchingTheRecords() {
    String ticket = portal.ticket("t");
    String contact = portal.contact("ann@example.test");
    String before = portal.get("/crm/v3/objects/tickets/" + ticket).text("/updatedAt");
    portal.step(java.time.Duration.ofHours(1));
    Portal.Answer made =
        portal.post(
            "/crm/v4/associations/contacts/tickets/batch/create",
            "{'inputs':[{'from':{'id':'"
                + contact
                + "'},'to':{'id':'"
                + ticket
                + "'},'types':[{'associationCategory':'HUBSPOT_DEFINED','associationTypeId':15}]},"
                + "{'from':{'id':'1'},'to':{'id':'2'},'types':[{'associationTypeId':15}]}]}");
    assertThat(made.status()).isEqualTo(207);
    assertThat(portal.state.associated("tickets", ticket, "contacts")).containsExactly(contact);
    assertThat(portal.get("/crm/v3/objects/tickets/" + ticket).text("/updatedAt"))
        .isEqualTo(before);
    portal.post(
        "/crm/v4/associations/tickets/contacts/batch/archive",
        "{'inputs':[{'from':{'id':'" + ticket + "'},'to':[{'id':'" + contact + "'}]}]}");
    assertThat(portal.state.associated("contacts", contact, "tickets")).isEmpty();
  }
}
