package dev.backhaul.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.delta.FieldEvidence;
import dev.backhaul.delta.WriterClass;
import dev.backhaul.delta.Writers;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.WriterRule;
import dev.backhaul.sandbox.zendesk.ZendeskHand;
import dev.backhaul.sandbox.zendesk.ZendeskOptions;
import dev.backhaul.sandbox.zendesk.ZendeskSandbox;
import dev.backhaul.sandbox.zendesk.ZendeskState;
import dev.backhaul.yaml.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a ticket's audits prove of its writers and its loaded values, over real HTTP. */
class ZendeskHistoryTest {
  private static final Instant CUTOVER = Rig.START.minus(Duration.ofDays(1));
  private static final long LOADER = 1;
  private static final long AGENT = 2;
  private static final long BILLING = 3;
  private static final long ANN = 5;
  private static final String ORDER = "custom_fields.id=360001.value";

  /** As a migration would write them: what was there before cutover is the load. */
  private static final Writers WRITERS =
      new Writers(
          List.of(
              rule(null, null, CUTOVER, dev.backhaul.manifest.WriterClass.MIGRATION),
              rule("1", null, null, dev.backhaul.manifest.WriterClass.MIGRATION),
              rule("3", null, null, dev.backhaul.manifest.WriterClass.INTEGRATION),
              rule(null, "web", null, dev.backhaul.manifest.WriterClass.PEOPLE),
              rule(null, "rule", null, dev.backhaul.manifest.WriterClass.AUTOMATION)));

  private Rig rig;
  private long ticket;

  @BeforeEach
  void open() throws Exception {
    rig =
        new Rig(
            Role.TARGET,
            "zendesk",
            "tok",
            Map.of(),
            time -> ZendeskSandbox.sandbox(time, ZendeskOptions.enterprise()));
    rig.sandbox.run(
        () -> {
          ZendeskState state = ZendeskSandbox.state(rig.sandbox);
          state.putUser(json("{'id':1,'name':'Loader','email':'ops@acme.test','role':'admin'}"));
          state.putUser(json("{'id':2,'name':'Gus','email':'gus@acme.test','role':'agent'}"));
          state.putUser(json("{'id':3,'name':'Bill','email':'bill@acme.test','role':'agent'}"));
          state.putUser(json("{'id':5,'name':'Ann','email':'ann@acme.test'}"));
          state.credentials("ops@acme.test", "tok", LOADER, true);
        });
    ticket =
        app(LOADER)
            .importTicket(
                json(
                    "{'subject':'Printer','external_id':'hs-7','requester_id':5,'assignee_id':2,"
                        + "'status':'open','priority':'low','custom_fields':[{'id':360001,'value':'10'}],"
                        + "'comments':[{'author_id':5,'value':'Broken'}]}"),
                CUTOVER.minusSeconds(3600));
  }

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  private static WriterRule rule(
      @Nullable String user,
      @Nullable String channel,
      @Nullable Instant until,
      dev.backhaul.manifest.WriterClass is) {
    WriterRule.Match match = new WriterRule.Match(user, null, channel, null, until);
    return new WriterRule(match, is, new Place("migration.yaml", 1, 1));
  }

  private static ObjectNode json(String text) {
    return Json.parseObject(text.replace('\'', '"'));
  }

  private ZendeskHand app(long user) {
    return ZendeskHand.app(rig.sandbox, user);
  }

  private ZendeskHand agent() {
    return ZendeskHand.person(rig.sandbox, AGENT);
  }

  private List<HistoryEvent> history() {
    return rig.account.history("ticket", new HistoryRequest(List.of("" + ticket)));
  }

  private FieldEvidence evidence(String field) {
    List<HistoryEvent> events =
        history().stream().filter(event -> event.field().equals(field)).toList();
    return FieldEvidence.of(events, event -> WRITERS.classOf(event.writer(), event.at()));
  }

  @Test
  void whatOnlyTheImportWroteIsUneditedWhoeverItsAuditsName() {
    FieldEvidence status = evidence("status");

    assertThat(status.state()).isEqualTo(FieldEvidence.State.UNEDITED);
    assertThat(status.loaded().asText()).isEqualTo("open");
  }

  @Test
  void aPersonsEditComesHomeWithTheLoadedValueBesideIt() {
    agent().updateTicket(ticket, json("{'priority':'urgent'}"), CUTOVER.plusSeconds(60));

    FieldEvidence priority = evidence("priority");

    assertThat(priority.state()).isEqualTo(FieldEvidence.State.EDITED);
    assertThat(priority.writer()).isEqualTo(WriterClass.PEOPLE);
    assertThat(priority.loaded().asText()).isEqualTo("low");
    assertThat(priority.value().asText()).isEqualTo("urgent");
  }

