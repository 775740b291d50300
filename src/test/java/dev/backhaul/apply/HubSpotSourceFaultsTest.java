package dev.backhaul.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.journal.Intent;
import dev.backhaul.journal.State;
import dev.backhaul.json.Json;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.Question;
import dev.backhaul.platform.SilenceReport;
import dev.backhaul.platform.SilenceRequest;
import dev.backhaul.sandbox.Fault;
import dev.backhaul.sandbox.Ledger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HubSpot as the source when it answers badly; and its workflows, which must be silent. */
class HubSpotSourceFaultsTest {
  private static final String UPSERT = "/crm/v3/objects/contacts/batch/upsert";

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

  private static ObjectNode set(String path, String value) {
    return Json.object().put(path, value);
  }

  @ParameterizedTest
  @CsvSource({
    "THROTTLED, /crm/v3/objects/contacts/batch/upsert",
    "LOCKED, /crm/v3/objects/contacts/batch/upsert",
    "UNAVAILABLE, /crm/v3/objects/contacts/batch/upsert",
    "SERVER_ERROR, /crm/v3/objects/contacts/batch/upsert",
    "RESET_BEFORE, /crm/v3/objects/contacts/batch/upsert",
    "RESET_AFTER, /crm/v3/objects/contacts/batch/upsert",
    "LATE_COMMIT, /crm/v3/objects/contacts/batch/upsert",
    "TRUNCATED, /crm/v3/objects/contacts/batch/upsert",
    "ERROR_IN_200, /crm/v3/objects/contacts/batch/upsert",
    "DUPLICATE, /crm/v3/objects/contacts/batch/upsert",
    "RESET_AFTER, /crm/v4/associations/contacts/companies/batch/create",
    "LATE_COMMIT, /crm/v4/associations/contacts/companies/batch/create",
    "RESET_BEFORE, /crm/v3/properties/contacts",
    "RESET_AFTER, /crm/v3/properties/contacts",
    "LATE_COMMIT, /crm/v3/properties/contacts",
    "DUPLICATE, /crm/v3/properties/contacts",
    "RESET_AFTER, /crm/v3/objects/notes/batch/upsert",
    "LATE_COMMIT, /crm/v3/objects/notes/batch/upsert",
    "RESET_AFTER, /crm/v4/associations/notes/tickets/batch/create",
  })
  void everyRecordComesHomeExactlyOnce(Fault.Kind kind, String path) {
    String ticket = house.ticket("Printer");
    String company = house.company("Acme");
    house.link("t-ticket", "x", "ticket", ticket);
    List<Decision> rows = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      rows.add(
          HubSpotHouse.create(
              "p" + i,
              "contact",
              set("properties.email", "p" + i + "@b.test")
                  .put("associations.company.0.id", company)));
      rows.add(HubSpotHouse.note("n" + i, "t-ticket:x", "note " + i));
    }
    house.approved(rows.toArray(Decision[]::new));
    house.sandbox.faults().add(Fault.once(kind, "POST", path, 1).delayed(Duration.ofSeconds(50)));

    Report last = house.apply();
    for (int again = 0; again < 4 && last.stopped() != null; again++) {
      last = house.apply();
    }

