package dev.backhaul.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Kind;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.ReadRequest;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Zendesk's users and organizations: jobs, no conditional writes, no children. */
final class ZendeskPeople extends SourceSubject {
  private static final String OLD = "2026-02-01T10:00:00Z";

  private final ZendeskDesk desk = new ZendeskDesk();
  private final String object;
  private long last = 5000;

  private ZendeskPeople(String object) {
    this.object = object;
  }

  static ZendeskPeople users() {
    return new ZendeskPeople("user");
  }

  static ZendeskPeople organizations() {
    return new ZendeskPeople("organization");
  }

  @Override
  public String platform() {
    return "zendesk";
  }

  @Override
  public Sandbox open(Time time, Duration lateness) {
    return desk.open(time);
  }

  @Override
  public String token() {
    return ZendeskDesk.TOKEN;
  }

  @Override
  public void revoke() {
    desk.run(state -> state.revoke(ZendeskDesk.TOKEN));
  }

  @Override
  public Map<String, String> joinKeys() {
    return Map.of();
  }

  @Override
  public String sharedLimit() {
    return "account";
  }

  @Override
  public void ask(Account account) {
    account.read("user", ReadRequest.ids(List.of("2")));
  }

  @Override
  public List<String> business() {
    return List.of("GET", "/api/v2/users/me");
  }

  @Override
  public List<Answer> answers() {
    return ZendeskAnswers.ALL;
  }

  @Override
  String absent() {
    return "999999";
  }

  @Override
  String object() {
    return object;
  }

  private void put(ObjectNode row) {
    desk.run(
        state -> {
          if (object.equals("user")) {
            state.putUser(row);
          } else {
            state.putOrganization(row);
          }
        });
  }

  private List<ObjectNode> all() {
    return desk.look(state -> List.copyOf(state.all(object + "s")));
  }

  private ObjectNode row(String id) {
    return all().stream()
        .filter(row -> row.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow()
        .deepCopy();
  }

  @Override
  String seed(int i, String value) {
    long id = ++last;
    put(
        Json.object()
            .put("id", id)
            .put("external_id", "old-" + i)
            .put("name", "Number " + id)
            .put("notes", value)
            .put("created_at", OLD)
            .put("updated_at", OLD));
    return String.valueOf(id);
  }

  @Override
  void touch(String id) {
    put(row(id).put("details", "edited").put("updated_at", ZendeskDesk.text(desk.now())));
  }

  @Override
  ObjectNode set(String value) {
    return Json.object().put("notes", value);
  }

  @Override
  ObjectNode refused() {
    return Json.object().put("name", " ");
  }

  @Override
  ObjectNode fresh(int i, String value) {
    return Json.object().put("name", "Fresh " + i).put("notes", value);
  }

  @Override
  String value(ObjectNode fields) {
    return fields.path("notes").asText();
  }

  @Override
  String held(String id) {
    return value(row(id));
  }

  @Override
  List<String> carrying(String joinKey) {
    return all().stream()
        .filter(row -> row.path("external_id").asText().equals(joinKey))
        .map(row -> row.path("id").asText())
        .toList();
  }

  @Override
  boolean talks() {
    return false;
  }

  @Override
  String child() {
    throw new UnsupportedOperationException(object + " has no children");
  }

  @Override
  ObjectNode append(String text) {
    throw new UnsupportedOperationException(object + " has no children");
  }

  @Override
  String childValue(ObjectNode fields) {
    throw new UnsupportedOperationException(object + " has no children");
  }

  @Override
  List<String> children(String id) {
    return List.of();
  }

  @Override
  List<String> call(Kind kind) {
    return kind == Kind.CREATE
        ? List.of("POST", "/api/v2/" + object + "s/create_many")
        : List.of("PUT", "/api/v2/" + object + "s/update_many");
  }

  /** Silence is the platform's own, and examined with tickets. */
  @Override
  void noise() {
    throw new UnsupportedOperationException();
  }

  @Override
  int rulesOn() {
    throw new UnsupportedOperationException();
  }

  @Override
  String newRule() {
    throw new UnsupportedOperationException();
  }

  @Override
  String unconditional() {
    return "conditional write: Zendesk has none for " + object + "s";
  }

  @Override
  String toldAsRefused() {
    return "network delivers twice is made once and told as refused";
  }
}