  @Test
  void aProgramIsKnownByItsUserAndACustomFieldByItsPathInTheRecord() {
    ObjectNode change = json("{'custom_fields':[{'id':360001,'value':'25'}]}");
    app(BILLING).updateTicket(ticket, change, CUTOVER.plusSeconds(60));

    FieldEvidence order = evidence(ORDER);

    assertThat(order.writer()).isEqualTo(WriterClass.INTEGRATION);
    assertThat(order.value().asText()).isEqualTo("25");
    Item now = rig.account.read("ticket", ReadRequest.ids(List.of("" + ticket))).getFirst();
    assertThat(FieldPath.of(ORDER).in(now.fields())).isEqualTo(order.value());
  }

  @Test
  void aRuleIsAutomationWhoeverSetItOff() {
    rig.sandbox.run(
        () ->
            ZendeskSandbox.state(rig.sandbox)
                .putTrigger(
                    json(
                        "{'id':77,'title':'Escalate','active':true,'position':1,"
                            + "'conditions':{'all':[{'field':'priority','operator':'value','value':'urgent'}],'any':[]},"
                            + "'actions':[{'field':'type','value':'incident'}]}")));
    agent().updateTicket(ticket, json("{'priority':'urgent'}"), CUTOVER.plusSeconds(60));

    FieldEvidence type = evidence("type");

    assertThat(type.writer()).isEqualTo(WriterClass.AUTOMATION);
    assertThat(evidence("priority").writer()).isEqualTo(WriterClass.PEOPLE);
    assertThat(history())
        .anySatisfy(
            event -> {
              assertThat(event.writer().app()).isEqualTo("trigger:77");
              assertThat(event.writer().user()).isNull();
            });
  }

  @Test
  void aMigrationThatWritesOverAnEditIsSeen() {
    agent().updateTicket(ticket, json("{'priority':'urgent'}"), CUTOVER.plusSeconds(60));
    app(LOADER).updateTicket(ticket, json("{'priority':'low'}"), CUTOVER.plusSeconds(120));

    FieldEvidence priority = evidence("priority");

    assertThat(priority.state()).isEqualTo(FieldEvidence.State.OVERWRITTEN);
    assertThat(String.valueOf(priority.overwritten())).isEqualTo("\"urgent\"");
  }

  @Test
  void aStrangerIsNobodyKnown() {
    app(ANN).updateTicket(ticket, json("{'priority':'urgent'}"), CUTOVER.plusSeconds(60));

    assertThat(evidence("priority").state()).isEqualTo(FieldEvidence.State.UNKNOWN_WRITER);
  }

  @Test
  void idsAreNumbersAsInTheRecord() {
    app(LOADER).updateTicket(ticket, json("{'assignee_id':3}"), CUTOVER.minusSeconds(60));
    agent().updateTicket(ticket, json("{'assignee_id':2}"), CUTOVER.plusSeconds(60));

    FieldEvidence assignee = evidence("assignee_id");

    assertThat(assignee.loaded()).isEqualTo(Json.tree(3));
    assertThat(assignee.value()).isEqualTo(Json.tree(2));
  }

  @Test
  void aTicketWhoseLoadLeftNoAuditStillTellsWhatStoodThere() {
    rig.sandbox.run(
        () ->
            ZendeskSandbox.state(rig.sandbox)
                .putTicket(
                    json("{'id':900,'subject':'Old','requester_id':5,'priority':'normal'}"),
                    List.of()));
    ticket = 900;
    agent().updateTicket(900, json("{'priority':'high'}"), CUTOVER.plusSeconds(60));

    assertThat(evidence("priority").loaded().asText()).isEqualTo("normal");
  }

  @Test
  void aLongTrailComesInPagesWholeAndInOrder() {
    for (int i = 0; i < 250; i++) {
      String subject = "S" + i;
      agent()
          .updateTicket(ticket, Json.object().put("subject", subject), CUTOVER.plusSeconds(60 + i));
    }
    rig.sandbox.ledger().clear();

    List<HistoryEvent> subjects =
        history().stream().filter(event -> event.field().equals("subject")).toList();

    assertThat(subjects).hasSize(251);
    assertThat(subjects.getLast().value().asText()).isEqualTo("S249");
    assertThat(rig.sandbox.ledger().calls()).hasSize(3);
  }

  @Test
  void aTicketThatIsGoneHasNoHistoryAndStopsNobody() {
    agent().deleteTicket(ticket, CUTOVER.plusSeconds(60));

    assertThat(history()).isEmpty();
  }

  @Test
  void usersOrganizationsAndCommentsHaveNone() {
    HistoryRequest one = new HistoryRequest(List.of("5"));

    assertThat(rig.account.history("user", one)).isEmpty();
    assertThat(rig.account.history("organization", one)).isEmpty();
    assertThat(rig.account.history("comment", one)).isEmpty();
  }
}
