package dev.backhaul.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.sandbox.hubspot.HubSpotState;
import dev.backhaul.sandbox.hubspot.SourceTag;
import dev.backhaul.sandbox.zendesk.ZendeskState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A large and dull weekend: people changed one field of very many records, and made some new ones.
 *
 * @param records how many records the delta holds: seven tenths are changed contacts, one tenth is
 *     new contacts, two tenths are changed tickets
 */
record LargeDelta(int records) {
  private static final Instant CUTOVER = Instant.parse("2026-03-06T18:00:00Z");
  private static final Instant LOADED = CUTOVER.minusSeconds(86_400);
  private static final SourceTag MIGRATION = new SourceTag("INTEGRATION", "990001", null, null);
  private static final SourceTag PERSON = new SourceTag("CRM_UI", "userId:501", 501L, null);
  private static final int TICKET_TO_CONTACT = 16;
  private static final long USER = 1_000_000;
  private static final long TICKET = 1;
  private static final long CONTACT = 20_000_000;
  private static final long DEAL = 60_000_000;

  int contacts() {
    return records * 7 / 10;
  }

  int born() {
    return records / 10;
  }

  int tickets() {
    return records - contacts() - born();
  }

  /** The source as it stood at cutover. */
  void seed(ZendeskState state) {
    state.putGroup(Json.object().put("id", 7001L).put("name", "Support"));
    state.putUser(
        Json.object()
            .put("id", BulkSystems.ADMIN)
            .put("name", "Admin")
            .put("email", BulkSystems.EMAIL)
            .put("role", "admin"));
    for (int i = 0; i < contacts(); i++) {
      ObjectNode user = Json.object().put("id", USER + i).put("name", "First" + i + " Last");
      user.put("email", "u" + i + "@large.example").put("phone", "+49 30 " + i);
      user.put("role", "end-user").put("locale", "en-US").put("suspended", false);
      user.putObject("user_fields").put("first_name", "First" + i).put("last_name", "Last");
      user.put("created_at", "2025-01-01T00:00:00Z");
      state.putUser(user.put("updated_at", "2026-03-01T00:00:00Z"));
    }
    for (int i = 0; i < tickets(); i++) {
      ObjectNode ticket = Json.object().put("id", TICKET + i).put("subject", "Ticket " + i);
      ticket.put("description", "Something is wrong").put("status", "open");
      ticket.put("priority", "normal").put("type", "question");
      ticket.put("requester_id", USER + i % contacts());
      ticket.put("created_at", "2025-01-01T00:00:00Z");
      state.putTicket(ticket.put("updated_at", "2026-03-01T00:00:00Z"), List.of());
    }
  }

  /** The target as the migration loaded it and people changed it since. */
  void seed(HubSpotState state) {
    properties(state);
    for (int i = 0; i < contacts(); i++) {
      String id = Long.toString(CONTACT + i);
      Map<String, String> values = contact(i, "u");
      values.put("zendesk_id", Long.toString(USER + i));
      state.create("contacts", id, values, LOADED.plusMillis(i), MIGRATION);
      state.set("contacts", id, Map.of("phone", "+49 40 " + i), at(i), PERSON);
    }
    for (int i = 0; i < born(); i++) {
      String id = Long.toString(CONTACT + contacts() + i);
      state.create("contacts", id, contact(i, "new"), at(i), PERSON);
    }
    for (int i = 0; i < tickets(); i++) {
      String id = Long.toString(DEAL + i);
      Map<String, String> values = new HashMap<>();
      values.put("zendesk_id", Long.toString(TICKET + i));
      values.put("subject", "Ticket " + i);
      values.put("content", "Something is wrong");
      values.put("hs_pipeline", "0");
      values.put("product", "support");
      values.put("hs_pipeline_stage", "3");
      values.put("hs_ticket_priority", "MEDIUM");
      values.put("hs_ticket_category", "GENERAL_INQUIRY");
      state.create("tickets", id, values, LOADED.plusMillis(i), MIGRATION);
      state.associate(
          "tickets", id, "contacts", Long.toString(CONTACT + i % contacts()), TICKET_TO_CONTACT);
      state.set("tickets", id, Map.of("subject", "Ticket " + i + " again"), at(i), PERSON);
    }
  }

  private static Instant at(int i) {
    return CUTOVER.plusMillis(1_000 + 2L * i);
  }

  private static Map<String, String> contact(int i, String kind) {
    Map<String, String> values = new HashMap<>();
    values.put("display_name", "First" + i + " Last");
    values.put("full_name", "First" + i + " Last");
    values.put("email", kind + i + "@large.example");
    values.put("login_email", kind + i + "@large.example");
    values.put("phone", "+49 30 " + i);
    values.put("support_suspended", "false");
    values.put("hs_language", "en");
    return values;
  }

  private static void properties(HubSpotState state) {
    text(state, "companies", "zendesk_id", "domains", "address_lines", "service_tier");
    text(state, "contacts", "zendesk_id", "display_name", "login_email", "full_name");
    text(state, "contacts", "support_notes");
    state.addProperty("contacts", "support_suspended", "bool");
    text(state, "tickets", "zendesk_id", "product", "zendesk_tags");
    state.addProperty("tickets", "due_date", "date");
    state.addProperty("tickets", "order_amount", "number");
    state.addProperty("tickets", "warranty", "bool");
    text(state, "notes", "zendesk_comment_id");
    text(state, "emails", "zendesk_comment_id");
    ObjectNode pipeline = Json.object().put("id", "0").put("label", "Support pipeline");
    var stages = pipeline.put("displayOrder", 0).putArray("stages");
    for (int i = 1; i <= 4; i++) {
      stages.addObject().put("id", Integer.toString(i)).put("label", "S" + i);
    }
    state.addPipeline("tickets", pipeline);
  }

  private static void text(HubSpotState state, String type, String... names) {
    for (String name : names) {
      state.addProperty(type, name, "string");
    }
  }
}
