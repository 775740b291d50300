package dev.backhaul.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;

/**
 * The failed migration as it really ran, mistake and all, in plain code of its own: it shares
 * nothing with the mapping engine that has to explain it.
 */
final class AsRunLoad {
  private static final Instant BEGIN = Instant.parse("2026-03-06T07:00:00Z");
  private static final Map<String, String> STAGE =
      Map.of("new", "1", "pending", "2", "open", "3", "hold", "3", "solved", "4", "closed", "4");

  /** HIGH and URGENT the wrong way round: the mistake of go-live. */
  private static final Map<String, String> PRIORITY =
      Map.of("low", "LOW", "normal", "MEDIUM", "high", "URGENT", "urgent", "HIGH");

  private static final Map<String, String> TYPE =
      Map.of(
          "question", "GENERAL_INQUIRY",
          "incident", "PRODUCT_ISSUE",
          "problem", "BILLING_ISSUE",
          "task", "FEATURE_REQUEST");
  private static final Map<String, String> TIER =
      Map.of("bronze", "TIER_3", "silver", "TIER_2", "gold", "TIER_1");
  private static final Map<String, String> LANGUAGE =
      Map.of(
          "en-US", "en", "en-GB", "en-gb", "de", "de", "fr", "fr", "es", "es", "pl", "pl", "ja",
          "ja");

  private final Helpdesk source;
  private final Target target;
  private final Links links;
  private Instant clock = BEGIN;

  AsRunLoad(Helpdesk source, Target target, Links links) {
    this.source = source;
    this.target = target;
    this.links = links;
  }

  /** The owner that stands for an agent; two agents share one. */
  static String owner(long agent) {
    return Long.toString(agent == 9007 ? 71006 : 62000 + agent);
  }

  void run() {
    source.organizations().forEach(this::company);
    source.users().forEach(this::contact);
    source.tickets().forEach(this::ticket);
  }

  private void company(ObjectNode from) {
    SortedMap<String, String> to = identified(from);
    put(to, "name", text(from, "name"));
    put(to, "domains", joined(from.path("domain_names")));
    put(to, "address_lines", folded(text(from, "details")));
    put(to, "description", folded(text(from, "notes")));
    put(to, "service_tier", mapped(TIER, text(from.path("organization_fields"), "tier")));
    links.link("company", id(from), create("company", to, new TreeMap<>()));
  }

  private void contact(ObjectNode from) {
    SortedMap<String, String> to = identified(from);
    String email = text(from, "email");
    String lower = email == null ? null : email.strip().toLowerCase(java.util.Locale.ROOT);
    put(to, "display_name", text(from, "name"));
    put(to, "email", lower);
    put(to, "login_email", lower);
    put(to, "phone", text(from, "phone"));
    StringJoiner name = new StringJoiner(" ");
    for (String part : List.of("first_name", "last_name")) {
      String value = text(from.path("user_fields"), part);
      if (value != null) {
        name.add(value);
      }
    }
    put(to, "full_name", name.toString());
    put(to, "support_suspended", from.path("suspended").asText());
    String locale = text(from, "locale");
    put(to, "hs_language", mapped(LANGUAGE, locale == null ? "en-US" : locale));
    String notes = text(from, "notes");
    put(to, "support_notes", notes == null ? null : Texts.cut(notes, 255));
    SortedMap<String, List<String>> to2 = new TreeMap<>();
    belongs(to2, "company", from.path("organization_id"));
    links.link("contact", id(from), create("contact", to, to2));
  }

