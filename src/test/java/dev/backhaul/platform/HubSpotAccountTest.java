package dev.backhaul.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.sandbox.Fault;
import dev.backhaul.sandbox.Ledger;
import dev.backhaul.sandbox.hubspot.HubSpotSandbox;
import dev.backhaul.sandbox.hubspot.HubSpotSettings;
import dev.backhaul.sandbox.hubspot.HubSpotState;
import dev.backhaul.sandbox.hubspot.SourceTag;
import dev.backhaul.sandbox.hubspot.ThreadMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HubSpot as target, over real HTTP. */
class HubSpotAccountTest {
  private static final Instant CUTOVER = Rig.START.minus(Duration.ofDays(1));
  private static final List<String> SCOPES =
      List.of(
          "crm.objects.contacts.read",
          "crm.objects.companies.read",
          "tickets",
          "crm.objects.owners.read",
          "conversations.read");

  private final HubSpotState state = new HubSpotState();
  private Rig rig;

  @BeforeEach
  void open() throws Exception {
    state.token("pat-1", "app-1", SCOPES);
    state.addProperty("contacts", "zd_id", "string");
    rig =
        new Rig(
            Role.TARGET,
            "hubspot",
            "pat-1",
            Map.of("contact", "properties.zd_id"),
            time -> HubSpotSandbox.sandbox(time, HubSpotSettings.professional(), state));
  }

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  private String contact(int i, Instant at) {
    return state.create(
        "contacts",
        null,
        Map.of("email", "p" + i + "@acme.test", "zd_id", "zd-" + i),
        at,
        SourceTag.user(1));
  }

  private List<Change> sweep(String object) {
    List<Change> all = new ArrayList<>();
    JsonNode resume = null;
    while (true) {
      ChangesPage page = rig.account.changes(object, new ChangesRequest(CUTOVER, resume, 200));
      all.addAll(page.changes());
      resume = page.resume();
      if (!page.more()) {
        return all;
      }
    }
  }

  private long calls(String method, String part) {
    return rig.sandbox.ledger().calls().stream()
        .filter(call -> call.method().equals(method) && call.path().contains(part))
        .count();
  }

  @Test
  void twentyFiveThousandRecordsOfOneInstantAllCome() {
    Instant at = CUTOVER.plusSeconds(60);
    for (int i = 0; i < 25_000; i++) {
      contact(i, at);
    }

    List<Change> changes = sweep("contact");

    Set<String> ids = new HashSet<>();
    changes.forEach(change -> ids.add(change.item().id()));
    assertThat(changes).hasSize(25_000);
    assertThat(ids).hasSize(25_000);
    assertThat(rig.sandbox.ledger().calls()).noneMatch(call -> call.status() == 429);
  }

  @Test
  void recordsBeforeTheSinceInstantStayAway() {
    contact(1, CUTOVER.minusSeconds(1));
    String later = contact(2, CUTOVER);

    assertThat(sweep("contact")).extracting(change -> change.item().id()).containsExactly(later);
  }

  @Test
  void aRecordYoungerThanTheSettleLagComesWithTheNextSweep() throws Exception {
    contact(1, Rig.START.minusSeconds(30));
    ChangesPage first = rig.account.changes("contact", new ChangesRequest(CUTOVER, null, 200));
    JsonNode resume = first.resume();
    while (first.more()) {
      first = rig.account.changes("contact", new ChangesRequest(CUTOVER, resume, 200));
      resume = first.resume();
    }
    assertThat(first.changes()).isEmpty();

    rig.time.sleep(Duration.ofMinutes(5));
    ChangesPage second = rig.account.changes("contact", new ChangesRequest(CUTOVER, resume, 200));

    assertThat(second.changes()).hasSize(1);
  }

  @Test
  void archivedAndMergedRecordsAreNamed() {
    String gone = contact(1, CUTOVER.minusSeconds(100));
    String winner = contact(2, CUTOVER.minusSeconds(100));
    String loser = contact(3, CUTOVER.minusSeconds(100));
    state.archive("contacts", gone, CUTOVER.plusSeconds(100), SourceTag.user(1));
    state.merge("contacts", winner, loser, CUTOVER.plusSeconds(200), SourceTag.user(1));

    List<Change> changes = sweep("contact");

    assertThat(changes)
        .anySatisfy(
            change -> {
              assertThat(change.kind()).isEqualTo(Change.Kind.DELETED);
              assertThat(change.item().id()).isEqualTo(gone);
              assertThat(change.item().joinKey()).isEqualTo("zd-1");
              assertThat(change.at()).isEqualTo(CUTOVER.plusSeconds(100));
            });
    assertThat(changes)
        .anySatisfy(
            change -> {
              assertThat(change.kind()).isEqualTo(Change.Kind.MERGED);
              assertThat(change.item().id()).isIn(loser, winner);
              assertThat(change.mergedInto()).isNotNull();
            });
  }

