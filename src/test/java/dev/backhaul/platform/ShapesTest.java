package dev.backhaul.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Hazard;
import dev.backhaul.manifest.Jq;
import dev.backhaul.manifest.JqException;
import dev.backhaul.manifest.Kind;
import dev.backhaul.manifest.Manifest;
import dev.backhaul.manifest.ObjectType;
import dev.backhaul.manifest.Request;
import dev.backhaul.manifest.Undo;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths, patches, jq programs, requests and hazards. */
class ShapesTest {
  private static final Manifest ZENDESK = Manifests.read(Path.of("config/platforms/zendesk.yaml"));
  private static final Manifest HUBSPOT = Manifests.read(Path.of("config/platforms/hubspot.yaml"));

  private static ObjectNode json(String text) {
    return Json.parseObject(text.replace('\'', '"'));
  }

  @Test
  void aPatchBecomesTheNestedObjectThatARequestCarries() {
    ObjectNode set =
        json(
            "{'subject':'x','custom_fields.id=360001.value':'R','custom_fields.id=360002.value':7,'organization_fields.tier':'gold','tags':['a']}");

    ObjectNode nested = Patch.nested(set, List.of("assignee_id", "custom_fields.id=360003.value"));

    assertThat(nested)
        .isEqualTo(
            json(
                "{'subject':'x','custom_fields':[{'id':360001,'value':'R'},{'id':360002,'value':7},{'id':360003,'value':null}],"
                    + "'organization_fields':{'tier':'gold'},'tags':['a'],'assignee_id':null}"));
    assertThat(FieldPath.of("custom_fields.id=360002.value").in(nested).intValue()).isEqualTo(7);
    assertThat(FieldPath.of("custom_fields.0.value").textIn(nested)).isEqualTo("R");
    assertThat(FieldPath.of("custom_fields.id=9.value").in(nested).isMissingNode()).isTrue();
  }