  private void ticket(ObjectNode from) {
    SortedMap<String, String> to = identified(from);
    put(to, "subject", text(from, "subject"));
    String description = text(from, "description");
    put(to, "content", description == null ? null : folded(Texts.cut(description, 255)));
    put(to, "hs_pipeline", "0");
    put(to, "product", "support");
    put(to, "hs_pipeline_stage", mapped(STAGE, text(from, "status")));
    put(to, "hs_ticket_priority", mapped(PRIORITY, text(from, "priority")));
    put(to, "hs_ticket_category", mapped(TYPE, text(from, "type")));
    JsonNode assignee = from.path("assignee_id");
    put(to, "hubspot_owner_id", assignee.isNumber() ? owner(assignee.asLong()) : null);
    put(to, "zendesk_tags", joined(from.path("tags")));
    String due = text(from, "due_at");
    put(to, "due_date", due == null ? null : due.substring(0, 10));
    for (JsonNode field : from.path("custom_fields")) {
      String name = field.path("id").asLong() == Helpdesk.AMOUNT ? "order_amount" : "warranty";
      put(to, name, text(field, "value"));
    }
    SortedMap<String, List<String>> to2 = new TreeMap<>();
    belongs(to2, "contact", from.path("requester_id"));
    belongs(to2, "company", from.path("organization_id"));
    String ticket = create("ticket", to, to2);
    links.link("ticket", id(from), ticket);
    for (ObjectNode comment : source.comments().getOrDefault(id(from), List.of())) {
      comment(comment, ticket);
    }
  }

  private void comment(ObjectNode from, String ticket) {
    SortedMap<String, String> to = new TreeMap<>();
    put(to, "zendesk_comment_id", Long.toString(id(from)));
    put(to, "hs_timestamp", text(from, "created_at"));
    SortedMap<String, List<String>> to2 = new TreeMap<>();
    to2.put("ticket", List.of(ticket));
    long author = from.path("author_id").asLong();
    boolean agent = author < Helpdesk.FIRST_AGENT + Helpdesk.AGENTS;
    put(to, "hubspot_owner_id", agent ? owner(author) : null);
    String html = from.path("html_body").asText();
    if (!from.path("public").asBoolean()) {
      put(to, "hs_note_body", html);
      create("note", to, to2);
      return;
    }
    put(to, "hs_email_text", plain(html));
    put(to, "hs_email_direction", agent ? "EMAIL" : "INCOMING_EMAIL");
    if (!agent) {
      belongs(to2, "contact", from.path("author_id"));
    }
    create("email", to, to2);
  }

  /** The text of an HTML body, with line ends where it breaks. */
  static String plain(String html) {
    return Jsoup.parse(html.replace("<br>", "\\n")).text().replace("\\n", "\n");
  }

  private String create(
      String object, SortedMap<String, String> properties, SortedMap<String, List<String>> to) {
    // Forty records a second, like an app that uses a batch of a hundred well.
    clock = clock.plusMillis(25);
    return target.create(object, properties, to, clock, Hand.MIGRATION);
  }

  private void belongs(SortedMap<String, List<String>> to, String object, JsonNode sourceId) {
    if (sourceId.isNumber()) {
      to.put(object, List.of(links.target(object, sourceId.asLong())));
    }
  }

  private static SortedMap<String, String> identified(ObjectNode from) {
    SortedMap<String, String> to = new TreeMap<>();
    to.put("zendesk_id", Long.toString(id(from)));
    return to;
  }

  private static long id(ObjectNode from) {
    return from.path("id").asLong();
  }

  private static @Nullable String text(JsonNode from, String field) {
    JsonNode value = from.path(field);
    return value.isNull() || value.isMissingNode() ? null : value.asText();
  }

  private static @Nullable String mapped(Map<String, String> table, @Nullable String value) {
    return value == null ? null : table.get(value);
  }

  private static @Nullable String folded(@Nullable String text) {
    return text == null ? null : text.replace("\r\n", "\n");
  }

  private static String joined(JsonNode list) {
    StringJoiner out = new StringJoiner(";");
    list.forEach(element -> out.add(element.asText()));
    return out.toString();
  }

  private static void put(SortedMap<String, String> to, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      to.put(name, value);
    }
  }
}
