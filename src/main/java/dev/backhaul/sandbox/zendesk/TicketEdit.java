package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Creates and changes tickets as the normal endpoints do: with audits, and rules that fire. */
final class TicketEdit {
  /**
   * What became of it.
   *
   * @param audit null when nothing changed
   */
  record Done(ObjectNode ticket, @Nullable ObjectNode audit) {}

  private static final List<String> PLAIN =
      List.of(
          "subject",
          "priority",
          "type",
          "status",
          "requester_id",
          "assignee_id",
          "organization_id",
          "group_id",
          "external_id",
          "problem_id",
          "due_at",
          "custom_status_id",
          "brand_id",
          "ticket_form_id",
          "collaborator_ids",
          "follower_ids",
          "email_cc_ids");
  private static final Set<String> STATUSES =
      Set.of("new", "open", "pending", "hold", "solved", "closed");
  private static final Set<String> PRIORITIES = Set.of("low", "normal", "high", "urgent");
  private static final Set<String> TYPES = Set.of("problem", "incident", "question", "task");

  private final Desk desk;
  private final RuleActions rules;
  private final Conversation conversation;

  TicketEdit(Desk desk, RuleActions rules, Conversation conversation) {
    this.desk = desk;
    this.rules = rules;
    this.conversation = conversation;
  }

  /** Creates a ticket; triggers fire. */
  Done create(ObjectNode given, Call.Actor actor) {
    ObjectNode ticket = fresh(given, actor);
    JsonNode comment = given.path("comment");
    if (!comment.isObject()) {
      if (!given.hasNonNull("description")) {
        throw Refusal.invalid("base", "Description: cannot be blank");
      }
      comment = Call.JSON.createObjectNode().set("body", given.path("description"));
    }
    conversation.check(comment, ticket);
    ticket.put("id", desk.state.nextTicket()).put("url", desk.url("tickets/" + ticket.path("id")));
    Done done = save(null, ticket, (ObjectNode) comment, given, actor);
    return done;
  }

  /** The new ticket's fields, checked, without id. */
  ObjectNode fresh(ObjectNode given, Call.Actor actor) {
    ObjectNode ticket = Call.JSON.createObjectNode();
    ticket.put("created_at", desk.stamp()).put("submitter_id", actor.id());
    ticket.set("via", desk.via());
    ticket.put("requester_id", actor.id());
    ObjectNode shaped = Shapes.ticket(ticket);
    change(null, shaped, given);
    if (!given.has("status") && shaped.hasNonNull("assignee_id")) {
      shaped.put("status", "open");
    }
    if (!given.has("organization_id")) {
      ObjectNode requester = desk.state.users.get(shaped.path("requester_id").asText());
      if (requester != null) {
        shaped.set("organization_id", requester.path("organization_id").deepCopy());
      }
    }
    shaped.set("raw_subject", shaped.path("subject"));
    return shaped;
  }

  /**
   * Changes a ticket; triggers fire.
   *
   * @param asOf refuse with 409 when the ticket has changed after this instant; null for no check
   */
  Done update(String id, ObjectNode given, Call.Actor actor, @Nullable Instant asOf) {
    ObjectNode before = Desk.found(desk.state.tickets, id);
    if (before.path("status").asText().equals("deleted")) {
      throw Refusal.notFound();
    }
    if (before.path("status").asText().equals("closed")) {
      throw Refusal.invalid("status", "Status: closed prevents ticket update");
    }
    if (asOf != null && asOf.isBefore(Shapes.instant(before.path("updated_at").asText()))) {
      throw Refusal.conflict();
    }
    ObjectNode after = before.deepCopy();
    change(before, after, given);
    JsonNode comment = given.path("comment");
    if (comment.isObject()) {
      conversation.check(comment, after);
    }
    return save(before, after, comment.isObject() ? (ObjectNode) comment : null, given, actor);
  }

  private void change(@Nullable ObjectNode before, ObjectNode after, ObjectNode given) {
    Desk.take(given, after, PLAIN);
    known(after, "status", "Status", STATUSES);
    known(after, "priority", "Priority", PRIORITIES);
    known(after, "type", "Type", TYPES);
    if (given.has("requester_id") && given.path("requester_id").isNull()) {
      throw Refusal.invalid("requester", "Requester: cannot be blank");
    }
    desk.checkUser(given, "requester_id", "requester");
    desk.checkUser(given, "assignee_id", "assignee");
    if (before != null
        && after.path("status").asText().equals("new")
        && !before.path("status").asText().equals("new")) {
      throw Refusal.invalid("status", "Status: cannot be set back to new");
    }
    organization(after, given);
    if (given.path("tags").isArray()) {
      after.set("tags", Shapes.tags(given.path("tags")));
    }
    if (given.path("additional_tags").isArray() || given.path("remove_tags").isArray()) {
      after.set("tags", addedAndRemoved(after, given));
    }
    customFields(after, given.path("custom_fields"));
  }

  private static void known(ObjectNode row, String field, String label, Set<String> values) {
    if (row.hasNonNull(field) && !values.contains(row.path(field).asText())) {
      throw Refusal.invalid(field, label + ": is not a valid value");
    }
  }

  /** Only an organization of the requester can be set [Z1]. */
  private void organization(ObjectNode after, ObjectNode given) {
    if (!given.hasNonNull("organization_id")) {
      return;
    }
    ObjectNode requester = desk.state.users.get(after.path("requester_id").asText());
    if (requester == null
        || !requester
            .path("organization_id")
            .asText()
            .equals(given.path("organization_id").asText())) {
      throw Refusal.invalid(
          "organization", "Organization: the requester is not a member of this organization");
    }
  }

