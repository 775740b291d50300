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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of HubSpot's objects: a search over a frozen window, archived ones listed, merges of records
 * named. Notes and e-mails hang on a ticket.
 */
final class HubSpotStream extends TargetSubject {
  private static final SourceTag ANN = SourceTag.user(7);

  private final HubSpotState state = new HubSpotState();
  private final String object;
  private final String type;
  private final String text;

  private HubSpotStream(String object, String type, String text) {
    this.object = object;
    this.type = type;
    this.text = text;
  }

  static HubSpotStream contacts() {
    return new HubSpotStream("contact", "contacts", "jobtitle");
  }

  static HubSpotStream companies() {
    return new HubSpotStream("company", "companies", "description");
  }

  static HubSpotStream tickets() {
    return new HubSpotStream("ticket", "tickets", "content");
  }

  static HubSpotStream notes() {
    return new HubSpotStream("note", "notes", "hs_note_body");
  }

  static HubSpotStream emails() {
    return new HubSpotStream("email", "emails", "hs_email_text");
  }

  private boolean hangs() {
    return object.equals("note") || object.equals("email");
  }

  @Override
  public String platform() {
    return "hubspot";
  }

  @Override
  public Sandbox open(Time time, Duration lateness) {
    state.token(token(), "990500", HubSpotSandbox.SCOPES);
    state.addProperty(type, "zd_id", "string");
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
    return Map.of(object, "properties.zd_id");
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
    return object;
  }

  @Override
  String make(int i, String value, Instant at) {
    Map<String, String> values = new HashMap<>(Map.of("zd_id", "old-" + i, text, value));
    switch (object) {
      case "contact" -> values.put("email", "p" + i + "@acme.test");
      case "company" -> values.put("name", "Company " + i);
      case "ticket" -> values.put("subject", "Ticket " + i);
      default -> values.put("hs_timestamp", at.toString());
    }
    return state.create(type, null, values, at, ANN);
  }

  @Override
  void edit(String id, String value, Instant at) {
    state.set(type, id, Map.of(text, value), at, ANN);
  }

  @Override
  String value(ObjectNode fields) {
    return fields.at("/properties/" + text).asText();
  }

  @Override
  void delete(String id, Instant at) {
    state.archive(type, id, at, ANN);
  }

  @Override
  void merge(String survivor, String loser, Instant at) {
    state.merge(type, survivor, loser, at, ANN);
  }

  /** All are walked by the same search, which contacts are examined with in full. */
  @Override
  int crowd() {
    return object.equals("contact") ? super.crowd() : 2_500;
  }

  @Override
  @Nullable String blind(Deed deed) {
    return deed == Deed.MERGE && hangs() ? "merges no notes and e-mails" : null;
  }
}
