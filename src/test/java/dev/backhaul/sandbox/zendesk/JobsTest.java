package dev.backhaul.sandbox.zendesk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.sandbox.Fault;
import dev.backhaul.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JobsTest {
  private static final String ONE = "{'organizations':[{'name':'N'}]}";
  private TestAccount account;

  @BeforeEach
  void open() throws Exception {
    account = new TestAccount();
  }

  @AfterEach
  void close() {
    account.close();
  }

  private JsonNode job(String id) throws Exception {
    return account.get("/job_statuses/" + id).json().path("job_status");
  }

  @Test
  void aJobIsQueuedThenWorkingThenCompleted() throws Exception {
    String rows = "{'name':'O1'},{'name':'O2'},{'name':'O3'}";
    JsonNode queued =
        account
            .post("/organizations/create_many", "{'organizations':[" + rows + "]}")
            .json()
            .path("job_status");
    assertThat(queued.path("status").asText()).isEqualTo("queued");
    assertThat(queued.path("total").asInt()).isEqualTo(3);
    assertThat(queued.path("results").isNull()).isTrue();
    String id = queued.path("id").asText();
    account.clock.step(Duration.ofMillis(2060));
    JsonNode working = job(id);
    assertThat(working.path("status").asText()).isEqualTo("working");
    assertThat(working.path("progress").asInt()).isEqualTo(2);
    account.clock.step(Duration.ofSeconds(1));
    JsonNode done = job(id);
    assertThat(done.path("status").asText()).isEqualTo("completed");
    assertThat(done.path("message").asText()).isEqualTo("Completed at 2026-03-02 10:00:02 +0000");
    assertThat(done.path("results")).hasSize(3);
    assertThat(
            account.get("/job_statuses/show_many?ids=" + id + ",V3-0").json().path("job_statuses"))
        .hasSize(1);
  }

  @Test
  void moreThanThirtyJobsOfTheWholeAccountAreTooMany() throws Exception {
    account.zendesk.occupyJobs(29, Duration.ofMinutes(5));
    var last = account.post("/organizations/create_many", ONE);
    assertThat(last.status()).isEqualTo(200);
    assertThat(last.header("zendesk-ratelimit-inflight-jobs"))
        .isEqualTo("total=30; remaining=0; resets=60");
    var refused = account.post("/organizations/create_many", ONE);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.json().path("error").asText()).isEqualTo("TooManyJobs");
    assertThat(refused.json().path("current_job_ids")).hasSize(30);
    account.clock.step(Duration.ofMinutes(5));
    assertThat(account.post("/organizations/create_many", ONE).status()).isEqualTo(200);
  }

  @Test
  void aBatchUpdateIsAlwaysSafe() throws Exception {
    var queued = account.put("/tickets/update_many?ids=501", "{'ticket':{'priority':'high'}}");
    account.clock.step(Duration.ofSeconds(1));
    account.put("/tickets/501", "{'ticket':{'priority':'low'}}");
    JsonNode job = account.finished(queued);
    assertThat(job.at("/results/0/error").asText()).isEqualTo("UpdateConflict");
    assertThat(job.at("/results/0/success").asBoolean(true)).isFalse();
    assertThat(account.ticket(501).path("priority").asText()).isEqualTo("low");
  }

  @Test
  void aBatchOfTicketsNeedsBothOrNeitherOfStampAndSafeUpdate() throws Exception {
    assertThat(
            account
                .put("/tickets/update_many", "{'tickets':[{'id':501,'safe_update':true}]}")
                .status())
        .isEqualTo(400);
    JsonNode job =
        account.finished(
            account.put(
                "/tickets/update_many",
                "{'tickets':[{'id':501,'priority':'low','safe_update':true,"
                    + "'updated_stamp':'2026-02-03T09:00:00Z'},{'id':9999,'priority':'low'}]}"));
    assertThat(job.at("/results/0/status").asText()).isEqualTo("Updated");
    assertThat(job.at("/results/1/error").asText()).isEqualTo("RecordNotFound");
  }

  @Test
  void aJobWhoseAnswerWasLostStillRuns() throws Exception {
    account
        .zendesk
        .sandbox()
        .faults()
        .add(Fault.once(Fault.Kind.RESET_AFTER, "POST", "/api/v2/organizations/create_many", 1));
    Assertions.assertThatThrownBy(() -> account.post("/organizations/create_many", ONE))
        .isInstanceOf(IOException.class);
    account.clock.step(Duration.ofMinutes(1));
    assertThat(account.get("/organizations/search?name=N").json().path("count").asInt())
        .isEqualTo(1);
    assertThat(account.get("/job_statuses").json().at("/job_statuses/0/status").asText())
        .isEqualTo("completed");
    assertThat(account.zendesk.ledger().writes())
        .singleElement()
        .satisfies(
            write ->
                assertThat(write.call()).isEqualTo(account.zendesk.ledger().calls().get(0).seq()));
  }

  @Test
  void aSnapshotTakesUpTheJobsThatWereUnderWay(@TempDir Path folder) throws Exception {
    account.post("/organizations/create_many", "{'organizations':[{'name':'N'},{'name':'M'}]}");
    account.clock.step(Duration.ofMillis(2010));
    Path file = folder.resolve("zendesk.json");
    account.zendesk.sandbox().save(file);
    Sandbox other = ZendeskSandbox.sandbox(account.clock);
    other.load(file);
    account.clock.step(Duration.ofMinutes(1));
    assertThat(other.look(() -> ZendeskSandbox.state(other).all("organizations")))
        .extracting(row -> row.path("name").asText())
        .containsExactly("Acme", "N", "M");
    assertThat(other.look(() -> ZendeskSandbox.state(other).comments(501))).hasSize(1);
  }
}
