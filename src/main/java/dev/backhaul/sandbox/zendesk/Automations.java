package dev.backhaul.sandbox.zendesk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Runs the automations on all working tickets at every full hour. */
final class Automations {
  /** The author of what the system does by itself. */
  private static final long SYSTEM = -1;

  private final Desk desk;
  private final RuleActions actions;
  private final TicketEdit edit;

  Automations(Desk desk, RuleActions actions, TicketEdit edit) {
    this.desk = desk;
    this.actions = actions;
    this.edit = edit;
  }

  /** Begins with the next full hour, and goes on for ever. */
  void start() {
    schedule();
  }

  private void schedule() {
    Instant next = desk.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1));
    desk.timeline.at(
        next,
        () -> {
          run();
          schedule();
        });
  }

  private void run() {
    List<ObjectNode> rules = RuleActions.active(desk.state.automations);
    if (rules.isEmpty()) {
      return;
    }
    for (ObjectNode ticket : List.copyOf(desk.state.tickets.all())) {
      if (!ticket.path("status").asText().matches("closed|deleted")) {
        rules.forEach(rule -> run(rule, ticket.path("id").asText()));
      }
    }
  }

  private void run(ObjectNode rule, String id) {
    ObjectNode before = Desk.found(desk.state.tickets, id);
    if (before.path("status").asText().equals("closed")) {
      return;
    }
    ObjectNode meta = Desk.found(desk.state.ticketMeta, id);
    Instant since = Shapes.instant(meta.path("status_since").asText());
    ObjectNode after = before.deepCopy();
    Moment moment = new Moment(before, after, null, SYSTEM, desk.now(), since);
    if (!moment.meets(rule)) {
      return;
    }
    ObjectNode audit = Audits.begin(desk, before, SYSTEM, Call.JSON.createObjectNode());
    ArrayNode events = (ArrayNode) audit.path("events");
    actions.act("automation", rule, moment, after, events);
    if (!events.isEmpty()) {
      edit.store(before, after, audit);
      desk.book("ticket", "updated", before, after);
    }
  }
}
