package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /tickets} and {@code /deleted_tickets}. */
final class Tickets {
  static final String UPDATE_JOB = "ticket update";
  static final String CREATE_JOB = "ticket create";
  private static final Duration KEY_LIFE = Duration.ofHours(2);
  private static final Duration SCRUBBED = Duration.ofDays(30);

  private final Desk desk;
  private final TicketEdit edit;
  private final Jobs jobs;

  Tickets(Desk desk, TicketEdit edit, Jobs jobs) {
    this.desk = desk;
    this.edit = edit;
    this.jobs = jobs;
    jobs.kind(UPDATE_JOB, this::updateRow);
    jobs.kind(CREATE_JOB, (row, actor, queuedAt) -> created(edit.create(row, actor).ticket()));
  }

  static boolean there(@Nullable ObjectNode ticket) {
    return ticket != null && !ticket.path("status").asText().equals("deleted");
  }

  private ObjectNode found(String id) {
    ObjectNode ticket = Desk.found(desk.state.tickets, id);
    if (!there(ticket)) {
      throw Refusal.notFound();
    }
    return ticket;
  }

  private static Response answer(int status, TicketEdit.Done done) {
    ObjectNode answer = Call.JSON.createObjectNode();
    answer.set("ticket", done.ticket());
    if (done.audit() != null) {
      answer.set("audit", done.audit());
    }
    return Response.json(status, answer.toString());
  }

  /** {@code GET /tickets/{id}}. */
  Response show(Call call) {
    return answer(200, new TicketEdit.Done(found(call.id()), null));
  }

  /** {@code GET /tickets/show_many?ids=}; unknown and deleted ones are left out. */
  Response showMany(Call call) {
    List<ObjectNode> rows =
        call.list("ids").stream().map(desk.state.tickets::get).filter(Tickets::there).toList();
    return Paging.page(desk, call, "tickets", rows);
  }

  /** {@code GET /tickets[?external_id=]}; an external id may name several [Z1]. */
  Response list(Call call) {
    String external = call.param("external_id");
    Collection<ObjectNode> rows =
        external == null ? desk.state.tickets.all() : desk.state.tickets.by(external);
    return Paging.page(desk, call, "tickets", rows.stream().filter(Tickets::there).toList());
  }

  /** {@code GET /tickets/count}. */
  Response count(Call call) {
    return Fields.count(desk, desk.state.tickets.all().stream().filter(Tickets::there).count());
  }

  /** {@code GET /tickets/{id}/audits}. */
  Response audits(Call call) {
    found(call.id());
    return Paging.page(desk, call, "audits", desk.state.audits.by(call.id()));
  }

  /** {@code POST /tickets}, with an optional Idempotency-Key [Z13][Z14]. */
  Response create(Call call) {
    String key = call.request().headers().get("idempotency-key");
    if (key == null) {
      return answer(201, edit.create(call.object("ticket"), call.actor()));
    }
    ObjectNode known = desk.state.idempotency.get(key);
    boolean alive =
        known != null
            && Instant.parse(known.path("at").asText()).plus(KEY_LIFE).isAfter(desk.now());
    if (known != null && alive) {
      if (!known.path("request").equals(call.body())) {
        throw Refusal.of(
            400, "IdempotentRequestError", "This idempotency key was used with other parameters");
      }
      return with(Response.json(201, known.path("answer").toString()), "hit");
    }
    Response made = answer(201, edit.create(call.object("ticket"), call.actor()));
    ObjectNode row = Call.JSON.createObjectNode().put("id", key).put("at", desk.now().toString());
    row.set("request", call.body());
    row.set("answer", read(made));
    desk.state.idempotency.put(row);
    return with(made, "miss");
  }

