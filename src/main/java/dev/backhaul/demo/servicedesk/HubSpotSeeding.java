package dev.backhaul.demo.servicedesk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.sandbox.hubspot.HubSpotState;
import dev.backhaul.sandbox.hubspot.SourceTag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the source as people left it into a sandbox, with the workflows that would enrol and mail.
 */
final class HubSpotSeeding {
  private static final SourceTag PERSON = SourceTag.user(501);

  private final HubSpotState state;

  HubSpotSeeding(HubSpotState state) {
    this.state = state;
  }

  void seed(ServicedeskWorld world) {
    account();
    Crm source = world.source();
    source.companies().forEach(company -> put("companies", company));
    source.skippedCompanies().forEach(company -> put("companies", company));
    source.contacts().forEach(contact -> put("contacts", contact));
    source.skippedContacts().forEach(contact -> put("contacts", contact));
    for (Crm.Row ticket : source.tickets()) {
      put("tickets", ticket);
      for (Crm.Row note : source.notes().getOrDefault(ticket.id(), List.of())) {
        put("notes", note);
        link("notes", note.id(), "tickets", ticket.id(), 228);
      }
    }
    for (SourceEdit edit : world.sourceEdits()) {
      state.set(
          edit.object() + "s",
          Long.toString(edit.id()),
          Map.of(edit.property(), edit.value()),
          edit.at(),
          PERSON);
    }
  }

  private void account() {
    text("companies", "mail_domains", "address_lines", "account_tier", "regions");
    text("contacts", "support_notes");
    state.addProperty("contacts", "support_blocked", "bool");
    text("tickets", "topics");
    state.addProperty("tickets", "due_date", "date");
    state.addProperty("tickets", "order_amount", "number");
    state.addProperty("tickets", "warranty", "bool");
    state.addProperty("notes", "note_public", "bool");
    for (int i = 0; i < Crm.OWNERS; i++) {
      owner(Crm.FIRST_OWNER + i, 501 + i);
    }
    owner(Crm.MACHINE, 599);
    ObjectNode pipeline = Json.object().put("id", "0").put("label", "Support pipeline");
    ArrayNode stages = pipeline.put("displayOrder", 0).putArray("stages");
    stage(stages, "1", "New");
    stage(stages, "2", "Waiting on contact");
    stage(stages, "3", "Waiting on us");
    stage(stages, "5", "Escalated");
    stage(stages, "4", "Solved");
    stage(stages, "6", "Closed");
    state.addPipeline("tickets", pipeline);
    flow("901", "Thank new contacts by mail", true);
    flow("902", "Tell the owner of a changed ticket", true);
    flow("903", "Old campaign (retired)", false);
  }

  private static void stage(ArrayNode stages, String id, String label) {
    stages.addObject().put("id", id).put("label", label).put("displayOrder", stages.size() - 1);
  }

  private void flow(String id, String name, boolean on) {
    ObjectNode flow = Json.object().put("id", id).put("name", name).put("isEnabled", on);
    flow.put("type", "CONTACT_FLOW").put("flowType", "WORKFLOW").put("objectTypeId", "0-1");
    flow.put("revisionId", "3").put("startActionId", "1").put("nextAvailableActionId", "2");
    flow.put("createdAt", "2025-11-03T08:00:00Z").put("updatedAt", "2025-11-03T08:00:00Z");
    flow.putArray("actions")
        .addObject()
        .put("actionId", "1")
        .put("type", "SINGLE_CONNECTION")
        .put("actionTypeId", "0-4")
        .putObject("fields")
        .put("content_id", "77");
    flow.putArray("blockedDates");
    flow.putArray("timeWindows");
    flow.putArray("suppressionListIds");
    flow.putObject("customProperties");
    flow.put("canEnrollFromSalesforce", false);
    flow.putObject("enrollmentCriteria").put("shouldReEnroll", true).put("type", "EVENT_BASED");
    state.addFlow(flow);
  }

  private void text(String type, String... names) {
    for (String name : names) {
      state.addProperty(type, name, "string");
    }
  }

  private void owner(long id, int user) {
    ObjectNode owner = Json.object().put("id", Long.toString(id)).put("userId", user);
    owner.put("email", "owner" + id + "@servicedesk.example").put("firstName", "Owner");
    state.addOwner(owner.put("lastName", "Number " + user).put("archived", false));
  }

  private void put(String type, Crm.Row row) {
    Instant at = row.created();
    state.create(type, Long.toString(row.id()), row.properties(), at, PERSON);
    Long company = row.company();
    Long contact = row.contact();
    link(type, row, "companies", company, type.equals("contacts") ? 1 : 26);
    link(type, row, "contacts", contact, type.equals("tickets") ? 16 : 202);
  }

  private void link(String type, Crm.Row row, String toType, @Nullable Long to, int kind) {
    if (to != null) {
      link(type, row.id(), toType, to, kind);
    }
  }

  private void link(String type, long id, String toType, long to, int kind) {
    state.associate(type, Long.toString(id), toType, Long.toString(to), kind);
  }
}
