package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Response;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** {@code /imports/tickets}: tickets with their past, without rules or mails [Z12]. */
final class Imports {
  static final String JOB = "ticket import";

  private final Desk desk;
  private final TicketEdit edit;
  private final Conversation conversation;
  private final Jobs jobs;

  Imports(Desk desk, TicketEdit edit, Conversation conversation, Jobs jobs) {
    this.desk = desk;
    this.edit = edit;
    this.conversation = conversation;
    this.jobs = jobs;
    jobs.kind(
        JOB,
        (row, actor, queuedAt) -> {
          ObjectNode result = Call.JSON.createObjectNode();
          result.set("id", add(row, actor).path("id"));
          return result.put("account_id", 185);
        });
  }

  /** {@code POST /imports/tickets}. */
  Response create(Call call) {
    ObjectNode answer = Call.JSON.createObjectNode();
    answer.set("ticket", add(call.object("ticket"), call.actor()));
    return Response.json(201, answer.toString());
  }

  /** {@code POST /imports/tickets/create_many}. */
  Response createMany(Call call) {
    return jobs.queue(JOB, call.rows("tickets"), call.actor());
  }

  private ObjectNode add(ObjectNode given, Call.Actor actor) {
    ObjectNode ticket = edit.fresh(given, actor);
    if (given.has("submitter_id")) {
      desk.checkUser(given, "submitter_id", "submitter");
      ticket.set("submitter_id", given.path("submitter_id"));
    } else {
      ticket.set("submitter_id", ticket.path("requester_id"));
    }
    ArrayNode comments = comments(given);
    for (JsonNode comment : comments) {
      conversation.check(comment, ticket);
      time(comment, "created_at");
    }
    String created = or(time(given, "created_at"), desk.stamp());
    String updated = or(time(given, "updated_at"), desk.stamp());
    String solved = time(given, "solved_at");
    ticket.put("id", desk.state.nextTicket()).put("url", desk.url("tickets/" + ticket.path("id")));
    ticket.put("created_at", created).put("updated_at", updated);
    ticket.put("generated_timestamp", desk.now().getEpochSecond());
    if (given.hasNonNull("description")) {
      ticket.set("description", given.path("description"));
    }
    boolean first = true;
    for (JsonNode comment : comments) {
      comment(ticket, (ObjectNode) comment, created, actor, first);
      first = false;
    }
    ObjectNode meta = Call.JSON.createObjectNode();
    meta.set("id", ticket.path("id"));
    boolean settled = ticket.path("status").asText().matches("solved|closed");
    meta.put("status_since", settled ? or(solved, updated) : updated);
    desk.state.ticketMeta.put(meta);
    desk.state.tickets.put(ticket);
    desk.book("ticket", "created", null, ticket);
    return ticket;
  }

  /** The first comment's audit tells the ticket's creation too, under the comment's author. */
  private void comment(
      ObjectNode ticket, ObjectNode given, String created, Call.Actor actor, boolean first) {
    String at = or(time(given, "created_at"), created);
    long author = ticket.path("requester_id").asLong(actor.id());
    ObjectNode audit =
        Audits.begin(desk, ticket, given.path("author_id").asLong(author), given.path("metadata"));
    audit.put("created_at", at);
    ObjectNode comment = conversation.add(given, ticket, audit, author, at);
    if (first) {
      Audits.changes(desk, null, ticket, (ArrayNode) audit.path("events"));
    }
    ((ArrayNode) audit.path("events")).add(Shapes.event(comment));
    desk.state.audits.put(audit);
  }

  private static ArrayNode comments(ObjectNode given) {
    ArrayNode all = Call.JSON.createArrayNode();
    if (given.path("comments") instanceof ArrayNode many) {
      all.addAll(many);
    } else if (given.path("comment").isObject()) {
      all.add(given.path("comment"));
    }
    if (all.isEmpty() && given.hasNonNull("description")) {
      all.addObject().set("value", given.path("description"));
    }
    if (all.isEmpty()) {
      throw Refusal.invalid("base", "Description: cannot be blank");
    }
    return all;
  }

  /** A given time: rounded up to 1970, refused when it lies in the future or is no time. */
  private @Nullable String time(JsonNode given, String name) {
    if (!given.hasNonNull(name)) {
      return null;
    }
    try {
      Instant at = Shapes.instant(given.path(name).asText());
      if (at.isAfter(desk.now())) {
        throw Refusal.invalid(name, name + ": cannot be in the future");
      }
      return Shapes.time(at.isBefore(Instant.EPOCH) ? Instant.EPOCH : at);
    } catch (DateTimeParseException e) {
      throw Refusal.invalid(name, name + ": is not a time");
    }
  }

  private static String or(@Nullable String text, String other) {
    return text == null ? other : text;
  }
}
