package dev.backhaul.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.sandbox.Fault;
import dev.backhaul.sandbox.Ledger;
import dev.backhaul.sandbox.zendesk.ZendeskOptions;
import dev.backhaul.sandbox.zendesk.ZendeskSandbox;
import dev.backhaul.sandbox.zendesk.ZendeskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Zendesk as source, over real HTTP. */
class ZendeskAccountTest {
  private static final String OLD = "2026-02-01T10:00:00Z";

  private Rig rig;

  @BeforeEach
  void open() throws Exception {
    rig =
        new Rig(
            Role.SOURCE,
            "zendesk",
            "tok",
            Map.of(),
            time -> ZendeskSandbox.sandbox(time, ZendeskOptions.enterprise()));
    seed(
        state -> {
          state.putUser(json("{'id':1,'name':'Admin','email':'ops@acme.test','role':'admin'}"));
          state.putUser(json("{'id':2,'name':'Ann','email':'ann@acme.test','external_id':'hs-2'}"));
          state.credentials("ops@acme.test", "tok", 1, true);
          state.putTrigger(
              json(
                  "{'id':900,'title':'Notify requester','active':true,'position':1,'conditions':{'all':[],'any':[]},"
                      + "'actions':[{'field':'notification_user','value':['requester_id','s','b']}]}"));
        });
  }

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  private void seed(java.util.function.Consumer<ZendeskState> seeding) {
    rig.sandbox.run(() -> seeding.accept(ZendeskSandbox.state(rig.sandbox)));
  }

  private List<ObjectNode> all(String kind) {
    return rig.sandbox.look(() -> ZendeskSandbox.state(rig.sandbox).all(kind));
  }

