package dev.backhaul.sandbox.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HubSpotSearchTest {
  private Portal portal = new Portal();

  @AfterEach
  void stop() {
    portal.close();
  }

  private static String window(Instant from, Instant until, String last) {
    return ("{'filterGroups':[{'filters':[{'propertyName':'hs_lastmodifieddate','operator':'BETWEEN',"
            + "'value':'%d','highValue':'%d'},{'propertyName':'hs_object_id','operator':'GT','value':'%s'}]}],"
            + "'sorts':[{'propertyName':'hs_object_id','direction':'ASCENDING'}],"
            + "'properties':['subject'],'limit':200}")
        .formatted(from.toEpochMilli(), until.toEpochMilli(), last);
  }

  @Test
  void twentyFiveThousandTicketsOfOneInstantAreAllReachedByIdInsideAFrozenWindow() {
    // Given
    Set<String> made = new HashSet<>();
    for (int i = 0; i < 25_000; i++) {
      made.add(portal.ticket("mass " + i));
    }
    Instant instant = portal.now();
    portal.step(Duration.ofMinutes(5));
    // When
    List<String> found = new ArrayList<>();
    String last = "0";
    Portal.Answer page;
    do {
      page = portal.search("tickets", window(instant, instant, last));
      assertThat(page.status()).isEqualTo(200);
      found.addAll(page.ids());
      last = found.get(found.size() - 1);
    } while (!page.next().isEmpty());
    // Then
    assertThat(found).doesNotHaveDuplicates().hasSize(25_000);
    assertThat(new HashSet<>(found)).isEqualTo(made);
  }

  @Test
  void pagingPastTenThousandRowsIsRefused() {
    for (int i = 0; i < 10_300; i++) {
      portal.ticket("t" + i);
    }
    Portal.Answer full = portal.search("tickets", "{'limit':200,'after':'9800'}");
    assertThat(full.status()).isEqualTo(200);
    assertThat(full.json().path("total").asInt()).isEqualTo(10_300);
    assertThat(full.next()).isEqualTo("10000");

    Portal.Answer past = portal.search("tickets", "{'limit':200,'after':'10000'}");
    assertThat(past.status()).isEqualTo(400);
    assertThat(past.text("/category")).isEqualTo("VALIDATION_ERROR");
  }

  @Test
  void aPageHoldsTwoHundredAtMostAndTenUnlessAsked() {
    for (int i = 0; i < 20; i++) {
      portal.ticket("t" + i);
    }
    assertThat(portal.search("tickets", "{}").ids()).hasSize(10);
    assertThat(portal.search("tickets", "{'limit':201}").status()).isEqualTo(400);
  }

  @Test
  void theSixthSearchOfASecondIsRefusedWithoutAnyRateHeader() {
    for (int i = 0; i < 5; i++) {
      Portal.Answer answer = portal.post("/crm/v3/objects/tickets/search", "{}");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.headers().firstValue("X-HubSpot-RateLimit-Remaining")).isEmpty();
    }
    Portal.Answer sixth = portal.post("/crm/v3/objects/contacts/search", "{}");
    assertThat(sixth.status()).isEqualTo(429);
    assertThat(sixth.text("/policyName")).isEqualTo("SECONDLY");
    assertThat(sixth.text("/errorType")).isEqualTo("RATE_LIMIT");
    // Other calls go on, for searches are counted on their own.
    assertThat(portal.get("/crm/v3/objects/tickets").status()).isEqualTo(200);
    portal.step(Duration.ofSeconds(1));
    assertThat(portal.post("/crm/v3/objects/tickets/search", "{}").status()).isEqualTo(200);
  }

  @Test
  void theIndexShowsTheStateBeforeAChangeUntilItsDelayIsOver() {
    // Given
    portal.close();
    portal = new Portal(HubSpotSettings.professional().withIndexDelay(Duration.ofSeconds(60)));
    String id = portal.ticket("before");
    portal.step(Duration.ofSeconds(30));
    assertThat(portal.search("tickets", "{}").ids()).isEmpty();
    portal.step(Duration.ofMinutes(2));
    portal.state.set("tickets", id, Map.of("subject", "after"), portal.now(), Portal.ANN);
    Instant changed = portal.now();
    // When, Then
    portal.step(Duration.ofSeconds(10));
    Portal.Answer early = portal.search("tickets", "{'properties':['subject']}");
    assertThat(early.text("/results/0/properties/subject")).isEqualTo("before");
    assertThat(Instant.parse(early.text("/results/0/updatedAt"))).isBefore(changed);
    assertThat(portal.search("tickets", window(changed, portal.now(), "0")).ids()).isEmpty();
    // A read by id knows better than the index.
    assertThat(portal.get("/crm/v3/objects/tickets/" + id).text("/properties/subject"))
        .isEqualTo("after");

    portal.step(Duration.ofSeconds(60));
    assertThat(portal.search("tickets", window(changed, portal.now(), "0")).ids())
        .containsExactly(id);
  }

  @Test
  void archivedRecordsAreNeverFound() {
    String id = portal.ticket("gone");
    portal.state.archive("tickets", id, portal.now(), Portal.ANN);
    assertThat(portal.search("tickets", "{}").ids()).isEmpty();
  }

  @Test
  void contactsHaveTheirOwnNameForTheTimeOfTheLastChange() {
    String id = portal.contact("ann@example.test");
    String filter =
        "{'filterGroups':[{'filters':[{'propertyName':'%s','operator':'GTE','value':'0'}]}]}";
    assertThat(portal.search("contacts", filter.formatted("lastmodifieddate")).ids())
        .containsExactly(id);
    Portal.Answer wrong = portal.search("contacts", filter.formatted("hs_lastmodifieddate"));
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.text("/errors/0/code")).isEqualTo("PROPERTY_DOESNT_EXIST");
  }

  @Test
  void groupsAreAlternativesAndTheirFiltersConditions() {
    String low = portal.ticket("one");
    String high = portal.ticket("two");
    String none = portal.ticket("three");
    portal.state.set("tickets", low, Map.of("hs_ticket_priority", "LOW"), portal.now(), Portal.ANN);
    portal.state.set(
        "tickets", high, Map.of("hs_ticket_priority", "HIGH"), portal.now(), Portal.ANN);
    assertThat(
            portal
                .search(
                    "tickets",
                    "{'filterGroups':[{'filters':[{'propertyName':'hs_ticket_priority','operator':'IN',"
                        + "'values':['HIGH','URGENT']}]},{'filters':[{'propertyName':'hs_ticket_priority',"
                        + "'operator':'NOT_HAS_PROPERTY'},{'propertyName':'subject','operator':'EQ','value':'THREE'}]}]}")
                .ids())
        .containsExactly(high, none);
    assertThat(
            portal
                .search(
                    "tickets",
                    "{'filterGroups':[{'filters':[{'propertyName':'hs_ticket_priority','operator':'HAS_PROPERTY'}]}],"
                        + "'sorts':[{'propertyName':'hs_object_id','direction':'DESCENDING'}]}")
                .ids())
        .containsExactly(high, low);
  }

  @Test
  void whatIsTooMuchForOneSearchIsRefused() {
    String filter = "{'propertyName':'subject','operator':'EQ','value':'x'}";
    String seven = String.join(",", java.util.Collections.nCopies(7, filter));
    String six = String.join(",", java.util.Collections.nCopies(6, "{'filters':[" + filter + "]}"));
    String four = String.join(",", java.util.Collections.nCopies(5, filter));
    String twenty =
        String.join(",", java.util.Collections.nCopies(4, "{'filters':[" + four + "]}"));
    assertThat(portal.search("tickets", "{'filterGroups':[{'filters':[" + seven + "]}]}").status())
        .isEqualTo(400);
    assertThat(portal.search("tickets", "{'filterGroups':[" + six + "]}").status()).isEqualTo(400);
    assertThat(portal.search("tickets", "{'filterGroups':[" + twenty + "]}").status())
        .isEqualTo(400);
    assertThat(portal.search("tickets", "{'sorts':['subject','hs_object_id']}").status())
        .isEqualTo(400);
    String padded = "{'limit':1" + " ".repeat(3_000) + "}";
    assertThat(portal.search("tickets", padded).status()).isEqualTo(400);
  }
}
