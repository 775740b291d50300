package dev.backhaul.demo.servicedesk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.demo.Snapshot;
import dev.backhaul.json.Json;
import dev.backhaul.sandbox.hubspot.CrmObject;
import dev.backhaul.sandbox.hubspot.HubSpotState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Copies a HubSpot account for the judge: flat records, and notes in the words of comments. */
final class HubSpotCopy {
  /** Kept as texts with semicolons, meant as sets. */
  private static final Set<String> SETS = Set.of("topics", "mail_domains", "regions");

  private static final Map<String, String> PLURAL =
      Map.of("company", "companies", "contact", "contacts", "ticket", "tickets");

  private final HubSpotState state;

  HubSpotCopy(HubSpotState state) {
    this.state = state;
  }

  Snapshot snapshot() {
    Map<String, SortedMap<Long, ObjectNode>> records = new TreeMap<>();
    PLURAL.forEach(
        (object, plural) -> {
          SortedMap<Long, ObjectNode> rows = new TreeMap<>();
          state.all(plural).forEach(row -> rows.put(Long.parseLong(row.id()), record(row)));
          records.put(object, rows);
        });
    List<ObjectNode> comments = new ArrayList<>();
    state.all("notes").forEach(note -> comments.add(comment(note)));
    SortedMap<String, ObjectNode> flows = new TreeMap<>();
    for (String id : List.of("901", "902", "903")) {
      ObjectNode flow = state.flow(id);
      if (flow != null) {
        // Every replacement is a revision of its own.
        flow.remove(List.of("revisionId", "updatedAt"));
        flows.put(id, flow);
      }
    }
    return new Snapshot(
        new HubSpotHabits(),
        records,
        Snapshot.grouped(comments, "ticket_id"),
        Map.of(),
        Map.of("workflow", flows));
  }

  private ObjectNode record(CrmObject row) {
    ObjectNode out = Json.object().put("id", Long.parseLong(row.id()));
    row.properties()
        .forEach(
            (name, value) -> {
              if (SETS.contains(name)) {
                ArrayNode words = out.putArray("properties." + name);
                List.of(value.split(";", -1)).forEach(words::add);
              } else {
                out.put("properties." + name, value);
              }
            });
    for (String other : List.of("company", "contact")) {
      List<String> ids = linked(row, other);
      for (int i = 0; i < ids.size(); i++) {
        out.put("associations." + other + "." + i + ".id", ids.get(i));
      }
    }
    return out.put("archived", row.archivedAt() != null);
  }

  private List<String> linked(CrmObject row, String other) {
    // From one side only: the other follows by itself.
    String plural = other.equals("company") ? "companies" : "contacts";
    boolean theirs = row.type().equals("tickets") || row.type().equals("contacts");
    return !theirs || row.type().equals(plural)
        ? List.of()
        : state.associated(row.type(), row.id(), plural);
  }

  private ObjectNode comment(CrmObject note) {
    List<String> tickets = state.associated("notes", note.id(), "tickets");
    List<String> contacts = state.associated("notes", note.id(), "contacts");
    ObjectNode out = Json.object().put("id", note.id());
    out.put("ticket_id", tickets.isEmpty() ? 0 : Long.parseLong(tickets.get(0)));
    out.put("html_body", note.value("hs_note_body"));
    out.put("public", note.value("note_public").equals("true"));
    String owner = note.value("hubspot_owner_id");
    out.put("author_id", owner.isEmpty() && !contacts.isEmpty() ? contacts.get(0) : owner);
    out.put("created_at", note.value("hs_timestamp"));
    out.put("archived", note.archivedAt() != null);
    out.putArray("attachments");
    return out;
  }
}
