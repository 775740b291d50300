package dev.backhaul.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backhaul.journal.Entry;
import dev.backhaul.journal.Intent;
import dev.backhaul.journal.Op;
import dev.backhaul.journal.State;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.Question;
import dev.backhaul.sandbox.hubspot.CrmObject;
import dev.backhaul.sandbox.hubspot.SourceTag;
import dev.backhaul.store.CrashPoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HubSpot as the source that people return to, over real HTTP. */
class HubSpotSourceTest {
  @TempDir Path folder;
  private HubSpotHouse house;

  @BeforeEach
  void open() throws Exception {
    house = new HubSpotHouse(folder);
  }

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  private static com.fasterxml.jackson.databind.node.ObjectNode set(String path, String value) {
    return Json.object().put(path, value);
  }

  @Test
  void nothingIsSetUpWithoutAnApprovedPlan() {
    house.planned(HubSpotHouse.create("a", "contact", set("properties.email", "a@b.test")));

    assertThat(house.apply().stopped()).contains("not approved");
    assertThat(house.calls("POST", "/crm/v3/properties/")).isZero();
    assertThat(house.entries(Intent.Subject.SETUP)).isEmpty();
  }

  @Test
  void theUniqueFieldIsMadeOnceAsAJournalEntryAndReadBack() {
    house.approved(
        HubSpotHouse.create("a", "contact", set("properties.email", "a@b.test")),
        HubSpotHouse.create("b", "contact", set("properties.email", "b@b.test")));

    house.apply();
    house.live();
    house.apply();

    assertThat(house.calls("POST", "/crm/v3/properties/contacts")).isEqualTo(1);
    assertThat(house.entries(Intent.Subject.SETUP))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.state()).isEqualTo(State.VERIFIED);
              assertThat(entry.intent().undo()).isEqualTo("COMPENSATED");
              assertThat(entry.intent().plan()).isEqualTo(house.decisions.planHash());
            });
  }

  @Test
  void aFieldThatIsThereButNotUniqueStopsEverythingAndNamesTheWayOut() {
    house.state.addProperty("contacts", "backhaul_key", "string");
    house.approved(HubSpotHouse.create("a", "contact", set("properties.email", "a@b.test")));

    assertThat(house.apply().stopped()).contains("not unique").contains("joinKey");
    assertThat(house.living("contacts")).isEmpty();
  }

  @Test
  void theFieldIsMadeOnceHoweverOftenTheProcessDies() {
    List<CrashPoint.Point> points =
        List.of(
            CrashPoint.Point.CAPTURED_COMMITTED,
            CrashPoint.Point.INTENT_COMMITTED,
            CrashPoint.Point.SENT_COMMITTED,
            CrashPoint.Point.WRITE_RETURNED,
            CrashPoint.Point.VERIFIED_COMMITTING,
            CrashPoint.Point.VERIFIED_COMMITTED);
    house.approved(HubSpotHouse.create("a", "contact", set("properties.email", "a@b.test")));
    for (CrashPoint.Point point : points) {
      house.dieAt(point, 1);
      try {
        house.apply();
      } catch (HubSpotHouse.Died e) {
        house.live();
      }
    }
    house.applyThroughDeaths();

    assertThat(house.entries(Intent.Subject.SETUP, State.VERIFIED)).hasSize(1);
    assertThat(house.entries(Intent.Subject.SETUP, State.SENT, State.UNKNOWN)).isEmpty();
    assertThat(house.keyed("contacts", "zendesk:t-contact:a").value("email")).isEqualTo("a@b.test");
    assertThat(house.living("contacts")).hasSize(1);
  }

  @Test
  void undoTakesTheFieldAwayOnceNothingStandsThatNeedsItAndSaysWhatRemains() {
    String ann = house.contact("ann@b.test");
    house.approved(
        HubSpotHouse.create("a", "contact", set("properties.email", "a@b.test")),
        house.update("u", "contact", ann, set("properties.jobtitle", "Chief")));
    house.apply();
    SetupUndo setup = house.setupUndo;

    SetupUndo.Removal removal = setup.removal();
    assertThat(removal.what()).singleElement().asString().contains("the property is archived");
    assertThatThrownBy(() -> setup.undo(removal, House.MIA, "wrong"))
        .hasMessageContaining("not approved");
    house.approvals.approvePlan(removal.hash(), "mia", House.KAI, "wrong plan");
    assertThatThrownBy(() -> setup.undo(removal, House.MIA, "wrong"))
        .isInstanceOf(GateClosedException.class)
        .hasMessageContaining("undo those writes first");
    undoAll();
    assertThat(setup.undo(removal, House.MIA, "wrong")).isEqualTo(1);

    assertThat(house.entries(Intent.Subject.SETUP))
        .hasSize(2)
        .allMatch(entry -> entry.state() == State.RESTORED);
    assertThat(house.get("contacts", ann).value("backhaul_key")).isEmpty();
    assertThat(house.get("contacts", ann).value("jobtitle")).isEmpty();
    assertThat(setup.removal().what()).isEmpty();
  }

  private void undoAll() {
    Undo.Preview preview = house.undo.preview(UndoScope.ALL);
    house.approvals.approvePlan(preview.hash(), "mia", House.KAI, "wrong plan");
    house.undo.run(preview, House.MIA, "wrong plan");
  }

  @Test
  void recordsThatAreChangedGetTheirKeyFirstInBatches() {
    List<Decision> updates = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      String id = house.contact("p" + i + "@b.test");
      updates.add(house.update("u" + i, "contact", id, set("properties.jobtitle", "Chief")));
    }
    house.approved(updates.toArray(Decision[]::new));

    Report report = house.apply();

    assertThat(report.ready()).isZero();
    for (Decision update : updates) {
      CrmObject contact = house.get("contacts", String.valueOf(update.sourceId()));
      assertThat(contact.value("backhaul_key")).isEqualTo("zendesk:t-contact:" + update.id());
      assertThat(contact.value("jobtitle")).isEqualTo("Chief");
    }
    // Two batches for the key, two for the values.
    assertThat(house.calls("POST", "/contacts/batch/update")).isEqualTo(4);
    assertThat(house.entries(Intent.Subject.SETUP, State.VERIFIED)).hasSize(121);
  }

  @Test
  void aRecordThatSomebodyChangedSinceThePlanIsNeitherFilledNorWritten() {
    String ann = house.contact("ann@b.test");
    house.approved(house.update("u", "contact", ann, set("properties.jobtitle", "Chief")));
    house.state.set(
        "contacts", ann, java.util.Map.of("phone", "1"), house.time.instant(), SourceTag.user(2));

    house.apply();

    assertThat(house.state("u")).isEqualTo(Decision.State.STALE);
    assertThat(house.calls("POST", "/contacts/batch/update")).isZero();
  }

  @Test
  void aWholeFamilyComesHomeWithItsAssociationsAndTimes() {
    house.approved(family());

    Report report = house.apply();

    assertThat(report.ready()).isZero();
    assertThat(report.stopped()).isNull();
    checkFamily();
    // One call a kind: nothing is sent one by one.
    assertThat(house.calls("POST", "/notes/batch/upsert")).isEqualTo(1);
    assertThat(house.calls("POST", "/associations/notes/tickets/batch/create")).isEqualTo(1);
    assertThat(house.sandbox.ledger().calls())
        .noneMatch(call -> call.status() >= 400 && call.status() != 404);
  }

  private static Decision[] family() {
    var contact = set("properties.email", "ann@acme.test");
    contact.set("associations.company.0.id", HubSpotHouse.ref("t-company:c"));
    var ticket = set("properties.subject", "Printer").put("properties.hs_pipeline_stage", "1");
    ticket.set("associations.contact.0.id", HubSpotHouse.ref("t-contact:p"));
    ticket.set("associations.company.0.id", HubSpotHouse.ref("t-company:c"));
    return new Decision[] {
      HubSpotHouse.create("c", "company", set("properties.name", "Acme")),
      HubSpotHouse.create("p", "contact", contact),
      HubSpotHouse.create("t", "ticket", ticket),
      HubSpotHouse.note("n1", "t-ticket:t", "first"),
      HubSpotHouse.note("n2", "t-ticket:t", "second"),
    };
  }

  private void checkFamily() {
    String company = house.keyed("companies", "zendesk:t-company:c").id();
    String contact = house.keyed("contacts", "zendesk:t-contact:p").id();
    String ticket = house.keyed("tickets", "zendesk:t-ticket:t").id();
    assertThat(house.state.associated("contacts", contact, "companies")).containsExactly(company);
    assertThat(house.state.associated("tickets", ticket, "contacts")).containsExactly(contact);
    assertThat(house.state.associated("tickets", ticket, "companies")).containsExactly(company);
    assertThat(house.state.associated("tickets", ticket, "notes")).hasSize(2);
    assertThat(house.state.all("notes"))
        .extracting(note -> note.value("hs_note_body"))
        .containsExactlyInAnyOrder("first", "second");
    assertThat(house.state.all("notes"))
        .allMatch(note -> note.value("hs_timestamp").equals("2026-11-22T10:00:00Z"));
    for (String each : List.of("c", "p", "t", "n1", "n2")) {
      assertThat(house.state(each)).isEqualTo(Decision.State.APPLIED);
    }
  }

  @Test
  void aFamilyComesHomeOnceWhereverTheProcessDies() throws Exception {
    for (CrashPoint.Point point :
        List.of(
            CrashPoint.Point.INTENT_COMMITTED,
            CrashPoint.Point.SENT_COMMITTED,
            CrashPoint.Point.WRITE_RETURNED,
            CrashPoint.Point.ANSWER_COMMITTED,
            CrashPoint.Point.READ_BACK,
            CrashPoint.Point.VERIFIED_COMMITTED)) {
      for (int nth = 1; nth <= 7; nth += 3) {
        house.close();
        house = new HubSpotHouse(java.nio.file.Files.createTempDirectory(folder, "life"));
        house.approved(family());
        house.dieAt(point, nth);

        Report report = house.applyThroughDeaths();

        assertThat(report.ready()).as("%s %s: %s", point, nth, report).isZero();
        assertThat(house.questions.asked).isEmpty();
        checkFamily();
      }
    }
  }

  @Test
  void aBackwardLifecycleStageIsClearedThenSetAndItsDatesStayInTheJournal() {
    String ann = lifecycle();

    house.apply();

    CrmObject contact = house.get("contacts", ann);
    assertThat(contact.value("lifecyclestage")).isEqualTo("lead");
    assertThat(contact.value("hs_lifecyclestage_customer_date")).isEmpty();
    List<Entry> writes = house.entries(Intent.Subject.WRITE, State.VERIFIED);
    assertThat(writes).hasSize(2).allMatch(entry -> entry.op() == Op.UPDATE);
    assertThat(Leaves.touched(writes.get(0).intent().wanted()))
        .containsExactly("properties.lifecyclestage");
    var before = Wanted.fields(writes.get(0).intent().before());
    assertThat(Leaves.at(before, "properties.hs_lifecyclestage_customer_date").asText())
        .isNotEmpty();
    assertThat(house.state("u")).isEqualTo(Decision.State.APPLIED);
  }

  private String lifecycle() {
    String ann = house.contact("ann@b.test", "lifecyclestage", "customer");
    house.approved(house.update("u", "contact", ann, set("properties.lifecyclestage", "lead")));
    return ann;
  }

  @Test
  void aDeathBetweenClearAndSetLeavesNoRecordWithoutStage() throws Exception {
    for (CrashPoint.Point point :
        List.of(
            CrashPoint.Point.SENT_COMMITTED,
            CrashPoint.Point.WRITE_RETURNED,
            CrashPoint.Point.VERIFIED_COMMITTED)) {
      for (int nth = 2; nth <= 4; nth++) {
        house.close();
        house = new HubSpotHouse(java.nio.file.Files.createTempDirectory(folder, "life"));
        String ann = lifecycle();
        house.dieAt(point, nth);

        house.applyThroughDeaths();

        assertThat(house.get("contacts", ann).value("lifecyclestage"))
            .as("%s %s", point, nth)
            .isEqualTo("lead");
        assertThat(house.state("u")).isEqualTo(Decision.State.APPLIED);
        assertThat(house.questions.asked).isEmpty();
      }
    }
  }

  @Test
  void undoBringsAStageBackAlsoWhereThatIsAStepBack() {
    String ann = house.contact("ann@b.test", "lifecyclestage", "lead");
    house.approved(house.update("u", "contact", ann, set("properties.lifecyclestage", "customer")));
    house.apply();
    assertThat(house.get("contacts", ann).value("lifecyclestage")).isEqualTo("customer");

    undoAll();

    assertThat(house.get("contacts", ann).value("lifecyclestage")).isEqualTo("lead");
    assertThat(house.state("u")).isEqualTo(Decision.State.UNDONE);
  }

  @Test
  void aValueOfAnotherWriterThatWasOverwrittenUnseenIsAQuestionAndUndoBringsItBack() {
    String ann = house.contact("ann@b.test", "jobtitle", "Boss");
    house.approved(house.update("u", "contact", ann, set("properties.jobtitle", "Chief")));
    // The third SENT is the value's: setup and key come first.
    house.at(
        CrashPoint.Point.SENT_COMMITTED,
        3,
        () ->
            house.state.set(
                "contacts",
                ann,
                java.util.Map.of("jobtitle", "Queen"),
                house.time.instant(),
                SourceTag.user(2)));

    house.apply();

    assertThat(house.questions.asked).extracting(Question::code).containsExactly("OVERWRITTEN");
    assertThat(house.questions.asked.get(0).field()).isEqualTo("properties.jobtitle");
    assertThat(house.state("u")).isEqualTo(Decision.State.APPLIED);
    undoAll();
    assertThat(house.get("contacts", ann).value("jobtitle")).isEqualTo("Queen");
  }

  @Test
  void anotherFieldChangedMeanwhileIsNoQuestionAndNoLoss() {
    String ann = house.contact("ann@b.test", "jobtitle", "Boss");
    house.approved(house.update("u", "contact", ann, set("properties.jobtitle", "Chief")));
    house.at(
        CrashPoint.Point.SENT_COMMITTED,
        3,
        () ->
            house.state.set(
                "contacts",
                ann,
                java.util.Map.of("phone", "555"),
                house.time.instant(),
                SourceTag.user(2)));

    house.apply();

    assertThat(house.questions.asked).isEmpty();
    assertThat(house.get("contacts", ann).value("phone")).isEqualTo("555");
  }

  @Test
  void anEmailOfAnotherPersonIsAQuestionAlsoWhereItIsASecondaryOne() {
    String ann = house.contact("ann@b.test");
    String bob = house.contact("bob@b.test", "hs_additional_emails", "bobby@b.test");
    house.approved(
        house.update("u", "contact", ann, set("properties.email", "Bobby@b.test")),
        HubSpotHouse.create("c", "contact", set("properties.email", "bob@b.test")),
        HubSpotHouse.create("d", "contact", set("properties.email", "new@b.test")));

    house.apply();

    assertThat(house.questions.asked)
        .extracting(Question::code)
        .containsExactlyInAnyOrder("KEY_TAKEN", "KEY_TAKEN");
    assertThat(house.questions.asked)
        .allMatch(question -> question.detail().path("holders").path(0).asText().equals(bob));
    assertThat(house.get("contacts", ann).value("email")).isEqualTo("ann@b.test");
    assertThat(house.get("contacts", bob).value("email")).isEqualTo("bob@b.test");
    assertThat(house.state("u")).isEqualTo(Decision.State.STALE);
    assertThat(house.state("d")).isEqualTo(Decision.State.APPLIED);
  }

  @Test
  void aSecondCompanyOfOneDomainIsAQuestionAndIsMadeOnlyIfAPersonSaysSo() throws Exception {
    house.company("Acme", "domain", "acme.test");
    Decision twin =
        HubSpotHouse.create(
            "c", "company", set("properties.name", "Acme 2").put("properties.domain", "acme.test"));
    house.approved(twin);
    house.apply();
    assertThat(house.questions.asked).extracting(Question::code).containsExactly("KEY_TAKEN");
    assertThat(house.state.all("companies")).hasSize(1);

    house.questions.answers.put(house.questions.asked.get(0).group(), Asked.AS_IS);
    house.approved(twin);
    house.apply();

    assertThat(house.state.all("companies")).hasSize(2);
    assertThat(house.state("c")).isEqualTo(Decision.State.APPLIED);
  }

  @Test
  void aContactMovesToAnotherCompanyInTwoStepsAndUndoMovesItBack() {
    String acme = house.company("Acme");
    String brio = house.company("Brio");
    String ann = house.contact("ann@b.test");
    house.state.associate("contacts", ann, "companies", acme, 1);
    house.approved(house.update("u", "contact", ann, set("associations.company.0.id", brio)));

    house.apply();

    assertThat(house.state.associated("contacts", ann, "companies")).containsExactly(brio);
    assertThat(house.entries(Intent.Subject.WRITE, State.VERIFIED)).hasSize(2);
    undoAll();
    assertThat(house.state.associated("contacts", ann, "companies")).containsExactly(acme);
  }

  @Test
  void undoArchivesWhatWasMadeAndPutsValuesBack() {
    String ticket = house.ticket("Old");
    house.link("t-ticket", "x", "ticket", ticket);
    house.approved(
        house.update("u", "ticket", ticket, set("properties.subject", "New")),
        HubSpotHouse.create("c", "company", set("properties.name", "Acme")),
        HubSpotHouse.note("n", "t-ticket:x", "hello"));
    house.apply();
    assertThat(house.state.associated("tickets", ticket, "notes")).hasSize(1);

    undoAll();

    assertThat(house.get("tickets", ticket).value("subject")).isEqualTo("Old");
    assertThat(house.state.all("companies")).allMatch(each -> each.archivedAt() != null);
    assertThat(house.state.all("notes")).allMatch(each -> each.archivedAt() != null);
  }
}
