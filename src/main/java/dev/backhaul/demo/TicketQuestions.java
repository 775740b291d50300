package dev.backhaul.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.function.Predicate;

/** Edits of migrated tickets that only a person can decide. */
final class TicketQuestions {
  private final Scene scene;

  TicketQuestions(Scene scene) {
    this.scene = scene;
  }

  void run() {
    repeat(40, this::collapsed);
    repeat(6, this::backToNew);
    repeat(5, () -> owner("71006", "SHARED_OWNER"));
    repeat(5, () -> owner("71099", "UNKNOWN_ID"));
    repeat(3, this::constant);
    repeat(8, this::overwritten);
    repeat(6, this::stranger);
    repeat(6, this::truncated);
    repeat(4, this::undated);
    repeat(20, this::closed);
    repeat(10, this::halfDecided);
  }

  private void repeat(int full, Runnable edit) {
    for (int i = scene.scale.of(full); i > 0; i--) {
      edit.run();
    }
  }

  /** "Waiting on us" was open or on hold: nobody can tell from here. */
  private void collapsed() {
    ObjectNode ticket =
        scene.ticket(t -> Scene.is(t, "pending") || Scene.is(t, "new") || Scene.freshlySolved(t));
    edit(ticket, "hs_pipeline_stage", "3", "AMBIGUOUS_COLLAPSED_VALUE");
  }

  private void backToNew() {
    ObjectNode ticket = scene.ticket(t -> Scene.is(t, "open") || Scene.is(t, "pending"));
    edit(ticket, "hs_pipeline_stage", "1", "STATUS_NEW");
  }

  private void owner(String owner, String code) {
    Predicate<ObjectNode> fits =
        t -> Scene.assigned(t) && !AsRunLoad.owner(t.path("assignee_id").asLong()).equals(owner);
    edit(scene.ticket(fits), "hubspot_owner_id", owner, code);
  }

  private void constant() {
    edit(scene.ticket(Scene::open), "product", "consulting", "CONSTANT_EDITED");
  }

  /** A person's value, then the migration's: which one holds? */
  private void overwritten() {
    String ticket = scene.twin("ticket", scene.ticket(Scene::open));
    Instant at = Scene.BEGIN.plusSeconds(scene.chance.between(60, 6_000));
    set(ticket, "subject", scene.unique("A person wrote this"), at, scene.someone());
    set(ticket, "subject", scene.unique("[migrated]"), at.plusSeconds(5_400), Hand.MIGRATION);
    scene.ask("ticket", ticket, "subject", "MIGRATION_OVERWROTE");
  }

  private void stranger() {
    String ticket = scene.twin("ticket", scene.ticket(Scene::open));
    set(ticket, "subject", scene.unique("Synced by something"), scene.when(), Hand.STRANGER);
    scene.ask("ticket", ticket, "subject", "UNKNOWN_WRITER");
  }

  /** The text had lost its tail on the way in. */
  private void truncated() {
    Predicate<ObjectNode> longText =
        t -> {
          String text = t.path("description").asText();
          return Scene.open(t) && text.codePointCount(0, text.length()) > 255;
        };
    edit(scene.ticket(longText), "content", scene.unique("Shorter now."), "TRUNCATED_THEN_EDITED");
  }

  /** A day without a time of day, where none was before. */
  private void undated() {
    ObjectNode ticket = scene.ticket(t -> Scene.open(t) && t.path("due_at").isNull());
    edit(ticket, "due_date", "2026-04-01", "TIME_UNKNOWN");
  }

  /** Closed tickets cannot be changed in the source at all. */
  private void closed() {
    String ticket = scene.twin("ticket", scene.ticket(t -> Scene.is(t, "closed")));
    set(ticket, "subject", scene.unique("After the end"), scene.when(), scene.someone());
    scene.ask("ticket", ticket, null, "TICKET_CLOSED");
  }

  /** One field waits for an answer, the other goes home. */
  private void halfDecided() {
    ObjectNode ticket = scene.ticket(t -> Scene.is(t, "pending"));
    String text = scene.unique("Half decided");
    set(scene.twin("ticket", ticket), "subject", text, scene.when(), scene.someone());
    scene.home("ticket", ticket, "subject", text);
    edit(ticket, "hs_pipeline_stage", "3", "AMBIGUOUS_COLLAPSED_VALUE");
  }

  private void edit(ObjectNode ticket, String property, String value, String code) {
    String twin = scene.twin("ticket", ticket);
    set(twin, property, value, scene.when(), scene.someone());
    scene.ask("ticket", twin, property, code);
  }

  private void set(String ticket, String property, String value, Instant at, Hand hand) {
    scene.target.set("ticket", ticket, property, value, at, hand);
  }
}