  private ObjectNode one(String kind, String id) {
    return all(kind).stream()
        .filter(row -> row.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static ObjectNode json(String text) {
    return Json.parseObject(text.replace('\'', '"'));
  }

  private void ticket(long id, String status) {
    ObjectNode row =
        json(
            "{'subject':'T','requester_id':2,'submitter_id':2,'created_at':'"
                + OLD
                + "','updated_at':'"
                + OLD
                + "'}");
    row.put("id", id).put("status", status);
    seed(
        state ->
            state.putTicket(
                row, List.of(json("{'author_id':2,'body':'Hello','created_at':'" + OLD + "'}"))));
  }

  private static Write create(String key, String joinKey, ObjectNode set, ObjectNode... children) {
    return new Write(
        key, Write.Kind.CREATE, null, joinKey, set, List.of(), null, List.of(children), null);
  }

  private static Write update(
      String key, String id, ObjectNode set, @Nullable String precondition) {
    return new Write(
        key, Write.Kind.UPDATE, id, null, set, List.of(), precondition, List.of(), null);
  }

  private List<WriteResult> run(String object, List<Write> writes) throws InterruptedException {
    WriteAnswer answer = rig.account.write(object, writes);
    for (int i = 0; answer.job() != null; i++) {
      assertThat(i).as("polls of one job").isLessThan(60);
      rig.time.sleep(Duration.ofSeconds(1));
      answer = rig.account.job(object, answer.job(), writes);
    }
    return answer.results();
  }

  private static Failure failure(Throwable thrown) {
    return ((PlatformException) thrown).failure();
  }

  @Test
  void theProbeKnowsAnAdminAndNamesTheAutomationThatClosesTickets() {
    seed(
        state ->
            state.putAutomation(
                json(
                    "{'id':950,'title':'Close','active':true,'position':1,"
                        + "'conditions':{'all':[{'field':'SOLVED','operator':'greater_than','value':'96'}],'any':[]},"
                        + "'actions':[{'field':'status','value':'closed'}]}")));

    ProbeReport report = rig.account.probe();

    assertThat(report.reasons()).isEmpty();
    assertThat(report.ok()).isTrue();
    assertThat(report.identity()).isEqualTo("1");
    assertThat(report.mayWrite()).isTrue();
    assertThat(report.deadlines())
        .singleElement()
        .extracting(ProbeReport.Deadline::what)
        .asString()
        .contains("after 96 hours");
  }

  @Test
  void wrongCredentialsThatAnswerTwoHundredAreSeen() throws Exception {
    Account wrong =
        Accounts.open(
            rig.camel,
            Rig.system(
                Role.SOURCE,
                Manifests.read(java.nio.file.Path.of("config/platforms/zendesk.yaml")),
                rig.server.uri(),
                "wrong",
                Map.of()),
            Rig.unlimited(rig.time),
            rig.time);

    ProbeReport report = wrong.probe();

    assertThat(report.reachable()).isTrue();
    assertThat(report.ok()).isFalse();
    assertThat(report.identity()).isNull();
    assertThat(report.reasons()).anyMatch(reason -> reason.contains("anonymous"));
  }

  @Test
  void usersAreReadByIdJoinKeyAndExactEmail() {
    assertThat(rig.account.read("user", ReadRequest.ids(List.of("2", "77")))).hasSize(1);
    assertThat(
            rig.account.read("user", new ReadRequest("joinKey", List.of("hs-2"))).getFirst().id())
        .isEqualTo("2");
    assertThat(
            rig.account.read(
                "user", new ReadRequest("email", List.of("ann@acme.test", "nobody@acme.test"))))
        .extracting(Item::id)
        .containsExactly("2");
  }

  @Test
  void usersAreCreatedByTheHundredWithoutMail() throws Exception {
    List<Write> writes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      writes.add(
          create(
              "k" + i, "new-" + i, json("{'name':'N" + i + "','email':'n" + i + "@acme.test'}")));
    }

    List<WriteResult> results = run("user", writes);

    assertThat(results)
        .hasSize(100)
        .allMatch(result -> result.status() == WriteResult.Status.CREATED);
    for (int i = 0; i < 100; i++) {
      String id = results.get(i).nativeId();
      String joinKey = "new-" + i;
      assertThat(one("users", String.valueOf(id)).path("external_id").asText()).isEqualTo(joinKey);
    }
    assertThat(rig.sandbox.ledger().mails()).isEmpty();
  }

  @Test
  void anOrganizationThatIsThereAlreadyIsNotCreatedAgain() throws Exception {
    seed(state -> state.putOrganization(json("{'id':50,'name':'Acme','external_id':'o-1'}")));

    List<WriteResult> results =
        run(
            "organization",
            List.of(
                create("a", "o-1", json("{'name':'Acme'}")),
                create("b", "o-2", json("{'name':'Beta','organization_fields.tier':'gold'}"))));

    assertThat(results)
        .extracting(WriteResult::status)
        .containsExactly(WriteResult.Status.UNCHANGED, WriteResult.Status.CREATED);
    assertThat(results.getFirst().nativeId()).isEqualTo("50");
    assertThat(all("organizations")).hasSize(2);
    assertThat(
            run("organization", List.of(create("b", "o-2", json("{'name':'Beta'}"))))
                .getFirst()
                .status())
        .isEqualTo(WriteResult.Status.UNCHANGED);
  }

  @Test
  void aJobsFailedRowsAreJoinedToTheRightRecords() throws Exception {
    seed(
        state -> {
          for (int i = 0; i < 6; i++) {
            state.putOrganization(json("{'id':6" + i + ",'name':'Org" + i + "'}"));
          }
        });
    List<WriteResult> results =
        run(
            "organization",
            List.of(
                update("a", "60", json("{'notes':'x'}"), null),
                update("b", "9999", json("{'notes':'x'}"), null),
                update("c", "61", json("{'name':'Org2'}"), null),
                update("d", "63", json("{'notes':'y'}"), null)));

    assertThat(results).extracting(WriteResult::key).containsExactly("a", "b", "c", "d");
    assertThat(results)
        .extracting(WriteResult::status)
        .containsExactly(
            WriteResult.Status.UPDATED,
            WriteResult.Status.FAILED,
            WriteResult.Status.FAILED,
            WriteResult.Status.UPDATED);
    assertThat(results.get(1).failure()).isInstanceOf(Failure.NotFound.class);
    assertThat(results.get(2).failure()).isInstanceOf(Failure.Rejected.class);
  }

  @Test
  void aTicketIsImportedWithItsCommentsTimesAndFieldsAndNobodyIsMailed() throws Exception {
    seed(
        state ->
            state.putField(
                "ticket", json("{'id':360001,'type':'text','title':'Ref','active':true}")));
    Write write =
        new Write(
            "t1",
            Write.Kind.CREATE,
            null,
            "hs-t1",
            json(
                "{'subject':'Printer','requester_id':2,'status':'open','custom_fields.id=360001.value':'R-9'}"),
            List.of(),
            null,
            List.of(
                json("{'author_id':2,'value':'Broken','created_at':'2026-02-01T09:00:00Z'}"),
                json(
                    "{'author_id':1,'value':'checking','public':false,'created_at':'2026-02-01T10:00:00Z'}")),
            Instant.parse("2026-02-01T09:00:00Z"));

    WriteResult result = run("ticket", List.of(write)).getFirst();

    assertThat(result.status()).isEqualTo(WriteResult.Status.CREATED);
    Item item =
        rig.account
            .read("ticket", ReadRequest.ids(List.of(String.valueOf(result.nativeId()))))
            .getFirst();
    assertThat(item.joinKey()).isEqualTo("hs-t1");
    assertThat(item.createdAt()).isEqualTo(Instant.parse("2026-02-01T09:00:00Z"));
    assertThat(FieldPath.of("custom_fields.id=360001.value").textIn(item.fields()))
        .isEqualTo("R-9");
    List<Item> comments =
        rig.account.read("comment", new ReadRequest("parent", List.of(item.id())));
    assertThat(comments)
        .extracting(Item::version)
        .containsExactly("2026-02-01T09:00:00Z", "2026-02-01T10:00:00Z");
    assertThat(rig.sandbox.ledger().mails()).isEmpty();
    assertThat(run("ticket", List.of(write)).getFirst().status())
        .isEqualTo(WriteResult.Status.UNCHANGED);
  }

  @Test
  void anUpdateOfATicketThatMovedIsAConflict() throws Exception {
    ticket(35, "open");
    ticket(36, "open");

    List<WriteResult> results =
        run(
            "ticket",
            List.of(
                update("a", "35", json("{'priority':'high'}"), OLD),
                update("b", "36", json("{'priority':'high'}"), "2026-01-01T00:00:00Z")));

    assertThat(results.get(0).status()).isEqualTo(WriteResult.Status.UPDATED);
    assertThat(results.get(1).failure()).isInstanceOf(Failure.Conflict.class);
    assertThat(one("tickets", "36").path("priority").asText("")).isNotEqualTo("high");
  }

  private Write append(String key, String ticket, @Nullable String precondition) {
    return new Write(
        key,
        Write.Kind.APPEND,
        ticket,
        null,
        json("{'body':'Done','public':true,'author_id':2}"),
        List.of(),
        precondition,
        List.of(),
        Instant.parse("2026-03-01T08:00:00Z"));
  }

  @Test
  void anAppendedCommentCarriesTheJournalsKeyItsAuthorAndItsTime() throws Exception {
    ticket(35, "open");

    WriteResult result = run("comment", List.of(append("J-1", "35", OLD))).getFirst();

    assertThat(result.status()).isEqualTo(WriteResult.Status.CREATED);
    List<Item> comments = rig.account.read("comment", new ReadRequest("parent", List.of("35")));
    Item mine = comments.getLast();
    assertThat(mine.id()).isEqualTo(result.nativeId());
    assertThat(mine.fields().at("/metadata/custom/backhaul").asText()).isEqualTo("J-1");
    assertThat(mine.fields().at("/metadata/custom/original_created_at").asText())
        .isEqualTo("2026-03-01T08:00:00Z");
    assertThat(mine.fields().path("author_id").asLong()).isEqualTo(2);
    assertThat(mine.fields().path("ticket_id").asLong()).isEqualTo(35);
  }

  @Test
  void aLostAnswerToAnAppendIsAmbiguousAndNeverSentAgain() {
    ticket(35, "open");
    for (Fault.Kind kind :
        List.of(
            Fault.Kind.RESET_BEFORE,
            Fault.Kind.RESET_AFTER,
            Fault.Kind.TRUNCATED,
            Fault.Kind.SERVER_ERROR,
            Fault.Kind.ERROR_IN_200)) {
      rig.sandbox.faults().clear();
      rig.sandbox.ledger().clear();
      rig.sandbox.faults().add(Fault.once(kind, "PUT", "/api/v2/tickets/*", 1));

      assertThatThrownBy(() -> rig.account.write("ticket", List.of(append("J-1", "35", null))))
          .satisfies(
              e -> assertThat(failure(e)).as(kind.name()).isInstanceOf(Failure.Ambiguous.class));
      assertThat(rig.sandbox.ledger().calls()).as(kind.name()).hasSize(1);
    }
  }

  @Test
  void aThrottledWriteIsSentAgainBecauseItWasCertainlyNotProcessed() throws Exception {
    ticket(35, "open");
    rig.sandbox.faults().add(Fault.once(Fault.Kind.THROTTLED, "PUT", "/api/v2/tickets/*", 1));

    assertThat(run("comment", List.of(append("J-1", "35", null))).getFirst().status())
        .isEqualTo(WriteResult.Status.CREATED);

    assertThat(rig.sandbox.ledger().calls()).extracting(Ledger.Call::status).startsWith(429, 200);
    assertThat(all("comments")).hasSize(2);
  }

  @Test
  void anUnavailableAnswerToAWriteIsTransientAndLeftToTheJournal() {
    ticket(35, "open");
    rig.sandbox.faults().add(Fault.once(Fault.Kind.UNAVAILABLE, "PUT", "/api/v2/tickets/*", 1));

    assertThatThrownBy(() -> rig.account.write("comment", List.of(append("J-1", "35", null))))
        .satisfies(e -> assertThat(failure(e)).isInstanceOf(Failure.Transient.class));
  }

  @Test
  void aClosedTicketRefusesACommentAndNamesTheField() throws Exception {
    ticket(35, "closed");

    WriteResult result = run("comment", List.of(append("J-1", "35", null))).getFirst();

    assertThat(result.status()).isEqualTo(WriteResult.Status.FAILED);
    assertThat(result.failure())
        .isInstanceOfSatisfying(
            Failure.Rejected.class,
            rejected ->
                assertThat(rejected.fields())
                    .extracting(Failure.FieldError::field)
                    .contains("status"));
  }

  @Test
  void aTicketIsDeletedSoftlyAndAUserNever() throws Exception {
    ticket(35, "open");
    Write delete =
        new Write(
            "d", Write.Kind.DELETE, "35", null, Json.object(), List.of(), null, List.of(), null);

    assertThat(run("ticket", List.of(delete)).getFirst().status())
        .isEqualTo(WriteResult.Status.UPDATED);
    assertThat(one("tickets", "35").path("status").asText()).isEqualTo("deleted");
    assertThatThrownBy(() -> rig.account.write("user", List.of(delete)))
        .hasMessageContaining("suspended, never deleted");
  }

  @Test
  void silenceIsProvenOnlyOnceTheTriggersAreOffAndRestoredAsTheyWere() {
    SilenceReport loud =
        rig.account.silence(new SilenceRequest(SilenceRequest.Verb.CANARY, List.of()));
    assertThat(loud.noises())
        .anyMatch(noise -> noise.contains("Notification") && noise.contains("900"));

    List<SilenceItem> items =
        rig.account.silence(new SilenceRequest(SilenceRequest.Verb.LIST, List.of())).items();
    SilenceReport off = rig.account.silence(new SilenceRequest(SilenceRequest.Verb.DISABLE, items));
    assertThat(off.items()).noneMatch(SilenceItem::active);
    SilenceReport quiet =
        rig.account.silence(new SilenceRequest(SilenceRequest.Verb.CANARY, List.of()));
    assertThat(quiet.noises()).isEmpty();

    SilenceReport back =
        rig.account.silence(new SilenceRequest(SilenceRequest.Verb.RESTORE, items));
    assertThat(back.items())
        .extracting(SilenceItem::active)
        .isEqualTo(items.stream().map(SilenceItem::active).toList());
    assertThat(all("tickets")).allMatch(ticket -> ticket.path("status").asText().equals("deleted"));
  }

  @Test
  void aTokenRevokedMidwayIsAuthExpired() {
    seed(state -> state.revoke("tok"));

    assertThatThrownBy(() -> rig.account.read("user", ReadRequest.ids(List.of("2"))))
        .satisfies(e -> assertThat(failure(e)).isInstanceOf(Failure.AuthExpired.class));
  }
}
