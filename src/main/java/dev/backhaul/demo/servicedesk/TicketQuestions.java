package dev.backhaul.demo.servicedesk;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** Edits of migrated tickets that only a person can decide. */
final class TicketQuestions {
  private final Scene scene;

  TicketQuestions(Scene scene) {
    this.scene = scene;
  }

  void run() {
    scene.repeat(40, this::collapsed);
    scene.repeat(12, this::onHold);
    scene.repeat(5, this::sharedAgent);
    scene.repeat(5, this::unknownAgent);
    scene.repeat(8, this::overwritten);
    scene.repeat(6, this::stranger);
    scene.repeat(4, this::timeOfDay);
    scene.repeat(15, this::bothSides);
    scene.repeat(10, this::halfDecided);
  }

  /** "Open" was waiting on us or escalated: nobody can tell from here. */
  private void collapsed() {
    Crm.Row ticket =
        scene.ticket(t -> !t.is("hs_pipeline_stage", "3") && !t.is("hs_pipeline_stage", "5")
            && !t.is("hs_pipeline_stage", "6"));
    edit(ticket, "status", Values.text("open"), "AMBIGUOUS_COLLAPSED_VALUE");
  }

  /** The source has no such stage. */
  private void onHold() {
    edit(scene.ticket(Scene::assigned), "status", Values.text("hold"), "UNMAPPED_TARGET_VALUE");
  }

  private void sharedAgent() {
    Crm.Row ticket =
        scene.ticket(
            t ->
                Scene.assigned(t)
                    && !t.is("hubspot_owner_id", "71006")
                    && !t.is("hubspot_owner_id", "71007"));
    edit(ticket, "assignee_id", Values.number(9006), "SHARED_OWNER");
  }

  private void unknownAgent() {
    edit(scene.ticket(Scene::assigned), "assignee_id", Values.number(9013), "UNKNOWN_ID");
  }

  /** A person's value, then the migration's: which one holds? */
  private void overwritten() {
    long ticket = scene.twin("ticket", scene.ticket(Scene::open));
    Instant at = Scene.BEGIN.plusSeconds(scene.chance.between(60, 6_000));
    subject(ticket, scene.unique("A person wrote this"), at, scene.someone());
    subject(ticket, scene.unique("[migrated]"), at.plusSeconds(5_400), Hand.MIGRATION);
    scene.ask("ticket", ticket, "subject", "MIGRATION_OVERWROTE");
  }

  private void stranger() {
    long ticket = scene.twin("ticket", scene.ticket(Scene::open));
    subject(ticket, scene.unique("Synced by something"), scene.when(), Hand.STRANGER);
    scene.ask("ticket", ticket, "subject", "UNKNOWN_WRITER");
  }

  /** The source knows only the day. */
  private void timeOfDay() {
    Crm.Row ticket = scene.ticket(t -> Scene.open(t) && t.has("due_date"));
    edit(ticket, "due_at", Values.text("2026-07-01T14:30:00Z"), "VIEW_NOT_REPRESENTABLE");
  }

  /** Somebody went on in the source, in the same field. */
  private void bothSides() {
    Crm.Row ticket = scene.ticket(Scene::open);
    edit(ticket, "subject", Values.text(scene.unique("Said in the target")), "CONFLICT");
    scene.sourceEdits.add(
        new SourceEdit(
            "ticket", ticket.id(), "subject", scene.unique("Said in the source"), scene.when()));
  }

  /** One field waits for an answer, the other goes home. */
  private void halfDecided() {
    Crm.Row ticket = scene.ticket(t -> t.is("hs_pipeline_stage", "2"));
    String text = scene.unique("Half decided");
    subject(scene.twin("ticket", ticket), text, scene.when(), scene.someone());
    scene.home("ticket", ticket, "subject", text);
    edit(ticket, "status", Values.text("open"), "AMBIGUOUS_COLLAPSED_VALUE");
  }

  private void edit(Crm.Row ticket, String path, JsonNode value, String code) {
    long twin = scene.twin("ticket", ticket);
    scene.target.set("ticket", twin, path, value, scene.when(), scene.someone());
    scene.ask("ticket", twin, path, code);
  }

  private void subject(long ticket, String text, Instant at, Hand hand) {
    scene.target.set("ticket", ticket, "subject", Values.text(text), at, hand);
  }
}
