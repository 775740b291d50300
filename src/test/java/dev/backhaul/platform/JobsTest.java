package dev.backhaul.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backhaul.json.Json;
import dev.backhaul.manifest.Manifest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Jobs and judgements against a scripted transport: what no sandbox answers, but a platform may.
 */
class JobsTest {
  private static final Manifest ZENDESK = Manifests.read(Path.of("config/platforms/zendesk.yaml"));

  private final StillTime time = new StillTime();
  private final Classifier classifier = new Classifier(ZENDESK, time);
  private final Deque<Outcome> script = new ArrayDeque<>();
  private final List<HttpCall> sent = new ArrayList<>();
  private final Account account =
      Accounts.over(
          new SaasSystem(
              Role.SOURCE,
              ZENDESK,
              URI.create("https://acme.zendesk.com"),
              Credentials.of(name -> name),
              Map.of()),
          call -> {
            sent.add(call);
            return classifier.classify(call, script.remove());
          },
          time);

  private void answer(int status, String body, String... headers) {
    Map<String, String> map = headers.length == 0 ? Map.of() : Map.of(headers[0], headers[1]);
    script.add(
        new Outcome.Answered(
            status, map, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }

  private static Write create(String key, String joinKey) {
    return new Write(
        key,
        Write.Kind.CREATE,
        null,
        joinKey,
        Json.object().put("name", key),
        List.of(),
        null,
        List.of(),
        null);
  }

  private static Write update(String key, String id) {
    return new Write(
        key,
        Write.Kind.UPDATE,
        id,
        null,
        Json.object().put("name", key),
        List.of(),
        null,
        List.of(),
        null);
  }

  private void completed(String rows) {
    answer(200, "{'job_status':{'id':'J','status':'completed','results':" + rows + "}}");
  }

  @Test
  void rowsInAnotherOrderAreJoinedByTheJoinKeyReadBack() {
    completed("[{'id':11,'status':'Created'},{'id':12,'status':'Created'}]");
    answer(200, "{'users':[{'id':11,'external_id':'B'},{'id':12,'external_id':'a'}]}");

    WriteAnswer answer = account.job("user", "J", List.of(create("k1", "a"), create("k2", "b")));

    assertThat(answer.results()).extracting(WriteResult::nativeId).containsExactly("12", "11");
    assertThat(answer.results())
        .extracting(WriteResult::status)
        .containsOnly(WriteResult.Status.CREATED);
  }

  @Test
  void aRecordWithoutARowOfItsOwnIsUnknown() {
    completed("[{'id':5,'status':'Updated','success':true}]");

    WriteAnswer answer = account.job("user", "J", List.of(update("k1", "5"), update("k2", "6")));

    assertThat(answer.results())
        .extracting(WriteResult::status)
        .containsExactly(WriteResult.Status.UPDATED, WriteResult.Status.UNKNOWN);
  }

  @Test
  void aRowThatNamesAnotherRecordIsUnknownAndNeverOk() {
    completed(
        "[{'id':6,'status':'Updated','success':true},{'id':5,'status':'Updated','success':true}]");

    WriteAnswer answer = account.job("user", "J", List.of(update("k1", "5"), update("k2", "6")));

    assertThat(answer.results())
        .extracting(WriteResult::status)
        .containsOnly(WriteResult.Status.UNKNOWN);
  }

  @Test
  void aCreatedRecordThatCannotBeReadBackIsUnknown() {
    completed("[{'id':11,'status':'Created'}]");
    answer(200, "{'users':[]}");

    assertThat(account.job("user", "J", List.of(create("k1", "a"))).results())
        .extracting(WriteResult::status)
        .containsExactly(WriteResult.Status.UNKNOWN);
  }

  @Test
  void aJobThatThePlatformForgotOrKilledLeavesItsRecordsUnknown() {
    answer(404, "{'error':'RecordNotFound'}");
    assertThat(account.job("user", "J", List.of(update("k1", "5"))).results())
        .extracting(WriteResult::status)
        .containsExactly(WriteResult.Status.UNKNOWN);

    answer(200, "{'job_status':{'id':'J','status':'killed','results':null}}");
    assertThat(account.job("user", "J", List.of(update("k1", "5"))).results())
        .extracting(WriteResult::status)
        .containsExactly(WriteResult.Status.UNKNOWN);
  }

  @Test
  void whatWasThereAlreadyKeepsItsPlaceThroughTheJob() {
    answer(200, "{'organizations':[{'id':50,'external_id':'b'}]}");
    answer(200, "{'job_status':{'id':'J','status':'queued'}}");
    List<Write> writes = List.of(create("k1", "a"), create("k2", "b"), create("k3", "c"));
    WriteAnswer started = account.write("organization", writes);
    assertThat(started.job()).isEqualTo("J!1=50");
    assertThat(String.valueOf(sent.getLast().body()))
        .contains("\"a\"")
        .contains("\"c\"")
        .doesNotContain("\"b\"");

    completed(
        "[{'id':61,'status':'Created'},{'status':'Failed','success':false,'error':'RecordInvalid','details':'x'}]");
    answer(200, "{'organizations':[{'id':61,'external_id':'a'}]}");
    List<WriteResult> results =
        account.job("organization", String.valueOf(started.job()), writes).results();

    assertThat(results)
        .extracting(WriteResult::status)
        .containsExactly(
            WriteResult.Status.CREATED, WriteResult.Status.UNCHANGED, WriteResult.Status.FAILED);
    assertThat(results).extracting(WriteResult::nativeId).containsExactly("61", "50", null);
  }

  @Test
  void aPlainTextThrottleWaitsForItsRetryAfterInTheClocksTime() {
    answer(429, "Number of allowed updates exceeded", "retry-after", "93");
    answer(200, "{'users':[]}");

    account.read("user", ReadRequest.ids(List.of("1")));

    assertThat(time.waited().toSeconds()).isEqualTo(93);
  }

  @Test
  void anAbsurdOrMissingRetryAfterFallsBackToTheManifest() {
    for (String wait : List.of("0", "-5", "99999999", "soon", "")) {
      StillTime clock = new StillTime();
      Classifier judge = new Classifier(ZENDESK, clock);
      HttpCall call = new HttpCall(Operation.READ, "GET", "/x", null, false, null);
      Outcome outcome =
          new Outcome.Answered(
              429, wait.isEmpty() ? Map.of() : Map.of("retry-after", wait), new byte[0]);

      assertThat(judge.classify(call, outcome).failure())
          .as(wait)
          .isEqualTo(
              new Failure.Throttled(
                  "a limit of the account is used up", StillTime.START.plusSeconds(60)));
    }
  }

  @Test
  void aRetryAfterDateIsReadByTheServersClock() {
    HttpCall call = new HttpCall(Operation.READ, "GET", "/x", null, false, null);
    Map<String, String> headers =
        Map.of(
            "retry-after",
            "Mon, 02 Mar 2026 15:00:30 GMT",
            "date",
            "Mon, 02 Mar 2026 15:00:00 GMT");

    assertThat(classifier.classify(call, new Outcome.Answered(429, headers, new byte[0])).failure())
        .isEqualTo(
            new Failure.Throttled(
                "a limit of the account is used up", StillTime.START.plusSeconds(30)));
  }

  @Test
  void aMergedIdThatAnswersWithItsSurvivorIsAbsent() {
    answer(200, "{'users':[{'id':9,'external_id':'x'}]}");

    assertThat(account.read("user", ReadRequest.ids(List.of("8")))).isEmpty();
  }

  @Test
  void valuesOfARecordNeverReachAMessage() {
    answer(
        422,
        "{'error':'RecordInvalid','details':{'email':[{'description':'ann@acme.test is taken'}]}}");

    assertThatThrownBy(() -> account.write("user", List.of(create("k1", "a"))))
        .isInstanceOf(PlatformException.class)
        .hasMessageNotContaining("ann@");
    assertThat(sent.toString()).doesNotContain("k1");
  }
}