  @Test
  void aPatchThatEndsAtAnArrayElementIsRefused() {
    assertThatThrownBy(() -> Patch.nested(json("{'custom_fields.id=1':'x'}"), List.of()))
        .hasMessageContaining("ends at an array element");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "range(1; 9)",
        "def f: f; f",
        "[recurse]",
        "while(true; .)",
        "env",
        "input",
        "[limit(3; repeat(.))]"
      })
  void aProgramThatCouldRunWithoutEndIsRefusedAtLoad(String program) {
    assertThatThrownBy(() -> Jq.of(program)).hasMessageContaining("without end");
  }

  @Test
  void anUnknownFunctionIsRefusedAtLoadAndSyntaxErrorsToo() {
    assertThatThrownBy(() -> Jq.of(".a | frobnicate")).hasMessageContaining("'frobnicate' is none");
    assertThatThrownBy(() -> Jq.of(".a |")).hasMessageContaining("a valid jq program");
    assertThat(Jq.of("{id, name: .n, \"range\": 1} | .name").first(json("{'n':'x'}")).asText())
        .isEqualTo("x");
  }

  @Test
  void aProgramThatDoesNotFitSaysSoWithoutQuotingTheInput() {
    assertThatThrownBy(() -> Jq.of(".a | tonumber").first(json("{'a':'Ann Secret'}")))
        .isInstanceOf(JqException.class)
        .hasMessageContaining("tonumber")
        .hasMessageNotContaining("Secret");
  }

  @Test
  void longIdsKeepAllTheirDigits() {
    assertThat(
            Jq.of("{id: (.id | tonumber)}")
                .first(json("{'id':'27000000000021'}"))
                .path("id")
                .asText())
        .isEqualTo("27000000000021");
    assertThat(Jq.of(".id").first(json("{'id':9007199254740993}")).asText())
        .isEqualTo("9007199254740993");
  }

  @Test
  void variablesAreEncodedAndEmptyParametersLeftOut() {
    Request request =
        new Request(
            "/a/{id}?q={text}&after={after}&ids={keys}", null, null, null, null, null, null);

    assertThat(request.path(json("{'id':'x/y','text':'a b&c','after':'','keys':['1','2']}")))
        .isEqualTo("/a/x%2Fy?q=a%20b%26c&ids=1,2");
    assertThatThrownBy(() -> request.path(json("{}"))).hasMessageContaining("{id}");
    assertThatThrownBy(() -> new Request("/a", "/b", null, null, null, null, null))
        .hasMessageContaining("exactly one");
    assertThatThrownBy(() -> new Request("//evil.test/a", null, null, null, null, null, null))
        .hasMessageContaining("one slash");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TICKET_CLOSED | ticket | UPDATE | {'before':{'status':'closed'},'set':{'priority':'high'},'clear':[]} | {'before':{'status':'solved'},'set':{},'clear':[]}",
        "TICKET_CLOSED | ticket | APPEND | {'before':{'status':'closed'},'set':{},'clear':[]} | {'before':{'status':'open'},'set':{},'clear':[]}",
        "STATUS_NEW | ticket | UPDATE | {'before':{'status':'open'},'set':{'status':'new'},'clear':[]} | {'before':{'status':'new'},'set':{'status':'open'},'clear':[]}",
        "TICKET_CLOSES | ticket | UPDATE | {'before':{'status':'open'},'set':{'status':'closed'},'clear':[]} | {'before':{'status':'open'},'set':{'status':'solved'},'clear':[]}",
        "REQUESTER_CLEARED | ticket | UPDATE | {'before':{},'set':{},'clear':['requester_id']} | {'before':{},'set':{},'clear':['assignee_id']}",
        "USER_EMAIL_ADDS | user | UPDATE | {'before':{'email':'a@b.c'},'set':{'email':'x@b.c'},'clear':[]} | {'before':{'email':'a@b.c'},'set':{'email':'A@b.c'},'clear':[]}",
        "USER_ROLE | user | UPDATE | {'before':{'role':'agent'},'set':{'role':'end-user'},'clear':[]} | {'before':{'role':'end-user'},'set':{'role':'agent'},'clear':[]}",
        "ORGANIZATION_REMOVED | user | UPDATE | {'before':{'organization_id':1},'set':{},'clear':['organization_id']} | {'before':{},'set':{'organization_id':2},'clear':[]}",
        "COLLABORATORS_NOTIFIED | ticket | UPDATE | {'before':{},'set':{'additional_collaborators':['x']},'clear':[]} | {'before':{},'set':{'subject':'x'},'clear':[]}",
      })
  void aHazardousWriteIsSeenAndAHarmlessOneIsNot(
      String code, String object, Kind kind, String bad, String good) {
    assertThat(ZENDESK.hazards(object, kind, json(bad))).extracting(Hazard::code).contains(code);
    assertThat(ZENDESK.hazards(object, kind, json(good)))
        .extracting(Hazard::code)
        .doesNotContain(code);
  }

  @Test
  void usersAndOrganizationsAreNeverDeleted() {
    assertThat(ZENDESK.hazards("user", Kind.DELETE, json("{}")))
        .extracting(Hazard::code)
        .containsExactly("USER_DELETED");
    assertThat(ZENDESK.hazards("organization", Kind.DELETE, json("{}")))
        .extracting(Hazard::code)
        .containsExactly("ORGANIZATION_DELETED");
    assertThat(ZENDESK.cannot("write delete", "user")).isPresent();
    assertThat(ZENDESK.object("user").write()).doesNotContainKey(Kind.DELETE);
  }

  @Test
  void whatHubSpotCannotDoIsSaidWithItsReason() {
    for (String object : List.of("note", "email", "message", "owner", "pipeline")) {
      assertThat(HUBSPOT.object(object).write()).doesNotContainKey(Kind.CREATE);
      assertThat(HUBSPOT.cannot("write create", object)).isPresent();
    }
    assertThat(HUBSPOT.cannot("conditional write", "contact")).isPresent();
    assertThat(HUBSPOT.object("contact").undo(Kind.DELETE).is()).isEqualTo(Undo.Promise.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "lead; customer; true",
        "customer; lead; false",
        "customer; customer; false",
        "lead; ; false",
        "own-stage; customer; false"
      })
  void aStepBackInTheLifecycleIsAHazard(String wanted, String now, boolean asked) {
    ObjectNode facts = json("{'before':{'properties':{}},'set':{}}");
    facts.withObject("/set").put("properties.lifecyclestage", wanted);
    facts.withObject("/before/properties").put("lifecyclestage", now);

    assertThat(HUBSPOT.hazards("contact", Kind.UPDATE, facts))
        .extracting(Hazard::code)
        .isEqualTo(asked ? List.of("LIFECYCLE_BACKWARD") : List.of());
  }

  @Test
  void historyIsToldByTheLongestClassOfField() {
    assertThat(HUBSPOT.object("contact").history("properties.email"))
        .isEqualTo(ObjectType.Kept.FULL);
    assertThat(HUBSPOT.object("contact").history("associations.company.0.id"))
        .isEqualTo(ObjectType.Kept.NONE);
    assertThat(ZENDESK.object("user").history("name")).isEqualTo(ObjectType.Kept.NONE);
    assertThat(ZENDESK.object("ticket").history("statuses")).isEqualTo(ObjectType.Kept.TRACKED);
  }
}
