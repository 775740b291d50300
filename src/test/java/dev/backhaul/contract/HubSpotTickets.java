package dev.backhaul.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Kind;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.CountRequest;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.sandbox.hubspot.CrmObject;
import dev.backhaul.sandbox.hubspot.HubSpotSandbox;
import dev.backhaul.sandbox.hubspot.HubSpotSettings;
import dev.backhaul.sandbox.hubspot.HubSpotState;
import dev.backhaul.sandbox.hubspot.SourceTag;
import dev.backhaul.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** HubSpot's tickets and their notes: batches by a unique key of ours. */
final class HubSpotTickets extends SourceSubject {
  private static final Instant OLD = Instant.parse("2026-02-01T10:00:00Z");
  private static final SourceTag ANN = SourceTag.user(7);
  private static final String KEY = "backhaul_key";

  private final HubSpotState state = new HubSpotState();
  private @Nullable Sandbox sandbox;

  /** The account, past HTTP and limits. */
  HubSpotState state() {
    return state;
  }

  @Override
  public String platform() {
    return "hubspot";
  }

  @Override
  public Sandbox open(Time time, Duration lateness) {
    state.token(token(), "990500", HubSpotSandbox.SCOPES);
    for (String type : List.of("tickets", "notes")) {
      ObjectNode key = Json.object().put("name", KEY).put("label", KEY);
      key.put("type", "string").put("fieldType", "text").put("groupName", "custom");
      key.put("hasUniqueValue", true).putArray("options");
      state.addProperty(type, key);
    }
    state.addPipeline(
        "tickets",
        Json.parseObject(
            "{\"id\":\"0\",\"label\":\"Support\",\"displayOrder\":0,\"stages\":["
                + "{\"id\":\"1\",\"label\":\"New\"},{\"id\":\"4\",\"label\":\"Closed\"}]}"));
    sandbox =
        HubSpotSandbox.sandbox(
            time,
            HubSpotSettings.professional().withLimits(100, 250_000, 5).withIndexDelay(lateness),
            state);
    return sandbox;
  }

  @Override
  public String token() {
    return "pat-contract";
  }

  @Override
  public void revoke() {
    state.revoke(token());
  }

  @Override
  public Map<String, String> joinKeys() {
    return Map.of();
  }

  @Override
  public String sharedLimit() {
    return "search";
  }

  @Override
  public void ask(Account account) {
    account.count("contact", new CountRequest(null));
  }

  @Override
  public List<String> business() {
    return List.of("POST", "/crm/v3/objects/deals/search");
  }

  @Override
  public List<Answer> answers() {
    return HubSpotAnswers.ALL;
  }

  @Override
  String object() {
    return "ticket";
  }

  @Override
  String seed(int i, String value) {
    return state.create(
        "tickets",
        null,
        Map.of("subject", value, "hs_pipeline_stage", "1", KEY, "old-" + i),
        OLD,
        ANN);
  }

  @Override
  String absent() {
    return "99999999";
  }

  @Override
  void touch(String id) {
    Instant now = Objects.requireNonNull(sandbox).timeline().instant();
    state.set("tickets", id, Map.of("hs_ticket_priority", "HIGH"), now, ANN);
  }

  @Override
  ObjectNode set(String value) {
    return Json.object().put("properties.subject", value);
  }

  @Override
  ObjectNode refused() {
    return Json.object().put("properties.hs_ticket_priority", "no such priority");
  }

  @Override
  ObjectNode fresh(int i, String value) {
    return Json.object().put("properties.subject", value).put("properties.hs_pipeline_stage", "1");
  }

  @Override
  String value(ObjectNode fields) {
    return fields.at("/properties/subject").asText();
  }

  @Override
  String held(String id) {
    return Objects.requireNonNull(state.get("tickets", id))
        .properties()
        .getOrDefault("subject", "");
  }

  @Override
  List<String> carrying(String joinKey) {
    return state.all("tickets").stream()
        .filter(ticket -> ticket.archivedAt() == null)
        .filter(ticket -> joinKey.equals(ticket.properties().get(KEY)))
        .map(CrmObject::id)
        .toList();
  }

  @Override
  String child() {
    return "note";
  }

  @Override
  ObjectNode append(String text) {
    return Json.object().put("properties.hs_note_body", text);
  }

  @Override
  String childValue(ObjectNode fields) {
    return fields.at("/properties/hs_note_body").asText();
  }

  @Override
  List<String> children(String id) {
    return state.associated("tickets", id, "notes").stream()
        .map(note -> Objects.requireNonNull(state.get("notes", note)))
        .map(note -> note.properties().getOrDefault("hs_note_body", ""))
        .toList();
  }

  @Override
  List<String> call(Kind kind) {
    return switch (kind) {
      case UPDATE -> List.of("POST", "/crm/v3/objects/tickets/batch/update");
      case CREATE -> List.of("POST", "/crm/v3/objects/tickets/batch/upsert");
      case APPEND -> List.of("POST", "/crm/v3/objects/notes/batch/upsert");
      case DELETE -> List.of("POST", "/crm/v3/objects/tickets/batch/archive");
    };
  }

  @Override
  void noise() {
    flow("7", true);
    flow("8", true);
    flow("9", false);
  }

  private void flow(String id, boolean on) {
    ObjectNode flow =
        Json.parseObject(
            "{\"name\":\"Mail\",\"flowType\":\"WORKFLOW\",\"type\":\"PLATFORM_FLOW\",\"revisionId\":\"3\","
                + "\"actions\":[],\"blockedDates\":[],\"customProperties\":{},\"timeWindows\":[]}");
    state.addFlow(flow.put("id", id).put("isEnabled", on));
  }

  @Override
  int rulesOn() {
    return (int)
        List.of("7", "8", "9", "17").stream()
            .map(state::flow)
            .filter(flow -> flow != null && flow.path("isEnabled").asBoolean())
            .count();
  }

  @Override
  String newRule() {
    flow("17", true);
    return "17";
  }

  @Override
  String unconditional() {
    return "conditional write: HubSpot has none";
  }
}
