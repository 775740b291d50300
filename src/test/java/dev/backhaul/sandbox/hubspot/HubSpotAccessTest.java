package dev.backhaul.sandbox.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.sandbox.Caller;
import dev.backhaul.sandbox.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HubSpotAccessTest {
  private static final String LIST = "/crm/v3/objects/tickets";

  private Portal portal = new Portal();

  @AfterEach
  void stop() {
    portal.close();
  }

  @Test
  void anUnknownARevokedAndAnExpiredTokenAreToldApart() {
    assertThat(portal.send("GET", LIST, "", "").text("/category"))
        .isEqualTo("INVALID_AUTHENTICATION");
    Portal.Answer wrong = portal.send("GET", LIST, "", "pat-wrong");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.text("/category")).isEqualTo("INVALID_AUTHENTICATION");
    assertThat(wrong.text("/correlationId")).isNotEmpty();

    portal.state.expire(Portal.TOKEN);
    assertThat(portal.get(LIST).text("/category")).isEqualTo("EXPIRED_AUTHENTICATION");
    portal.state.revoke(Portal.TOKEN);
    assertThat(portal.get(LIST).text("/category")).isEqualTo("INVALID_AUTHENTICATION");
  }

  @Test
  void aTokenWithoutTheScopeIsRefusedWithItsName() {
    portal.state.token("reader", "990600", List.of("crm.objects.contacts.read"));
    assertThat(portal.send("GET", "/crm/v3/objects/contacts", "", "reader").status())
        .isEqualTo(200);
    Portal.Answer tickets = portal.send("GET", LIST, "", "reader");
    assertThat(tickets.status()).isEqualTo(403);
    assertThat(tickets.text("/category")).isEqualTo("MISSING_SCOPES");
    assertThat(tickets.text("/errors/0/context/requiredGranularScopes/0")).isEqualTo("tickets");
    assertThat(
            portal
                .send("POST", "/crm/v3/objects/contacts", "{\"properties\":{}}", "reader")
                .text("/errors/0/context/requiredGranularScopes/0"))
        .isEqualTo("crm.objects.contacts.write");
  }

  @Test
  void anAppMayMakeSoManyRequestsInAnyTenSeconds() {
    portal.close();
    portal = new Portal(HubSpotSettings.professional().withLimits(3, 1_000, 5));
    portal.state.token("other", "990601", Portal.SCOPES);
    for (int i = 2; i >= 0; i--) {
      Portal.Answer answer = portal.get(LIST);
      assertThat(answer.headers().firstValue("X-HubSpot-RateLimit-Max")).hasValue("3");
      assertThat(answer.headers().firstValue("X-HubSpot-RateLimit-Remaining")).hasValue("" + i);
      assertThat(answer.headers().firstValue("X-HubSpot-RateLimit-Interval-Milliseconds"))
          .hasValue("10000");
      portal.step(Duration.ofSeconds(1));
    }
    Portal.Answer refused = portal.get(LIST);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text("/policyName")).isEqualTo("TEN_SECONDLY_ROLLING");
    assertThat(refused.text("/message"))
        .isEqualTo("You have reached your ten_secondly_rolling limit.");
    assertThat(refused.headers().firstValue("Retry-After")).isEmpty();
    assertThat(portal.send("GET", LIST, "", "other").status()).isEqualTo(200);
    portal.step(Duration.ofSeconds(7));
    assertThat(portal.get(LIST).status()).isEqualTo(200);
    assertThat(portal.get(LIST).status()).isEqualTo(429);
    assertThat(portal.sandbox.ledger().throttled(Caller.OURS)).isEqualTo(2);
  }

  @Test
  void theDayIsSharedByAllAppsAndEndsAtMidnightOfTheAccountsZone() {
    portal.close();
    portal = new Portal(HubSpotSettings.professional().withLimits(190, 4, 5));
    portal.state.token("other", "990601", Portal.SCOPES);
    portal.get(LIST);
    portal.send("GET", LIST, "", "other");
    Portal.Answer usage = portal.get("/account-info/v3/api-usage/daily/private-apps");
    assertThat(usage.json().at("/results/0/currentUsage").asInt()).isEqualTo(3);
    assertThat(usage.json().at("/results/0/usageLimit").asInt()).isEqualTo(4);
    // Midnight in New York, in winter.
    assertThat(usage.text("/results/0/resetsAt")).isEqualTo("2026-03-03T05:00:00Z");
    assertThat(portal.get(LIST).headers().firstValue("X-HubSpot-RateLimit-Daily-Remaining"))
        .hasValue("0");
    Portal.Answer refused = portal.get(LIST);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text("/policyName")).isEqualTo("DAILY");
    portal.step(Duration.ofHours(19));
    assertThat(portal.get(LIST).status()).isEqualTo(200);
  }

  @Test
  void aLockAndAMoveOfTheAccountLookLikeHubSpots() {
    portal.sandbox.faults().add(Fault.once(Fault.Kind.LOCKED, "GET", LIST, 1));
    portal.sandbox.faults().add(Fault.once(Fault.Kind.MIGRATING, "GET", LIST, 2));
    assertThat(portal.get(LIST).status()).isEqualTo(423);
    Portal.Answer moving = portal.get(LIST);
    assertThat(moving.status()).isEqualTo(477);
    assertThat(moving.headers().firstValue("Retry-After")).hasValue("30");
    assertThat(portal.get(LIST).status()).isEqualTo(200);
  }

  @Test
  void theAccountTellsWhichOneItIs() {
    Portal.Answer details = portal.get("/account-info/v3/details");
    assertThat(details.json().path("portalId").asLong()).isEqualTo(14_242_000);
    assertThat(details.text("/timeZone")).isEqualTo("America/New_York");
    assertThat(details.text("/utcOffset")).isEqualTo("-05:00");
  }

  @Test
  void datedPathsMeanTheSameAsNumberedOnes() {
    String id = portal.ticket("t");
    assertThat(portal.get("/crm/objects/2026-03/tickets/" + id).text("/id")).isEqualTo(id);
    assertThat(portal.get("/crm/v3/nothing").status()).isEqualTo(404);
  }
}
