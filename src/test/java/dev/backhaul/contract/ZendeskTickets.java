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
import java.util.Objects;

/** Zendesk's tickets: jobs for updates and imports, comments by ordinary updates. */
final class ZendeskTickets extends SourceSubject {
  private static final String OLD = "2026-02-01T10:00:00Z";

  private final ZendeskDesk desk = new ZendeskDesk();
  private long last = 5000;

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
  String object() {
    return "ticket";
  }

  @Override
  String seed(int i, String value) {
    long id = ++last;
    ObjectNode row = Json.object().put("id", id).put("external_id", "old-" + i);
    row.put("subject", value).put("status", "open").put("requester_id", ZendeskDesk.CUSTOMER);
    row.put("created_at", OLD).put("updated_at", OLD);
    desk.run(
        state ->
            state.putTicket(
                row,
                List.of(
                    Json.object()
                        .put("author_id", ZendeskDesk.CUSTOMER)
                        .put("body", "Hello")
                        .put("created_at", OLD))));
    return String.valueOf(id);
  }

  @Override
  String absent() {
    return "999999";
  }

  @Override
  void touch(String id) {
    desk.run(
        state -> {
          ObjectNode row = Objects.requireNonNull(state.ticket(Long.parseLong(id)));
          row.remove("generated_timestamp");
          state.putTicket(
              row.put("priority", "high").put("updated_at", ZendeskDesk.text(desk.now())),
              List.of());
        });
  }

  @Override
  ObjectNode set(String value) {
    return Json.object().put("subject", value);
  }

  @Override
  ObjectNode refused() {
    return Json.object().put("status", "no such status");
  }

  @Override
  ObjectNode fresh(int i, String value) {
    return Json.object()
        .put("subject", value)
        .put("requester_id", ZendeskDesk.CUSTOMER)
        .put("description", "From the other side");
  }

  @Override
  String value(ObjectNode fields) {
    return fields.path("subject").asText();
  }

  @Override
  String held(String id) {
    return desk.look(
        state -> Objects.requireNonNull(state.ticket(Long.parseLong(id))).path("subject").asText());
  }

  @Override
  List<String> carrying(String joinKey) {
    return desk.look(
        state ->
            state.all("tickets").stream()
                .filter(row -> row.path("external_id").asText().equals(joinKey))
                .filter(row -> !row.path("status").asText().equals("deleted"))
                .map(row -> row.path("id").asText())
                .toList());
  }

  @Override
  String child() {
    return "comment";
  }

  @Override
  ObjectNode append(String text) {
    return Json.object()
        .put("body", text)
        .put("public", true)
        .put("author_id", ZendeskDesk.CUSTOMER);
  }

  @Override
  String childValue(ObjectNode fields) {
    return fields.path("body").asText();
  }

  @Override
  List<String> children(String id) {
    return desk.look(
        state ->
            state.comments(Long.parseLong(id)).stream()
                .skip(1)
                .map(row -> row.path("body").asText())
                .toList());
  }

  @Override
  List<String> call(Kind kind) {
    return switch (kind) {
      case UPDATE -> List.of("PUT", "/api/v2/tickets/update_many");
      case CREATE -> List.of("POST", "/api/v2/imports/tickets/create_many");
      case APPEND -> List.of("PUT", "/api/v2/tickets/{id}");
      case DELETE -> List.of("DELETE", "/api/v2/tickets/{id}");
    };
  }

  @Override
  void noise() {
    desk.run(
        state -> {
          state.putTrigger(trigger(900, true));
          state.putTrigger(trigger(901, true));
          state.putTrigger(trigger(902, false));
          state.putAutomation(
              ZendeskDesk.json(
                  "{'id':950,'title':'Close','active':true,'position':1,"
                      + "'conditions':{'all':[{'field':'SOLVED','operator':'greater_than','value':'96'}],'any':[]},"
                      + "'actions':[{'field':'status','value':'closed'}]}"));
          state.putWebhook(
              ZendeskDesk.json(
                  "{'id':'01EJFTSCC78X5V07NPY2MHR00M','name':'To billing','status':'active','endpoint':'https://billing.acme.test',"
                      + "'subscriptions':['conditional_ticket_events'],'http_method':'POST','request_format':'json'}"));
        });
  }

  private static ObjectNode trigger(int id, boolean active) {
    return ZendeskDesk.json(
            "{'title':'Notify requester','position':1,'conditions':{'all':[],'any':[]},"
                + "'actions':[{'field':'notification_user','value':['requester_id','s','b']}]}")
        .put("id", id)
        .put("active", active);
  }

  @Override
  int rulesOn() {
    return desk.look(
        state ->
            (int)
                (state.all("triggers").stream()
                        .filter(row -> row.path("active").asBoolean())
                        .count()
                    + state.all("automations").stream()
                        .filter(row -> row.path("active").asBoolean())
                        .count()
                    + state.all("webhooks").stream()
                        .filter(row -> row.path("status").asText().equals("active"))
                        .count()));
  }

  @Override
  String doubles() {
    return "network delivers twice makes two tickets";
  }

  @Override
  String newRule() {
    desk.run(state -> state.putTrigger(trigger(990, true)));
    return "990";
  }
}