    assertThat(last.ready()).as("%s", last).isZero();
    assertThat(house.questions.asked).isEmpty();
    assertThat(house.living("contacts")).hasSize(5);
    assertThat(house.living("notes")).hasSize(5);
    assertThat(house.state.associated("companies", company, "contacts")).hasSize(5);
    assertThat(house.state.associated("tickets", ticket, "notes")).hasSize(5);
    assertThat(house.entries(Intent.Subject.SETUP, State.VERIFIED)).hasSize(2);
  }

  @Test
  void aStormOfLocksIsWaitedForAndNotANewStorm() {
    house.approved(HubSpotHouse.create("p", "contact", set("properties.email", "p@b.test")));
    house.sandbox.faults().add(Fault.once(Fault.Kind.LOCKED, "POST", UPSERT, 1).times(6));

    house.apply();

    List<Ledger.Call> calls =
        house.sandbox.ledger().calls().stream().filter(c -> c.path().equals(UPSERT)).toList();
    assertThat(calls).hasSize(7);
    for (int i = 1; i < calls.size(); i++) {
      assertThat(Duration.between(calls.get(i - 1).at(), calls.get(i).at()))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }
    assertThat(house.state("p")).isEqualTo(Decision.State.APPLIED);
  }

  @Test
  void oneBadRowIsRefusedByItsNameAndTheOthersComeHome() {
    house.approved(
        HubSpotHouse.create("a", "contact", set("properties.email", "a@b.test")),
        HubSpotHouse.create(
            "b",
            "contact",
            set("properties.email", "b@b.test").put("properties.hs_lead_status_x", "1")),
        HubSpotHouse.create("c", "contact", set("properties.email", "c@b.test")));

    house.apply();

    assertThat(house.living("contacts")).hasSize(2);
    assertThat(house.state("b")).isEqualTo(Decision.State.REFUSED);
    assertThat(house.questions.asked)
        .singleElement()
        .satisfies(
            question -> {
              assertThat(question.code()).isEqualTo("REJECTED");
              assertThat(question.detail().toString()).contains("PROPERTY_DOESNT_EXIST");
            });
    assertThat(house.calls("POST", UPSERT)).isEqualTo(1);
  }

  @Test
  void aStepBackThatNobodyClearedFirstIsNotTakenForDone() {
    // A stage that the manifest's order does not know cannot be told to be a step back.
    ObjectNode definition =
        Json.parseObject(
            "{\"name\":\"lifecyclestage\",\"label\":\"Stage\",\"type\":\"enumeration\","
                + "\"fieldType\":\"select\",\"groupName\":\"x\",\"options\":["
                + "{\"value\":\"own\"},{\"value\":\"lead\"},{\"value\":\"customer\"}]}");
    house.state.addProperty("contacts", definition);
    String ann = house.contact("a@b.test", "lifecyclestage", "customer");
    house.approved(house.update("u", "contact", ann, set("properties.lifecyclestage", "own")));

    house.apply();

    assertThat(house.questions.asked).extracting(Question::code).containsExactly("NOT_TAKEN");
    assertThat(house.get("contacts", ann).value("lifecyclestage")).isEqualTo("customer");
  }

  private void workflow(String id, boolean enabled, boolean again) {
    house.state.addFlow(
        Json.object()
            .put("id", id)
            .put("name", "Welcome")
            .put("isEnabled", enabled)
            .put("flowType", "WORKFLOW")
            .put("type", "CONTACT_FLOW")
            .put("objectTypeId", "0-1")
            .put("revisionId", "3")
            .put("canEnrollFromSalesforce", false)
            .put("somethingNew", "kept")
            .<ObjectNode>set("enrollmentCriteria", Json.object().put("shouldReEnroll", again))
            .<ObjectNode>set("actions", Json.parse("[{\"actionId\":\"1\"}]"))
            .<ObjectNode>set("blockedDates", Json.parse("[]"))
            .<ObjectNode>set("suppressionListIds", Json.parse("[]"))
            .<ObjectNode>set("customProperties", Json.object())
            .set("timeWindows", Json.parse("[]")));
  }

  @Test
  void workflowsAreOffWhileWritingAndComeBackWholeAfterADeath() {
    workflow("7", true, true);
    workflow("8", false, true);
    String ann = house.contact("ann@b.test");
    house.approved(
        HubSpotHouse.create("a", "contact", set("properties.email", "a@b.test")),
        house.update("u", "contact", ann, set("properties.jobtitle", "Chief")));
    assertThat(flow("7").path("isEnabled").asBoolean()).isFalse();

    house.apply();
    house.live();
    house.silence.restore(House.MIA);

    assertThat(house.sandbox.ledger().mails()).isEmpty();
    assertThat(flow("7").path("isEnabled").asBoolean()).isTrue();
    assertThat(flow("7").path("somethingNew").asText()).isEqualTo("kept");
    assertThat(flow("7").path("actions").size()).isEqualTo(1);
    assertThat(flow("7").path("revisionId").asText()).isEqualTo("5");
    assertThat(flow("8").path("isEnabled").asBoolean()).isFalse();
    assertThat(flow("8").path("revisionId").asText()).isEqualTo("3");
  }

  private ObjectNode flow(String id) {
    return Objects.requireNonNull(house.state.flow(id));
  }

  @Test
  void whatPeopleChangeInASilencedWorkflowStaysWhenItIsSwitchedOnAgain() {
    workflow("7", true, false);
    house.approved(HubSpotHouse.create("a", "contact", set("properties.email", "a@b.test")));
    house.state.addFlow(flow("7").put("name", "Better").put("revisionId", "9"));

    house.silence.restore(House.MIA);

    assertThat(flow("7").path("name").asText()).isEqualTo("Better");
    assertThat(flow("7").path("isEnabled").asBoolean()).isTrue();
  }

  @Test
  void withoutSilenceAWriteWouldHaveBeenHeardSoTheGateStaysClosed() {
    workflow("7", true, true);
    house.approved(HubSpotHouse.create("a", "contact", set("properties.email", "a@b.test")));
    house.silence.restore(House.MIA);

    assertThatThrownBy(house::apply).isInstanceOf(GateClosedException.class);
    assertThat(house.living("contacts")).isEmpty();
  }

  @Test
  void whatCannotBeProvenIsNamedAndAnEnabledWorkflowIsHeardByTheCanary() {
    SilenceReport listed =
        house.account.silence(new SilenceRequest(SilenceRequest.Verb.LIST, List.of()));
    assertThat(listed.unprovable())
        .containsOnlyKeys("workflow-re-enrolment", "lifecycle-automation", "connected-apps");
    workflow("7", true, true);
    house.state.addFlow(
        flow("7")
            .set(
                "actions",
                Json.parse(
                    "[{\"fields\":{\"property_name\":\"hs_lead_status\",\"value\":{\"staticValue\":\"NEW\"}}}]")));

    SilenceReport heard =
        house.account.silence(new SilenceRequest(SilenceRequest.Verb.CANARY, List.of()));

    assertThat(heard.noises())
        .isNotEmpty()
        .allMatch(noise -> noise.contains("AUTOMATION_PLATFORM 7"));
    assertThat(house.living("contacts")).isEmpty();
  }
}
