package dev.backhaul.demo.servicedesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.backhaul.demo.Texts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Edits of migrated tickets that have exactly one way home, and edits that must not come home. */
final class TicketEdits {
  private static final Map<String, String> PRIORITY =
      Map.of("low", "LOW", "normal", "MEDIUM", "high", "HIGH", "urgent", "URGENT");
  private static final List<String> PRIORITIES = List.of("low", "normal", "high", "urgent");

  private final Scene scene;
  private final Target target;

  TicketEdits(Scene scene) {
    this.scene = scene;
    this.target = scene.target;
  }

  void run() {
    scene.repeat(120, () -> subject(scene.ticket(Scene::open), scene.someone()));
    scene.repeat(150, () -> priority(scene.someone()));
    scene.repeat(60, () -> priority(Hand.TRIGGER));
    scene.repeat(30, this::repairedPriority);
    scene.repeat(100, this::waiting);
    scene.repeat(150, this::solving);
    scene.repeat(40, this::reopened);
    scene.repeat(100, this::assignee);
    scene.repeat(100, this::tags);
    scene.repeat(40, this::due);
    scene.repeat(30, () -> amount(scene.someone()));
    scene.repeat(100, () -> amount(Hand.FIELD_SERVICE));
    scene.repeat(40, this::type);
    scene.repeat(20, this::emptied);
    scene.repeat(50, this::several);
    scene.repeat(15, this::handedOver);
    scene.repeat(50, this::reverted);
    scene.repeat(20, this::elsewhere);
    scene.repeat(100, this::lateMigration);
    scene.repeat(15, this::bothElsewhere);
    scene.repeat(10, this::bothAlike);
    massUpdate();
  }

  private void subject(Crm.Row ticket, Hand hand) {
    String text = scene.unique(scene.chance.pick(Texts.TROUBLES));
    set(ticket, "subject", text, scene.when(), hand);
    scene.home("ticket", ticket, "subject", text);
  }

  /** A new priority; what the word means is what comes home, whatever the load made of it. */
  private void priority(Hand hand) {
    Crm.Row ticket = scene.ticket(Scene::open);
    String now = value(ticket, "priority").asText();
    String wanted =
        scene.chance.pick(
            PRIORITIES.stream()
                .filter(
                    word ->
                        !word.equals(now) && !ticket.is("hs_ticket_priority", meant(word)))
                .toList());
    set(ticket, "priority", wanted, scene.when(), hand);
    scene.home("ticket", ticket, "hs_ticket_priority", meant(wanted));
  }

  private static String meant(String word) {
    return Objects.requireNonNull(PRIORITY.get(word), word);
  }

  /** Somebody noticed the migration's mistake and put it right: nothing is left to write. */
  private void repairedPriority() {
    Crm.Row ticket = scene.ticket(t -> Scene.open(t) && t.is("hs_ticket_priority", "HIGH"));
    set(ticket, "priority", "high", scene.when(), scene.someone());
  }

  private void waiting() {
    Crm.Row ticket = scene.ticket(t -> Scene.assigned(t) && !t.is("hs_pipeline_stage", "2"));
    set(ticket, "status", "pending", scene.when(), scene.someone());
    scene.home("ticket", ticket, "hs_pipeline_stage", "2");
  }

  private void solving() {
    Crm.Row ticket = scene.ticket(Scene::assigned);
    set(ticket, "status", "solved", scene.when(), scene.someone());
    scene.home("ticket", ticket, "hs_pipeline_stage", "4");
  }

  private void reopened() {
    Crm.Row ticket = scene.ticket(t -> t.is("hs_pipeline_stage", "4"));
    set(ticket, "status", "pending", scene.when(), scene.someone());
    scene.home("ticket", ticket, "hs_pipeline_stage", "2");
  }

  private void assignee() {
    Crm.Row ticket = scene.ticket(Scene::assigned);
    long owner = otherOwner(ticket);
    set(ticket, "assignee_id", Values.number(AsRunLoad.agent(owner)), scene.when(), scene.someone());
    scene.home("ticket", ticket, "hubspot_owner_id", Long.toString(owner));
  }

  /** An owner with an agent of his own who does not hold the ticket. */
  private long otherOwner(Crm.Row ticket) {
    List<Long> owners = new ArrayList<>();
    for (long id = Crm.FIRST_OWNER; id < Crm.FIRST_OWNER + Crm.OWNERS; id++) {
      if (AsRunLoad.agent(id) != 9006 && !ticket.is("hubspot_owner_id", Long.toString(id))) {
        owners.add(id);
      }
    }
    return scene.chance.pick(owners);
  }

  /** One topic goes, one comes; the others keep their places in the source. */
  private void tags() {
    Crm.Row ticket = scene.ticket(t -> Scene.open(t) && t.has("topics"));
    List<String> topics = new ArrayList<>(List.of(ticket.value("topics").split(";", -1)));
    topics.remove(0);
    topics.add("weekend");
    ArrayNode tags = Values.words(String.join(";", topics));
    set(ticket, "tags", tags, scene.when(), scene.someone());
    scene.home("ticket", ticket, "properties.topics", tags);
  }

