package dev.backhaul.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** Edits of migrated tickets that have exactly one way home, and edits that must not come home. */
final class TicketEdits {
  private static final Map<String, String> PRIORITY =
      Map.of("LOW", "low", "MEDIUM", "normal", "HIGH", "high", "URGENT", "urgent");
  private static final Map<String, String> TYPE =
      Map.of(
          "GENERAL_INQUIRY", "question",
          "PRODUCT_ISSUE", "incident",
          "BILLING_ISSUE", "problem",
          "FEATURE_REQUEST", "task");
  private static final List<String> PRIORITIES = List.of("LOW", "MEDIUM", "HIGH", "URGENT");

  private final Scene scene;
  private final Target target;

  TicketEdits(Scene scene) {
    this.scene = scene;
    this.target = scene.target;
  }

  void run() {
    repeat(120, this::subject);
    repeat(20, () -> subject(scene.ticket(Scene::freshlySolved), scene.someone()));
    repeat(150, () -> priority(scene.someone()));
    repeat(60, () -> priority(Hand.WORKFLOW));
    repeat(30, this::repairedPriority);
    repeat(100, this::waiting);
    repeat(150, this::closing);
    repeat(40, this::reopened);
    repeat(100, this::owner);
    repeat(100, this::tags);
    repeat(40, this::due);
    repeat(30, () -> amount(scene.someone()));
    repeat(120, () -> amount(Hand.FIELD_SERVICE));
    repeat(40, this::type);
    repeat(50, this::several);
    repeat(15, this::handedOver);
    repeat(50, this::reverted);
    repeat(20, this::elsewhere);
    repeat(100, this::lateMigration);
    massUpdate();
  }

  private void repeat(int full, Runnable edit) {
    for (int i = scene.scale.of(full); i > 0; i--) {
      edit.run();
    }
  }

  private void subject() {
    subject(scene.ticket(Scene::open), scene.someone());
  }

  private void subject(ObjectNode ticket, Hand hand) {
    String text = scene.unique(scene.chance.pick(Texts.TROUBLES));
    set(ticket, "subject", text, scene.when(), hand);
    scene.home("ticket", ticket, "subject", text);
  }

  /** A new priority; what the word means is what comes home, whatever the load made of it. */
  private void priority(Hand hand) {
    ObjectNode ticket = scene.ticket(Scene::open);
    String now = value(ticket, "hs_ticket_priority");
    String original = ticket.path("priority").asText();
    String wanted =
        scene.chance.pick(
            PRIORITIES.stream()
                .filter(word -> !word.equals(now) && !home(PRIORITY, word).equals(original))
                .toList());
    set(ticket, "hs_ticket_priority", wanted, scene.when(), hand);
    scene.home("ticket", ticket, "priority", home(PRIORITY, wanted));
  }

  /** Somebody noticed the migration's mistake and put it right: nothing is left to write. */
  private void repairedPriority() {
    ObjectNode ticket =
        scene.ticket(all(Scene::open, t -> t.path("priority").asText().equals("high")));
    set(ticket, "hs_ticket_priority", "HIGH", scene.when(), scene.someone());
  }

  private void waiting() {
    ObjectNode ticket = scene.ticket(all(Scene::assigned, t -> !Scene.is(t, "pending")));
    set(ticket, "hs_pipeline_stage", "2", scene.when(), scene.someone());
    scene.home("ticket", ticket, "status", "pending");
  }

  private void closing() {
    ObjectNode ticket = scene.ticket(Scene::assigned);
    set(ticket, "hs_pipeline_stage", "4", scene.when(), scene.someone());
    scene.home("ticket", ticket, "status", "solved");
  }

  private void reopened() {
    ObjectNode ticket = scene.ticket(Scene::freshlySolved);
    set(ticket, "hs_pipeline_stage", "2", scene.when(), scene.someone());
    scene.home("ticket", ticket, "status", "pending");
  }

  private void owner() {
    ObjectNode ticket = scene.ticket(Scene::assigned);
    long agent = otherAgent(ticket);
    set(ticket, "hubspot_owner_id", AsRunLoad.owner(agent), scene.when(), scene.someone());
    scene.home("ticket", ticket, "assignee_id", Scene.json(agent));
  }

  /** An agent with an owner of his own who does not hold the ticket. */
  private long otherAgent(ObjectNode ticket) {
    List<Long> agents = new ArrayList<>();
    for (long id = Helpdesk.FIRST_AGENT; id < Helpdesk.FIRST_AGENT + Helpdesk.AGENTS; id++) {
      if (id != 9006 && id != 9007 && id != ticket.path("assignee_id").asLong()) {
        agents.add(id);
      }
    }
    return scene.chance.pick(agents);
  }

  private void tags() {
    ObjectNode ticket = scene.ticket(all(Scene::open, t -> !t.path("tags").isEmpty()));
    ArrayNode home = Json.mapper().createArrayNode();
    for (int i = 1; i < ticket.path("tags").size(); i++) {
      home.add(ticket.path("tags").get(i));
    }
    home.add("weekend");
    List<String> words = new ArrayList<>();
    home.forEach(tag -> words.add(tag.asText()));
    set(
        ticket,
        "zendesk_tags",
        String.join(";", scene.chance.shuffled(words)),
        scene.when(),
        scene.someone());
    scene.home("ticket", ticket, "tags", home);
  }

