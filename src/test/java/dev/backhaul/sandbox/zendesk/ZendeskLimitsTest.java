package dev.backhaul.sandbox.zendesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backhaul.sandbox.Caller;
import dev.backhaul.sandbox.Fault;
import dev.backhaul.sandbox.Traffic;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ZendeskLimitsTest {
  private TestAccount account;

  @BeforeEach
  void open() throws Exception {
    account = new TestAccount(ZendeskOptions.enterprise().perMinute(200));
  }

  @AfterEach
  void close() {
    account.close();
  }

  @Test
  void theAccountsMinuteIsToldInHeadersAndRefusedWithRetryAfter() throws Exception {
    var first = account.get("/users/10");
    assertThat(first.header("x-rate-limit")).isEqualTo("200");
    assertThat(first.header("x-rate-limit-remaining")).isEqualTo("199");
    assertThat(first.header("ratelimit-reset")).isEqualTo("60");
    for (int i = 0; i < 199; i++) {
      assertThat(account.get("/users/10").status()).isEqualTo(200);
    }
    account.clock.step(Duration.ofSeconds(40));
    var refused = account.get("/users/10");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("retry-after")).isEqualTo("20");
    assertThat(account.zendesk.ledger().throttled(Caller.OURS)).isEqualTo(1);
    account.clock.step(Duration.ofSeconds(20));
    assertThat(account.get("/users/10").status()).isEqualTo(200);
  }

  @Test
  void oneTicketTakesThirtyUpdatesInTenMinutesAndSaysSoInPlainText() throws Exception {
    for (int i = 0; i < 29; i++) {
      assertThat(account.put("/tickets/501", "{'ticket':{}}").status()).isEqualTo(200);
    }
    assertThat(account.put("/tickets/update_many?ids=501", "{'ticket':{}}").status())
        .isEqualTo(200);
    var refused = account.put("/tickets/501", "{'ticket':{}}");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("content-type")).startsWith("text/plain");
    assertThat(refused.text()).startsWith("Number of allowed updates");
    assertThat(refused.header("retry-after")).isEqualTo("600");
    var other = account.put("/tickets/update_many?ids=502", "{'ticket':{}}");
    assertThat(other.status()).isEqualTo(200);
  }

  @Test
  void usersTakeOneUpdateASecondAndFiveAMinuteEach() throws Exception {
    String body = "{'user':{'external_id':'Cust-1','phone':'1'}}";
    assertThat(account.post("/users/create_or_update", body).status()).isEqualTo(200);
    assertThat(account.put("/users/2", "{'user':{'phone':'2'}}").status()).isEqualTo(429);
    for (int i = 0; i < 4; i++) {
      account.clock.step(Duration.ofSeconds(1));
      assertThat(account.post("/users/create_or_update", body).status()).isEqualTo(200);
    }
    account.clock.step(Duration.ofSeconds(1));
    assertThat(account.post("/users/create_or_update", body).text()).startsWith("Number of");
    assertThat(account.put("/users/2", "{'user':{'phone':'2'}}").status()).isEqualTo(200);
  }

  @Test
  void exportsTakeTenAMinuteAndListsHaveTheirOwnBucket() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(account.get("/incremental/users/cursor?start_time=1").status()).isEqualTo(200);
    }
    var refused = account.get("/incremental/tickets/cursor?start_time=1");
    assertThat(refused.status()).isEqualTo(429);
    var list = account.get("/tickets?external_id=T-1");
    assertThat(list.header("zendesk-ratelimit-tickets-index"))
        .isEqualTo("total=100; remaining=99; resets=60");
    assertThat(list.header("x-rate-limit")).isEmpty();
  }

  @Test
  void editsOfThePeopleTakeFromTheUpdateBucketToo() throws Exception {
    account
        .zendesk
        .sandbox()
        .run(
            () ->
                account
                    .zendesk
                    .sandbox()
                    .traffic()
                    .start(
                        new Traffic.Load(
                            "PUT",
                            "/api/v2/tickets/7",
                            "gus",
                            0.1,
                            0,
                            account.clock.instant(),
                            null,
                            1)));
    account.clock.step(Duration.ofSeconds(59));
    assertThat(
            account
                .put("/tickets/501", "{'ticket':{'priority':'low'}}")
                .header("zendesk-ratelimit-tickets-update"))
        .isEqualTo("total=100; remaining=93; resets=1");
  }

  @Test
  void injectedFaultsSpeakThePlatformsLanguageAndChangeNothing() throws Exception {
    String path = "/api/v2/tickets/{id}";
    var faults = account.zendesk.sandbox().faults();
    faults.add(Fault.once(Fault.Kind.THROTTLED, "PUT", path, 1));
    faults.add(Fault.once(Fault.Kind.EXPIRED_TOKEN, "PUT", path, 2));
    faults.add(Fault.once(Fault.Kind.ERROR_IN_200, "PUT", path, 3));
    String body = "{'ticket':{'priority':'low'}}";
    var throttled = account.put("/tickets/501", body);
    assertThat(throttled.status()).isEqualTo(429);
    assertThat(throttled.text()).doesNotStartWith("{");
    assertThat(account.put("/tickets/501", body).status()).isEqualTo(401);
    var strange = account.put("/tickets/501", body);
    assertThat(strange.status()).isEqualTo(200);
    assertThat(strange.json().has("error")).isTrue();
    assertThat(account.zendesk.ledger().writes()).isEmpty();
    assertThat(account.zendesk.ledger().throttled(Caller.OURS)).isZero();
  }
}