  /** The source knows only the day. */
  private void due() {
    Crm.Row ticket = scene.ticket(t -> Scene.open(t) && t.has("due_date"));
    String day = "2026-06-" + scene.chance.between(10, 30);
    set(ticket, "due_at", day + "T00:00:00Z", scene.when(), scene.someone());
    scene.home("ticket", ticket, "due_date", day);
  }

  private void amount(Hand hand) {
    Crm.Row ticket = scene.ticket(Scene::open);
    String amount = scene.chance.between(1000, 9999) + "." + scene.chance.between(10, 99);
    set(ticket, Values.AMOUNT_PATH, amount, scene.when(), hand);
    scene.home("ticket", ticket, "order_amount", amount);
  }

  private void type() {
    Crm.Row ticket =
        scene.ticket(
            t ->
                Scene.open(t)
                    && List.of("GENERAL_INQUIRY", "PRODUCT_ISSUE")
                        .contains(t.value("hs_ticket_category")));
    set(ticket, "type", "problem", scene.when(), scene.someone());
    scene.home("ticket", ticket, "hs_ticket_category", "BILLING_ISSUE");
  }

  private void emptied() {
    Crm.Row ticket = scene.ticket(t -> Scene.open(t) && t.has("order_amount"));
    set(ticket, Values.AMOUNT_PATH, NullNode.getInstance(), scene.when(), scene.someone());
    scene.home("ticket", ticket, "order_amount", "");
  }

  private void several() {
    Crm.Row ticket = scene.ticket(t -> Scene.assigned(t) && !t.is("hs_pipeline_stage", "2"));
    Instant at = scene.when();
    Hand hand = scene.someone();
    String text = scene.unique("Changed twice over");
    long owner = otherOwner(ticket);
    set(ticket, "subject", text, at, hand);
    set(ticket, "status", "pending", at.plusSeconds(40), hand);
    set(ticket, "assignee_id", Values.number(AsRunLoad.agent(owner)), at.plusSeconds(90), hand);
    scene.home("ticket", ticket, "subject", text);
    scene.home("ticket", ticket, "hs_pipeline_stage", "2");
    scene.home("ticket", ticket, "hubspot_owner_id", Long.toString(owner));
  }

  /** A person writes, an integration follows: both may, the last value counts. */
  private void handedOver() {
    Crm.Row ticket = scene.ticket(Scene::open);
    Instant at = scene.when();
    set(ticket, Values.AMOUNT_PATH, "1.25", at, scene.someone());
    set(ticket, Values.AMOUNT_PATH, "7777.75", at.plusSeconds(600), Hand.BILLING);
    scene.home("ticket", ticket, "order_amount", "7777.75");
  }

  private void reverted() {
    Crm.Row ticket = scene.ticket(Scene::open);
    Instant at = scene.when();
    Hand hand = scene.someone();
    set(ticket, "subject", "Oops, wrong window", at, hand);
    set(ticket, "subject", ticket.value("subject"), at.plusSeconds(120), hand);
  }

  /** A field that has no place in the source. */
  private void elsewhere() {
    set(scene.ticket(Scene::open), Values.MOOD_PATH, "happy", scene.when(), scene.someone());
  }

  /** The migration's own late writes never come home. */
  private void lateMigration() {
    Instant at = Scene.BEGIN.plusSeconds(scene.chance.between(60, 6_000));
    set(scene.ticket(Scene::open), "subject", scene.unique("[migrated]"), at, Hand.MIGRATION);
  }

  /** Both sides were worked on, in different fields: nothing is in the way. */
  private void bothElsewhere() {
    Crm.Row ticket = scene.ticket(Scene::open);
    subject(ticket, scene.someone());
    scene.sourceEdits.add(
        new SourceEdit("ticket", ticket.id(), "hs_resolution", "Called", scene.when()));
  }

  /** Both sides came to the same value by themselves: nothing is left to write. */
  private void bothAlike() {
    Crm.Row ticket = scene.ticket(Scene::open);
    String text = scene.unique("Agreed on the phone");
    set(ticket, "subject", text, scene.when(), scene.someone());
    scene.sourceEdits.add(new SourceEdit("ticket", ticket.id(), "subject", text, scene.when()));
  }

  /** One nightly run of an integration gives thousands of tickets the same instant. */
  private void massUpdate() {
    int left = scene.scale.of(2_500);
    for (Crm.Row ticket : scene.chance.shuffled(scene.source.tickets())) {
      boolean free = Scene.open(ticket) && !scene.ruined.contains(ticket.id());
      if (left > 0 && free && !value(ticket, Values.WARRANTY_PATH).asBoolean()) {
        set(ticket, Values.WARRANTY_PATH, Values.flag(true), Scene.MASS_UPDATE, Hand.BILLING);
        scene.home("ticket", ticket, "warranty", "true");
        left--;
      }
    }
    if (left > 0) {
      throw new IllegalStateException("the world has too few open tickets for its mass update");
    }
  }

  private void set(Crm.Row ticket, String path, String value, Instant at, Hand hand) {
    set(ticket, path, Values.text(value), at, hand);
  }

  private void set(Crm.Row ticket, String path, JsonNode value, Instant at, Hand hand) {
    target.set("ticket", scene.twin("ticket", ticket), path, value, at, hand);
  }

  private JsonNode value(Crm.Row ticket, String path) {
    return target.value("ticket", scene.twin("ticket", ticket), path);
  }
}