  @Test
  void twoHundredAndFiftyIdsTakeThreeRequests() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      ids.add(state.create("companies", null, Map.of("name", "C" + i), CUTOVER, SourceTag.user(1)));
    }

    List<Item> items = rig.account.read("company", ReadRequest.ids(ids));

    assertThat(items).hasSize(250);
    assertThat(calls("POST", "/companies/batch/read")).isEqualTo(3);
  }

  @Test
  void aRecordCarriesItsAssociationsAndItsJoinKey() {
    String company =
        state.create("companies", null, Map.of("name", "Acme"), CUTOVER, SourceTag.user(1));
    String person = contact(7, CUTOVER);
    state.associate("contacts", person, "companies", company, 1);

    Item item = rig.account.read("contact", ReadRequest.ids(List.of(person))).getFirst();

    assertThat(item.joinKey()).isEqualTo("zd-7");
    assertThat(FieldPath.of("associations.company.0.id").textIn(item.fields())).isEqualTo(company);
    assertThat(rig.account.read("contact", new ReadRequest("email", List.of("P7@acme.test"))))
        .hasSize(1);
  }

  @Test
  void historyNamesValuesAndWritersOldestFirst() {
    String person = contact(1, CUTOVER.minusSeconds(10));
    state.set(
        "contacts", person, Map.of("jobtitle", "Boss"), CUTOVER.plusSeconds(5), SourceTag.user(42));
    state.set(
        "contacts",
        person,
        Map.of("jobtitle", "Chief"),
        CUTOVER.plusSeconds(9),
        SourceTag.app("app-9", null));

    List<HistoryEvent> events =
        rig.account.history("contact", new HistoryRequest(List.of(person))).stream()
            .filter(event -> event.field().equals("properties.jobtitle"))
            .toList();

    assertThat(events).extracting(event -> event.value().asText()).containsExactly("Boss", "Chief");
    assertThat(events.getFirst().writer().user()).isEqualTo("42");
    assertThat(events.getLast().writer().app()).isEqualTo("app-9");
    assertThat(events.getLast().writer().sourceType()).isEqualTo("INTEGRATION");
  }

  @Test
  void conversationMessagesComeWithTheirTicket() {
    String person = contact(1, CUTOVER);
    String ticket =
        state.create("tickets", null, Map.of("subject", "x"), CUTOVER, SourceTag.user(1));
    String thread = state.addThread(ticket, person, CUTOVER.minusSeconds(500));
    state.addMessage(
        thread, ThreadMessage.message("INCOMING", "V-1", "Ann", CUTOVER.minusSeconds(400), "old"));
    state.addMessage(thread, ThreadMessage.message("INCOMING", "V-1", "Ann", CUTOVER, "new"));

    List<Change> changes = sweep("message");

    assertThat(changes).hasSize(1);
    assertThat(changes.getFirst().item().fields().path("ticketId").asText()).isEqualTo(ticket);
    assertThat(changes.getFirst().item().fields().path("text").asText()).isEqualTo("new");
  }

  @Test
  void countsComeFromThePlatform() {
    contact(1, CUTOVER.minusSeconds(5));
    contact(2, CUTOVER.plusSeconds(5));

    assertThat(rig.account.count("contact", new CountRequest(CUTOVER)).live()).isEqualTo(1L);
    assertThat(rig.account.count("contact", new CountRequest(null)).live()).isEqualTo(2L);
  }

  @Test
  void theProbeSaysWhoWeAreAndWhatIsLeft() {
    ProbeReport report = rig.account.probe();

    assertThat(report.ok()).isTrue();
    assertThat(report.identity()).isEqualTo("14242000");
    assertThat(report.limits())
        .extracting(ProbeReport.LimitReport::name)
        .contains("private-apps-api-calls-daily");
    // The sandbox's Date is the machine's, months from the test's clock: no skew to correct by.
    assertThat(report.skewMillis()).isNull();
  }

  @Test
  void aTokenRevokedMidwayIsAuthExpired() {
    for (int i = 0; i < 300; i++) {
      contact(i, CUTOVER.plusSeconds(1));
    }
    ChangesPage page = rig.account.changes("contact", new ChangesRequest(CUTOVER, null, 200));
    state.revoke("pat-1");

    assertThatThrownBy(
            () -> rig.account.changes("contact", new ChangesRequest(CUTOVER, page.resume(), 200)))
        .isInstanceOfSatisfying(
            PlatformException.class,
            e -> assertThat(e.failure()).isInstanceOf(Failure.AuthExpired.class));
    assertThat(rig.account.probe().ok()).isFalse();
  }

  @Test
  void aThrottledAnswerFreezesTheBudgetInsteadOfAStormOfRetries() {
    contact(1, CUTOVER);
    rig.sandbox.faults().add(Fault.once(Fault.Kind.THROTTLED, "GET", "/crm/v3/owners", 1));

    rig.account.changes("owner", new ChangesRequest(CUTOVER, null, 100));

    List<Ledger.Call> calls = rig.sandbox.ledger().calls();
    assertThat(calls).extracting(Ledger.Call::status).containsExactly(429, 200);
    assertThat(Duration.between(calls.get(0).at(), calls.get(1).at()))
        .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(90));
  }

  @Test
  void failedReadsAreAskedAgainAFewTimes() {
    for (Fault.Kind kind :
        List.of(
            Fault.Kind.SERVER_ERROR,
            Fault.Kind.RESET_BEFORE,
            Fault.Kind.TRUNCATED,
            Fault.Kind.ERROR_IN_200)) {
      rig.sandbox.faults().clear();
      rig.sandbox.faults().add(Fault.once(kind, "GET", "/crm/v3/owners", 1));

      assertThat(rig.account.changes("owner", new ChangesRequest(CUTOVER, null, 100)).more())
          .isFalse();
    }
    rig.sandbox.faults().add(Fault.random(Fault.Kind.SERVER_ERROR, "GET", "/crm/v3/owners", 1));
    assertThatThrownBy(() -> rig.account.changes("owner", new ChangesRequest(CUTOVER, null, 100)))
        .isInstanceOfSatisfying(
            PlatformException.class,
            e -> assertThat(e.failure()).isInstanceOf(Failure.Transient.class));
  }

  @Test
  void nothingCanBeWrittenToTheTarget() {
    assertThatThrownBy(() -> rig.account.batchSize("contact", Write.Kind.UPDATE))
        .isInstanceOf(PlatformException.class)
        .hasMessageContaining("only read");
  }
}
