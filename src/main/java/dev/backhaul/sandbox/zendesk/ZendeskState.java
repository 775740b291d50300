package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All records of one simulated account. The public methods seed a world and judge it; they pass by
 * HTTP, limits, rules and ledger. Use them under {@link dev.backhaul.sandbox.Sandbox#run} once the
 * server runs. Records are in the API's own shape; ids and times are kept as given.
 */
public final class ZendeskState {
  final Table users = new Table(row -> fold(row.path("external_id").asText("")));
  final Table identities = new Table(row -> fold(row.path("value").asText("")));
  final Table organizations = new Table(row -> fold(row.path("external_id").asText("")));
  final Table organizationNames = new Table(row -> fold(row.path("name").asText("").strip()));
  final Table tickets = new Table(row -> row.path("external_id").asText(""));
  final Table ticketMeta = new Table();
  final Table comments = new Table(row -> row.path("ticket_id").asText(""));
  final Table audits = new Table(row -> row.path("ticket_id").asText(""));
  final Table triggers = new Table();
  final Table automations = new Table();
  final Table webhooks = new Table();
  final Table groups = new Table();
  final Table ticketFields = new Table();
  final Table userFields = new Table();
  final Table organizationFields = new Table();
  final Table jobs = new Table();
  final Table uploads = new Table();
  final Table attachments = new Table();
  final Table credentials = new Table();
  final Table idempotency = new Table();
  final Table organizationMerges = new Table();
  private long lastTicket;
  private long lastId = 27_000_000_000_000L;

  ZendeskState() {}

  /** External ids and addresses compare without regard to case [Z1]. */
  static String fold(String text) {
    return text.equals("null") ? "" : text.toLowerCase(Locale.ROOT);
  }

  private Map<String, Table> tables() {
    Map<String, Table> all = new LinkedHashMap<>();
    all.put("users", users);
    all.put("identities", identities);
    all.put("organizations", organizations);
    all.put("tickets", tickets);
    all.put("ticketMeta", ticketMeta);
    all.put("comments", comments);
    all.put("audits", audits);
    all.put("triggers", triggers);
    all.put("automations", automations);
    all.put("webhooks", webhooks);
    all.put("groups", groups);
    all.put("ticketFields", ticketFields);
    all.put("userFields", userFields);
    all.put("organizationFields", organizationFields);
    all.put("jobs", jobs);
    all.put("uploads", uploads);
    all.put("attachments", attachments);
    all.put("credentials", credentials);
    all.put("idempotency", idempotency);
    all.put("organizationMerges", organizationMerges);
    return all;
  }

  long nextTicket() {
    return ++lastTicket;
  }

  long nextId() {
    lastId += 7;
    return lastId;
  }

  private void seen(ObjectNode row) {
    lastId = Math.max(lastId, row.path("id").asLong());
  }

  void saveOrganization(ObjectNode row) {
    organizations.put(row);
    organizationNames.put(row);
  }

  /** Seeds a user; its e-mail becomes the primary identity. Missing fields get their defaults. */
  public void putUser(ObjectNode user) {
    ObjectNode row = Shapes.user(user);
    seen(row);
    users.put(row);
    String email = row.path("email").asText("");
    boolean known =
        identities.by(fold(email)).stream()
            .anyMatch(identity -> identity.path("user_id").equals(row.path("id")));
    if (row.hasNonNull("email") && !known) {
      identities.put(
          Shapes.identity(
              nextId(), row.path("id").asLong(), email, true, row.path("created_at").asText()));
    }
  }

  /** Seeds an organization. */
  public void putOrganization(ObjectNode organization) {
    ObjectNode row = Shapes.organization(organization);
    seen(row);
    saveOrganization(row);
  }

  /**
   * Seeds a ticket with its conversation, in order; the first comment is the description. Comments
   * without id get one. The time of its present status is {@code solved_at} when given, else {@code
   * updated_at}.
   */
  public void putTicket(ObjectNode ticket, List<ObjectNode> conversation) {
    ObjectNode row = Shapes.ticket(ticket);
    String since = ticket.path("solved_at").asText(row.path("updated_at").asText());
    row.remove("solved_at");
    lastTicket = Math.max(lastTicket, row.path("id").asLong());
    tickets.put(row);
    ObjectNode meta = JsonNodeFactory.instance.objectNode();
    meta.set("id", row.path("id"));
    ticketMeta.put(meta.put("status_since", since));
    for (ObjectNode comment : conversation) {
      ObjectNode shaped = Shapes.comment(comment, row.path("id").asLong());
      if (!shaped.has("id")) {
        shaped.put("id", nextId());
      }
      if (!shaped.has("audit_id")) {
        shaped.put("audit_id", nextId());
      }
      seen(shaped);
      comments.put(shaped);
      audits.put(Shapes.auditOf(shaped));
    }
  }

  /** Seeds an audit of a seeded ticket, beside those that its comments have. */
  public void putAudit(ObjectNode audit) {
    put(audits, audit);
  }

  /** Seeds a trigger. */
  public void putTrigger(ObjectNode trigger) {
    put(triggers, trigger);
  }

  /** Seeds an automation. */
  public void putAutomation(ObjectNode automation) {
    put(automations, automation);
  }

  /** Seeds a webhook; its id is a text. */
  public void putWebhook(ObjectNode webhook) {
    put(webhooks, webhook);
  }

  /** Seeds a group of agents. */
  public void putGroup(ObjectNode group) {
    put(groups, group);
  }

  /** Seeds a field definition of {@code ticket}, {@code user} or {@code organization}. */
  public void putField(String object, ObjectNode field) {
    put(
        switch (object) {
          case "ticket" -> ticketFields;
          case "user" -> userFields;
          case "organization" -> organizationFields;
          default ->
              throw new IllegalArgumentException(
                  "field of " + object + ": expected ticket, user or organization");
        },
        field);
  }

  private void put(Table table, ObjectNode row) {
    ObjectNode copy = row.deepCopy();
    seen(copy);
    table.put(copy);
  }

  /**
   * Lets a token in, as {@code email/token:token} (basic) or as a bearer token.
   *
   * @param mayWrite false for a role that can only read
   */
  public void credentials(String email, String token, long userId, boolean mayWrite) {
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    row.put("id", token).put("email", email).put("user_id", userId);
    credentials.put(row.put("may_write", mayWrite));
  }

  /** Takes a token back: from now on it is refused. */
  public void revoke(String token) {
    credentials.remove(token);
  }

  /** A user, or null. */
  public @Nullable ObjectNode user(long id) {
    return copy(users.get("" + id));
  }

  /** An organization, or null. */
  public @Nullable ObjectNode organization(long id) {
    return copy(organizations.get("" + id));
  }

  /** A ticket, also a deleted one (status {@code deleted}), or null. */
  public @Nullable ObjectNode ticket(long id) {
    return copy(tickets.get("" + id));
  }

  /** A ticket's comments, oldest first. */
  public List<ObjectNode> comments(long ticketId) {
    return conversation(ticketId).map(ObjectNode::deepCopy).toList();
  }

  Stream<ObjectNode> conversation(long ticketId) {
    return comments.by("" + ticketId).stream()
        .sorted(Comparator.comparing(row -> row.path("created_at").asText()));
  }

  /** A ticket's audits, oldest first. */
  public List<ObjectNode> audits(long ticketId) {
    return audits.by("" + ticketId).stream().map(ObjectNode::deepCopy).toList();
  }

  /**
   * All records of a kind.
   *
   * @param kind users, identities, organizations, tickets, comments, audits, triggers, automations,
   *     webhooks, groups, ticketFields, userFields, organizationFields, jobs, uploads or
   *     attachments
   */
  public List<ObjectNode> all(String kind) {
    Table table = tables().get(kind);
    if (table == null) {
      throw new IllegalArgumentException(kind + ": expected one of " + tables().keySet());
    }
    return table.all().stream().map(ObjectNode::deepCopy).toList();
  }

  private static @Nullable ObjectNode copy(@Nullable ObjectNode row) {
    return row == null ? null : row.deepCopy();
  }

  JsonNode snapshot() {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    all.put("lastTicket", lastTicket).put("lastId", lastId);
    tables().forEach((name, table) -> all.set(name, table.snapshot()));
    return all.deepCopy();
  }

  void restore(JsonNode snapshot) {
    lastTicket = snapshot.path("lastTicket").asLong();
    lastId = snapshot.path("lastId").asLong();
    tables().forEach((name, table) -> table.restore(snapshot.path(name)));
    organizationNames.restore(snapshot.path("organizations"));
  }
}