  /** The target knows only the day: the time of day stays what it was. */
  private void due() {
    ObjectNode ticket = scene.ticket(all(Scene::open, t -> t.path("due_at").isTextual()));
    Instant due = Instant.parse(ticket.path("due_at").asText());
    Instant later = due.plus(Duration.ofDays(scene.chance.between(1, 20)));
    set(ticket, "due_date", later.toString().substring(0, 10), scene.when(), scene.someone());
    scene.home("ticket", ticket, "due_at", later.toString());
  }

  private void amount(Hand hand) {
    ObjectNode ticket = scene.ticket(Scene::open);
    String amount = scene.chance.between(1000, 9999) + "." + scene.chance.between(10, 99);
    set(ticket, "order_amount", amount, scene.when(), hand);
    scene.home("ticket", ticket, "custom_fields." + Helpdesk.AMOUNT, amount);
  }

  private void type() {
    // Not away from "task": its due date would be in the way.
    ObjectNode ticket =
        scene.ticket(
            all(
                Scene::open,
                t -> List.of("question", "incident").contains(t.path("type").asText())));
    set(ticket, "hs_ticket_category", "BILLING_ISSUE", scene.when(), scene.someone());
    scene.home("ticket", ticket, "type", home(TYPE, "BILLING_ISSUE"));
  }

  private void several() {
    ObjectNode ticket = scene.ticket(all(Scene::assigned, t -> !Scene.is(t, "pending")));
    Instant at = scene.when();
    Hand hand = scene.someone();
    String text = scene.unique("Changed twice over");
    long agent = otherAgent(ticket);
    set(ticket, "subject", text, at, hand);
    set(ticket, "hs_pipeline_stage", "2", at.plusSeconds(40), hand);
    set(ticket, "hubspot_owner_id", AsRunLoad.owner(agent), at.plusSeconds(90), hand);
    scene.home("ticket", ticket, "subject", text);
    scene.home("ticket", ticket, "status", "pending");
    scene.home("ticket", ticket, "assignee_id", Scene.json(agent));
  }

  /** A person writes, an integration follows: both may, the last value counts. */
  private void handedOver() {
    ObjectNode ticket = scene.ticket(Scene::open);
    Instant at = scene.when();
    set(ticket, "order_amount", "1.25", at, scene.someone());
    set(ticket, "order_amount", "77.75", at.plusSeconds(600), Hand.BILLING);
    scene.home("ticket", ticket, "custom_fields." + Helpdesk.AMOUNT, "77.75");
  }

  private void reverted() {
    ObjectNode ticket = scene.ticket(Scene::open);
    String before = value(ticket, "subject");
    Instant at = scene.when();
    Hand hand = scene.someone();
    set(ticket, "subject", "Oops, wrong window", at, hand);
    set(ticket, "subject", before, at.plusSeconds(120), hand);
  }

  /** A property that has no place in the source. */
  private void elsewhere() {
    set(scene.ticket(Scene::open), "hs_resolution", "Called back", scene.when(), scene.someone());
  }

  /** The migration's own late writes never come home. */
  private void lateMigration() {
    ObjectNode ticket = scene.ticket(Scene::open);
    Instant at = Scene.BEGIN.plusSeconds(scene.chance.between(60, 6_000));
    set(ticket, "subject", scene.unique("[migrated]"), at, Hand.MIGRATION);
  }

  /** One nightly run of an integration gives thousands of tickets the same instant. */
  private void massUpdate() {
    int left = scene.scale.of(3_050);
    int closed = scene.scale.of(25);
    for (ObjectNode ticket : scene.chance.shuffled(scene.source.tickets())) {
      boolean wanted = Scene.open(ticket) ? left > 0 : Scene.is(ticket, "closed") && closed > 0;
      if (!wanted
          || scene.ruined.contains(Scene.id(ticket))
          || value(ticket, "warranty").equals("true")) {
        continue;
      }
      set(ticket, "warranty", "true", Scene.MASS_UPDATE, Hand.BILLING);
      if (Scene.open(ticket)) {
        left--;
        scene.home("ticket", ticket, "custom_fields." + Helpdesk.WARRANTY, BooleanNode.TRUE);
      } else {
        closed--;
        scene.ask("ticket", scene.twin("ticket", ticket), null, "TICKET_CLOSED");
      }
    }
    if (left + closed > 0) {
      throw new IllegalStateException("the world has too few open tickets for its mass update");
    }
  }

  private void set(ObjectNode ticket, String property, String value, Instant at, Hand hand) {
    target.set("ticket", scene.twin("ticket", ticket), property, value, at, hand);
  }

  private String value(ObjectNode ticket, String property) {
    return target.value("ticket", scene.twin("ticket", ticket), property);
  }

  private static String home(Map<String, String> table, String word) {
    return Objects.requireNonNull(table.get(word), word);
  }

  private static Predicate<ObjectNode> all(Predicate<ObjectNode> one, Predicate<ObjectNode> two) {
    return one.and(two);
  }
}
