package dev.backhaul.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.CountRequest;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.sandbox.hubspot.HubSpotSandbox;
import dev.backhaul.sandbox.hubspot.HubSpotSettings;
import dev.backhaul.sandbox.hubspot.HubSpotState;
import dev.backhaul.sandbox.hubspot.SourceTag;
import dev.backhaul.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** HubSpot's contacts: a search over a frozen window, archived ones listed, merges named. */
final class HubSpotContacts extends TargetSubject {
  private static final SourceTag ANN = SourceTag.user(7);

  private final HubSpotState state = new HubSpotState();

  @Override
  public String platform() {
    return "hubspot";
  }

  @Override
  public Sandbox open(Time time, Duration lateness) {
    state.token(token(), "990500", HubSpotSandbox.SCOPES);
    state.addProperty("contacts", "zd_id", "string");
    return HubSpotSandbox.sandbox(
        time,
        HubSpotSettings.professional().withLimits(100, 250_000, 5).withIndexDelay(lateness),
        state);
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
    return Map.of("contact", "properties.zd_id");
  }

  @Override
  public void ask(Account account) {
    account.count("contact", new CountRequest(null));
  }

  @Override
  public String sharedLimit() {
    return "search";
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
    return "contact";
  }

  @Override
  String make(int i, String value, Instant at) {
    return state.create(
        "contacts",
        null,
        Map.of("email", "p" + i + "@acme.test", "zd_id", "old-" + i, "jobtitle", value),
        at,
        ANN);
  }

  @Override
  void edit(String id, String value, Instant at) {
    state.set("contacts", id, Map.of("jobtitle", value), at, ANN);
  }

  @Override
  String value(ObjectNode fields) {
    return fields.at("/properties/jobtitle").asText();
  }

  @Override
  void delete(String id, Instant at) {
    state.archive("contacts", id, at, ANN);
  }

  @Override
  void merge(String survivor, String loser, Instant at) {
    state.merge("contacts", survivor, loser, at, ANN);
  }
}
