package dev.backhaul.demo.servicedesk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.demo.Texts;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The failed migration as it really ran, mistakes and all, in plain code of its own: it shares
 * nothing with the mapping engine that has to explain it.
 */
final class AsRunLoad {
  private static final Instant BEGIN = Instant.parse("2026-03-06T07:00:00Z");
  private static final Map<String, String> STATUS =
      Map.of(
          "1", "new", "2", "pending", "3", "open", "5", "open", "4", "solved", "6", "closed");

  /** High and urgent the wrong way round: the mistake of go-live. */
  private static final Map<String, String> PRIORITY =
      Map.of("LOW", "low", "MEDIUM", "normal", "HIGH", "urgent", "URGENT", "high");

  private static final Map<String, String> TYPE =
      Map.of(
          "GENERAL_INQUIRY", "question",
          "PRODUCT_ISSUE", "incident",
          "BILLING_ISSUE", "problem",
          "FEATURE_REQUEST", "task");
  private static final Map<String, String> TIER =
      Map.of("bronze", "tier_3", "silver", "tier_2", "gold", "tier_1");
  private static final Map<String, String> LIFE =
      Map.of(
          "subscriber", "newsletter",
          "lead", "lead",
          "marketingqualifiedlead", "qualified",
          "opportunity", "opportunity",
          "customer", "customer");

  private final Crm source;
  private final Target target;
  private final Links links;
  private Instant clock = BEGIN;

  AsRunLoad(Crm source, Target target, Links links) {
    this.source = source;
    this.target = target;
    this.links = links;
  }

  /** The agent that stands for an owner; two owners share one. */
  static long agent(long owner) {
    return owner == 71_007 ? 9006 : owner == Crm.MACHINE ? Hand.BILLING.user() : owner - 62_000;
  }

  /** The stage of life in the target's words. */
  static String life(String stage) {
    return of(LIFE, stage);
  }

  /** The language in the target's words. */
  static String locale(String language) {
    return language.isEmpty() ? "en-US" : language.equals("en-gb") ? "en-GB" : language;
  }

  void run() {
    source.companies().forEach(this::organization);
    source.contacts().forEach(this::user);
    source.tickets().forEach(this::ticket);
  }

  private void organization(Crm.Row from) {
    SortedMap<String, JsonNode> to = identified(from);
    copy(from, "name", to, "name");
    to.put("domain_names", Values.words(from.value("mail_domains")));
    copy(from, "address_lines", to, "details");
    copy(from, "description", to, "notes");
    to.put("organization_fields.tier", Values.text(of(TIER, from.value("account_tier"))));
    to.put("tags", Values.words(from.value("regions")));
    links.link("organization", from.id(), create("organization", to));
  }

  private void user(Crm.Row from) {
    SortedMap<String, JsonNode> to = identified(from);
    to.put("name", Values.text(from.value("firstname") + " " + from.value("lastname")));
    copy(from, "email", to, "email");
    copy(from, "phone", to, "phone");
    to.put("locale", Values.text(locale(from.value("hs_language"))));
    to.put("user_fields.stage", Values.text(life(from.value("lifecyclestage"))));
    to.put("suspended", Values.flag(from.is("support_blocked", "true")));
    to.put("notes", Values.text(Texts.cut(from.value("support_notes"), 255)));
    belongs(to, "organization_id", "organization", from.company());
    to.put("role", Values.text("end-user"));
    links.link("user", from.id(), create("user", to));
  }

  private void ticket(Crm.Row from) {
    SortedMap<String, JsonNode> to = identified(from);
    copy(from, "subject", to, "subject");
    copy(from, "content", to, "description");
    to.put("status", Values.text(of(STATUS, from.value("hs_pipeline_stage"))));
    to.put("priority", Values.text(of(PRIORITY, from.value("hs_ticket_priority"))));
    to.put("type", Values.text(of(TYPE, from.value("hs_ticket_category"))));
    if (from.has("hubspot_owner_id")) {
      long owner = Long.parseLong(from.value("hubspot_owner_id"));
      to.put("assignee_id", Values.number(agent(owner)));
    }
    belongs(to, "requester_id", "user", from.contact());
    belongs(to, "organization_id", "organization", from.company());
    to.put("tags", Values.words(from.value("topics")));
    if (from.has("due_date")) {
      to.put("due_at", Values.text(from.value("due_date") + "T00:00:00Z"));
    }
    to.put(Values.AMOUNT_PATH, Values.text(from.value("order_amount")));
    to.put(Values.WARRANTY_PATH, Values.flag(from.is("warranty", "true")));
    to.put("created_at", Values.text(from.created().toString()));
    long id = create("ticket", to);
    links.link("ticket", from.id(), id);
    for (Crm.Row note : source.notes().getOrDefault(from.id(), java.util.List.of())) {
      note(note, id);
    }
  }

  private void note(Crm.Row from, long ticket) {
    Long contact = from.contact();
    long author =
        contact == null
            ? agent(Long.parseLong(from.value("hubspot_owner_id")))
            : links.target("user", contact);
    target.imported(
        ticket,
        author,
        from.value("hs_note_body"),
        from.is("note_public", "true"),
        Instant.parse(from.value("hs_timestamp")),
        clock,
        Hand.MIGRATION);
  }

  private long create(String object, SortedMap<String, JsonNode> to) {
    // Five records a second, like a job that uses a batch of a hundred well.
    clock = clock.plusMillis(200);
    return target.create(object, to, clock, Hand.MIGRATION);
  }

  private void belongs(
      SortedMap<String, JsonNode> to,
      String path,
      String object,
      @org.jspecify.annotations.Nullable Long sourceId) {
    if (sourceId != null) {
      to.put(path, Values.number(links.target(object, sourceId)));
    }
  }

  private static SortedMap<String, JsonNode> identified(Crm.Row from) {
    SortedMap<String, JsonNode> to = new TreeMap<>();
    to.put("external_id", Values.text(Long.toString(from.id())));
    return to;
  }

  private static void copy(
      Crm.Row from, String property, SortedMap<String, JsonNode> to, String path) {
    to.put(path, Values.text(from.value(property)));
  }

  private static String of(Map<String, String> table, String value) {
    return value.isEmpty() ? "" : Objects.requireNonNull(table.get(value), value);
  }
}
