package dev.backhaul.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.ReadRequest;
import dev.backhaul.sandbox.Sandbox;
import dev.backhaul.sandbox.zendesk.ZendeskHand;
import dev.backhaul.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One of Zendesk's incremental exports. It leaves out whatever changed in the last minute, so that
 * every change is a minute late by itself.
 */
final class ZendeskStream extends TargetSubject {
  private static final Duration LATE = Duration.ofMinutes(1);

  private final ZendeskDesk desk = new ZendeskDesk();
  private final String object;
  private final String text;
  private @Nullable Sandbox sandbox;
  private long last = 5000;

  private ZendeskStream(String object, String text) {
    this.object = object;
    this.text = text;
  }

  /** Tickets: by cursor. */
  static ZendeskStream tickets() {
    return new ZendeskStream("ticket", "subject");
  }

  /** Users: by cursor. */
  static ZendeskStream users() {
    return new ZendeskStream("user", "notes");
  }

  /** Organizations: by seconds that are never split. */
  static ZendeskStream organizations() {
    return new ZendeskStream("organization", "notes");
  }

  @Override
  public String platform() {
    return "zendesk";
  }

  @Override
  public Sandbox open(Time time, Duration lateness) {
    if (lateness.compareTo(LATE) > 0) {
      throw new IllegalArgumentException("Zendesk is a minute late, not " + lateness);
    }
    sandbox = desk.open(time);
    return sandbox;
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
    return object;
  }

  @Override
  String make(int i, String value, Instant at) {
    long id = ++last;
    ObjectNode row = Json.object().put("id", id).put("external_id", "old-" + i);
    row.put(text, value).put("created_at", ZendeskDesk.text(at));
    row.put("updated_at", ZendeskDesk.text(at));
    desk.run(
        state -> {
          switch (object) {
            case "ticket" ->
                state.putTicket(
                    row.put("requester_id", ZendeskDesk.CUSTOMER).put("status", "open"), List.of());
            case "user" -> state.putUser(row.put("name", "User " + i));
            default -> state.putOrganization(row.put("name", "Org " + i));
          }
        });
    return String.valueOf(id);
  }

  private ZendeskHand ann() {
    return ZendeskHand.person(Objects.requireNonNull(sandbox), ZendeskDesk.ADMIN);
  }

  @Override
  void edit(String id, String value, Instant at) {
    ObjectNode set = Json.object().put(text, value);
    long number = Long.parseLong(id);
    switch (object) {
      case "ticket" -> ann().updateTicket(number, set, at);
      case "user" -> ann().updateUser(number, set, at);
      default -> ann().updateOrganization(number, set, at);
    }
  }

  @Override
  String value(ObjectNode fields) {
    return fields.path(text).asText();
  }

  @Override
  void delete(String id, Instant at) {
    long number = Long.parseLong(id);
    if (object.equals("ticket")) {
      ann().deleteTicket(number, at);
    } else {
      ann().deleteUser(number, at);
    }
  }

  @Override
  void merge(String survivor, String loser, Instant at) {
    if (object.equals("ticket")) {
      ann().mergeTickets(Long.parseLong(loser), Long.parseLong(survivor), at);
    } else {
      ann().mergeOrganizations(Long.parseLong(loser), Long.parseLong(survivor), at);
    }
  }

  @Override
  @Nullable String blind(Deed deed) {
    return switch (object + " " + deed) {
      case "organization DELETE" -> "deleted organization leaves the export without a trace";
      case "user MERGE" -> "merged user looks like a deleted one";
      default -> null;
    };
  }
}
