package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Response;
import java.util.List;
import java.util.Set;

/**
 * Merges of tickets, users and organizations: none can be undone [Z1][Z5]. How a merge is told in
 * audits ({@code via.source.rel}) is known by reputation only.
 */
final class Merging {
  static final String JOB = "ticket merge";
  private static final String TAG = "closed_by_merge";

  private final Desk desk;
  private final TicketEdit edit;
  private final Conversation conversation;
  private final Jobs jobs;

  Merging(Desk desk, TicketEdit edit, Conversation conversation, Jobs jobs) {
    this.desk = desk;
    this.edit = edit;
    this.conversation = conversation;
    this.jobs = jobs;
    jobs.kind(
        JOB,
        (row, actor, queuedAt) -> {
          String loser = row.path("loser").asText();
          ticket(loser, row.path("winner").asText(), actor.id());
          return Tickets.updated("update", Desk.found(desk.state.tickets, loser), "Updated");
        });
  }

  /** {@code POST /tickets/{id}/merge} with the ids that {id} swallows: a job. */
  Response tickets(Call call) {
    Desk.found(desk.state.tickets, call.id());
    JsonNode ids = call.body().path("ids");
    if (!ids.isArray() || ids.isEmpty()) {
      throw Refusal.of(400, "InvalidRequest", "Parameter ids is required");
    }
    ArrayNode rows = Call.JSON.createArrayNode();
    for (JsonNode id : ids) {
      rows.addObject().put("loser", id.asText()).put("winner", call.id());
    }
    return jobs.queue(JOB, rows, call.actor());
  }

  /** The loser is closed and tagged; both are told of it in a private comment. */
  void ticket(String loser, String winner, long author) {
    ObjectNode lost = Desk.found(desk.state.tickets, loser);
    ObjectNode won = Desk.found(desk.state.tickets, winner);
    if (!Tickets.there(lost) || !Tickets.there(won)) {
      throw Refusal.notFound();
    }
    if (lost.path("status").asText().equals("closed")
        || won.path("status").asText().equals("closed")) {
      throw Refusal.invalid("status", "Status: closed prevents ticket update");
    }
    ObjectNode after = lost.deepCopy().put("status", "closed");
    ((ArrayNode) after.path("tags")).add(TAG);
    after.set("tags", Shapes.tags(after.path("tags")));
    tell(lost, after, author, "to", won, "This request was closed and merged into request #");
    tell(won, won.deepCopy(), author, "from", lost, "Merged into this request: request #");
    desk.ledger.write("ticket", loser, "merged", Set.of("status", "tags"));
  }

  private void tell(
      ObjectNode before,
      ObjectNode after,
      long author,
      String side,
      ObjectNode other,
      String text) {
    ObjectNode audit = Audits.begin(desk, before, author, Call.JSON.createObjectNode());
    ObjectNode source = ((ObjectNode) audit.path("via")).putObject("source").put("rel", "merge");
    source.putObject("from");
    source.putObject("to");
    ObjectNode named = (ObjectNode) source.path(side);
    named.set("ticket_id", other.path("id"));
    named.set("subject", other.path("subject"));
    ArrayNode events = (ArrayNode) audit.path("events");
    Audits.changes(desk, before, after, events);
    ObjectNode given = Call.JSON.createObjectNode().put("public", false);
    given.put("body", text + other.path("id").asText() + ".");
    events.add(Shapes.event(conversation.add(given, after, audit, author)));
    edit.store(before, after, audit);
  }

  /** {@code PUT /users/{id}/merge}: end users only; the loser's address and tickets move. */
  Response users(Call call) {
    ObjectNode winner = user(call.id(), call.object("user").path("id").asText());
    ObjectNode answer = Call.JSON.createObjectNode();
    answer.set("user", winner);
    return Response.json(200, answer.toString());
  }

  ObjectNode user(String loser, String winner) {
    ObjectNode lost = Desk.found(desk.state.users, loser);
    ObjectNode won = Desk.found(desk.state.users, winner);
    if (!lost.path("role").asText().equals("end-user")
        || !won.path("role").asText().equals("end-user")
        || !lost.path("active").asBoolean()) {
      throw Refusal.invalid("base", "Only end users can be merged");
    }
    for (ObjectNode identity : List.copyOf(desk.state.identities.all())) {
      if (identity.path("user_id").asText().equals(loser)) {
        ObjectNode moved = identity.deepCopy().put("primary", false);
        moved.set("user_id", won.path("id"));
        desk.state.identities.put(moved);
      }
    }
    for (ObjectNode ticket : List.copyOf(desk.state.tickets.all())) {
      if (ticket.path("requester_id").asText().equals(loser)) {
        ObjectNode after = ticket.deepCopy();
        after.set("requester_id", won.path("id"));
        silently(after);
      }
    }
    ObjectNode gone = lost.deepCopy().put("active", false).put("updated_at", desk.stamp());
    desk.state.users.put(gone);
    ObjectNode grown = won.deepCopy().put("updated_at", desk.stamp());
    desk.state.users.put(grown);
    desk.ledger.write("user", loser, "merged", Set.of("active"));
    return grown;
  }

  /** A system update: only the stamp of the export moves [Z5]. */
  private void silently(ObjectNode ticket) {
    ticket.put("generated_timestamp", desk.now().getEpochSecond());
    desk.state.tickets.put(ticket);
  }

  /** {@code POST /organizations/{id}/merge}: {id} goes into the named winner. */
  Response organizations(Call call) {
    String winner = call.object("organization_merge").path("winner_id").asText();
    ObjectNode answer = Call.JSON.createObjectNode();
    answer.set("organization_merge", organization(call.id(), winner));
    return Response.json(201, answer.toString());
  }

  ObjectNode organization(String loser, String winner) {
    ObjectNode lost = Desk.found(desk.state.organizations, loser);
    ObjectNode won = Desk.found(desk.state.organizations, winner);
    for (ObjectNode user : List.copyOf(desk.state.users.all())) {
      if (user.path("organization_id").asText().equals(loser)) {
        ObjectNode after = user.deepCopy().put("updated_at", desk.stamp());
        after.set("organization_id", won.path("id"));
        desk.state.users.put(after);
      }
    }
    for (ObjectNode ticket : List.copyOf(desk.state.tickets.all())) {
      if (ticket.path("organization_id").asText().equals(loser)) {
        ObjectNode after = ticket.deepCopy();
        after.set("organization_id", won.path("id"));
        silently(after);
      }
    }
    ObjectNode grown = won.deepCopy().put("updated_at", desk.stamp());
    lost.path("domain_names").forEach(((ArrayNode) grown.path("domain_names"))::add);
    desk.state.organizations.remove(loser);
    desk.state.organizationNames.remove(loser);
    desk.state.saveOrganization(grown);
    ObjectNode merge = Call.JSON.createObjectNode();
    merge.put("id", "01%024d".formatted(desk.state.nextId()));
    merge.set("loser_id", lost.path("id"));
    merge.set("winner_id", won.path("id"));
    merge.put("status", "complete");
    desk.state.organizationMerges.put(merge);
    desk.ledger.write("organization", loser, "merged", Set.of("id"));
    return merge;
  }

  /** {@code GET /organizations/{id}/merges}: those that it lost or won. */
  Response organizationMerges(Call call) {
    List<ObjectNode> rows =
        desk.state.organizationMerges.all().stream()
            .filter(
                row ->
                    row.path("loser_id").asText().equals(call.id())
                        || row.path("winner_id").asText().equals(call.id()))
            .toList();
    return Paging.page(desk, call, "organization_merges", rows);
  }
}