  private static JsonNode read(Response response) {
    try {
      return Call.JSON.readTree(response.body());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Response with(Response response, String lookup) {
    Map<String, String> headers = new HashMap<>(response.headers());
    headers.put("x-idempotency-lookup", lookup);
    return new Response(response.status(), headers, response.body());
  }

  /** {@code POST /tickets/create_many}. */
  Response createMany(Call call) {
    return jobs.queue(CREATE_JOB, call.rows("tickets"), call.actor());
  }

  private static ObjectNode created(ObjectNode ticket) {
    ObjectNode result = Call.JSON.createObjectNode();
    result.set("id", ticket.path("id"));
    return result.put("account_id", 185);
  }

  /** {@code PUT /tickets/{id}}; safe_update checks whichever value it has [Z2]. */
  Response update(Call call) {
    ObjectNode given = call.object("ticket");
    found(call.id());
    return answer(200, edit.update(call.id(), plain(given), call.actor(), stamp(given)));
  }

  /** Adding and removing single tags is for update_many only [Z2]. */
  private static ObjectNode plain(ObjectNode given) {
    ObjectNode copy = given.deepCopy();
    copy.remove(List.of("additional_tags", "remove_tags"));
    return copy;
  }

  private static @Nullable Instant stamp(ObjectNode given) {
    if (!given.has("safe_update")) {
      return null;
    }
    if (!given.hasNonNull("updated_stamp")) {
      throw Refusal.of(400, "InvalidRequest", "updated_stamp is required with safe_update");
    }
    try {
      return Shapes.instant(given.path("updated_stamp").asText());
    } catch (java.time.format.DateTimeParseException e) {
      throw Refusal.of(400, "InvalidRequest", "updated_stamp must be an ISO 8601 time");
    }
  }

  /** {@code PUT /tickets/update_many}: one change for many ids, or a change for each. */
  Response updateMany(Call call) {
    List<String> ids = call.list("ids");
    ArrayNode rows = Call.JSON.createArrayNode();
    if (!ids.isEmpty()) {
      ObjectNode change = call.object("ticket");
      ids.forEach(id -> rows.add(change.deepCopy().put("id", id)));
    } else {
      rows.addAll(call.rows("tickets"));
      for (JsonNode row : rows) {
        if (!row.hasNonNull("id")) {
          throw Refusal.of(400, "InvalidRequest", "Each ticket must have an id");
        }
        if (row.has("safe_update") != row.has("updated_stamp")) {
          throw Refusal.of(
              400, "InvalidRequest", "safe_update and updated_stamp must be sent together");
        }
      }
    }
    return jobs.queue(UPDATE_JOB, rows, call.actor());
  }

  /** Always a safe update; without a stamp, as of when the job was queued. */
  private ObjectNode updateRow(ObjectNode row, Call.Actor actor, Instant queuedAt) {
    Instant stamp = stamp(row);
    ObjectNode ticket =
        edit.update(row.path("id").asText(), row, actor, stamp == null ? queuedAt : stamp).ticket();
    return updated("update", ticket, "Updated");
  }

  static ObjectNode updated(String action, ObjectNode row, String status) {
    ObjectNode result = Call.JSON.createObjectNode().put("action", action);
    result.set("id", row.path("id"));
    return result.put("status", status).put("success", true);
  }

  /** {@code DELETE /tickets/{id}}: soft; restorable for 30 days. */
  Response delete(Call call) {
    ObjectNode before = found(call.id());
    ObjectNode after = before.deepCopy().put("status", "deleted");
    ObjectNode meta = Desk.found(desk.state.ticketMeta, call.id()).deepCopy();
    meta.put("deleted_at", desk.stamp()).put("deleted_by", call.actor().id());
    meta.set("previous_state", before.path("status"));
    desk.state.ticketMeta.put(meta);
    touch(after);
    desk.ledger.write("ticket", call.id(), "deleted", Set.of("status"));
    return Response.empty(204);
  }

  private void touch(ObjectNode ticket) {
    ticket.put("updated_at", desk.stamp());
    ticket.put("generated_timestamp", desk.now().getEpochSecond());
    desk.state.tickets.put(ticket);
  }

  private boolean restorable(ObjectNode ticket) {
    ObjectNode meta = desk.state.ticketMeta.get(ticket.path("id").asText());
    return !there(ticket)
        && meta != null
        && meta.has("deleted_at")
        && Shapes.instant(meta.path("deleted_at").asText()).plus(SCRUBBED).isAfter(desk.now());
  }

  /** {@code GET /deleted_tickets}. */
  Response deleted(Call call) {
    List<ObjectNode> rows =
        desk.state.tickets.all().stream().filter(this::restorable).map(this::tombstone).toList();
    return Paging.page(desk, call, "deleted_tickets", rows);
  }

  private ObjectNode tombstone(ObjectNode ticket) {
    ObjectNode meta = Desk.found(desk.state.ticketMeta, ticket.path("id").asText());
    ObjectNode row = Call.JSON.createObjectNode();
    Desk.take(ticket, row, List.of("id", "subject"));
    Desk.take(meta, row, List.of("deleted_at", "previous_state"));
    ObjectNode actor = row.putObject("actor");
    actor.set("id", meta.path("deleted_by"));
    ObjectNode user = desk.state.users.get(meta.path("deleted_by").asText());
    actor.set("name", user == null ? null : user.path("name"));
    return row;
  }

  /** {@code PUT /deleted_tickets/{id}/restore}; a second time is 404 [Z10]. */
  Response restore(Call call) {
    ObjectNode ticket = Desk.found(desk.state.tickets, call.id());
    if (!restorable(ticket)) {
      throw Refusal.notFound();
    }
    ObjectNode meta = Desk.found(desk.state.ticketMeta, call.id()).deepCopy();
    ObjectNode after = ticket.deepCopy();
    after.set("status", meta.path("previous_state"));
    meta.remove(List.of("deleted_at", "deleted_by", "previous_state"));
    desk.state.ticketMeta.put(meta);
    touch(after);
    desk.ledger.write("ticket", call.id(), "restored", Set.of("status"));
    return Response.json(200, "{}");
  }
}