  private static ArrayNode addedAndRemoved(ObjectNode after, ObjectNode given) {
    ArrayNode all = Call.JSON.createArrayNode();
    ArrayNode removed = Shapes.tags(given.path("remove_tags"));
    List<String> gone = new ArrayList<>();
    removed.forEach(tag -> gone.add(tag.asText()));
    for (JsonNode tag : after.path("tags")) {
      if (!gone.contains(tag.asText())) {
        all.add(tag);
      }
    }
    given.path("additional_tags").forEach(all::add);
    return Shapes.tags(all);
  }

  /** Sets values by field id; a choice's value is also a tag. Unknown ids are passed over. */
  private void customFields(ObjectNode after, JsonNode given) {
    ArrayNode values = (ArrayNode) after.path("custom_fields");
    for (JsonNode entry : given) {
      String id = entry.path("id").asText();
      ObjectNode definition = desk.state.ticketFields.get(id);
      if (definition == null && !desk.state.ticketFields.all().isEmpty()) {
        continue;
      }
      JsonNode value = entry.has("value") ? entry.path("value") : NullNode.getInstance();
      JsonNode old = Desk.custom(after, id);
      if (definition != null && definition.path("type").asText().equals("tagger")) {
        choice(after, definition, old, value);
      }
      put(values, entry.path("id"), value);
    }
  }

  private static void choice(ObjectNode ticket, ObjectNode field, JsonNode old, JsonNode value) {
    JsonNode options = field.path("custom_field_options");
    boolean known = value.isNull() || options.isEmpty();
    for (JsonNode option : options) {
      known |= option.path("value").equals(value);
    }
    if (!known) {
      throw Refusal.invalid(
          "base", field.path("title").asText() + ": is not one of the field's options");
    }
    ArrayNode tags = Call.JSON.createArrayNode();
    for (JsonNode tag : ticket.path("tags")) {
      if (!tag.equals(old)) {
        tags.add(tag);
      }
    }
    if (!value.isNull()) {
      tags.add(value);
    }
    ticket.set("tags", Shapes.tags(tags));
  }

  private static void put(ArrayNode values, JsonNode id, JsonNode value) {
    for (JsonNode entry : values) {
      if (entry.path("id").asText().equals(id.asText())) {
        ((ObjectNode) entry).set("value", value.deepCopy());
        return;
      }
    }
    ObjectNode entry = values.addObject().put("id", id.asLong());
    entry.set("value", value.deepCopy());
  }

  private Done save(
      @Nullable ObjectNode before,
      ObjectNode after,
      @Nullable ObjectNode commentGiven,
      ObjectNode given,
      Call.Actor actor) {
    Set<String> changed = Desk.changed(before, after);
    if (changed.isEmpty() && commentGiven == null) {
      return new Done(after, null);
    }
    ObjectNode audit = Audits.begin(desk, after, actor.id(), given.path("metadata"));
    ArrayNode events = (ArrayNode) audit.path("events");
    Audits.changes(desk, before, after, events);
    ObjectNode comment = null;
    if (commentGiven != null) {
      comment = conversation.add(commentGiven, after, audit, actor.id());
      events.add(Shapes.event(comment));
    }
    notifyAdded(before, after);
    Moment moment =
        new Moment(before, after, comment, actor.id(), desk.now(), since(before, after));
    rules.fire(moment, after, events);
    store(before, after, audit);
    desk.book("ticket", before == null ? "created" : "updated", before, after);
    if (comment != null && before != null) {
      desk.ledger.write("ticket", after.path("id").asText(), "appended", List.of("comment"));
    }
    return new Done(after, audit);
  }

  /** Stores the ticket as changed now. */
  void store(@Nullable ObjectNode before, ObjectNode after, ObjectNode audit) {
    ObjectNode meta = Call.JSON.createObjectNode();
    meta.set("id", after.path("id"));
    meta.put("status_since", Shapes.time(since(before, after)));
    after.put("updated_at", desk.stamp());
    after.put("generated_timestamp", desk.now().getEpochSecond());
    desk.state.ticketMeta.put(meta);
    desk.state.tickets.put(after);
    desk.state.audits.put(audit);
  }

  private Instant since(@Nullable ObjectNode before, ObjectNode after) {
    ObjectNode meta = desk.state.ticketMeta.get(after.path("id").asText());
    boolean same = before != null && before.path("status").equals(after.path("status"));
    return same && meta != null ? Shapes.instant(meta.path("status_since").asText()) : desk.now();
  }

  /** People newly put on a ticket are told so [Z1]. */
  private void notifyAdded(@Nullable ObjectNode before, ObjectNode after) {
    List<String> added = new ArrayList<>();
    for (String field : List.of("collaborator_ids", "email_cc_ids", "follower_ids")) {
      for (JsonNode id : after.path(field)) {
        boolean old = false;
        if (before != null) {
          for (JsonNode known : before.path(field)) {
            old |= known.equals(id);
          }
        }
        if (!old && !added.contains(id.asText())) {
          added.add(id.asText());
        }
      }
    }
    if (!added.isEmpty()) {
      desk.ledger.mail("ticket", after.path("id").asText(), "collaborators", added);
    }
  }
}
