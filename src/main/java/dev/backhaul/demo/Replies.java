package dev.backhaul.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/** What people say on migrated tickets during the weekend. */
final class Replies {
  private final Scene scene;
  private final Talk talk;
  private final List<Talk.Customer> newcomers;

  Replies(Scene scene, Talk talk, List<Talk.Customer> newcomers) {
    this.scene = scene;
    this.talk = talk;
    this.newcomers = newcomers;
  }

  void run() {
    repeat(200, () -> home(note(living(), scene.unique(Texts.paragraph(scene.chance)))));
    repeat(150, () -> home(outgoing(living())));
    repeat(150, () -> home(incoming(living())));
    repeat(80, () -> home(message(living())));
    repeat(10, () -> home(fromNewcomer(living())));
    repeat(10, this::onClosed);
    repeat(3, this::withoutTicket);
    home(note(living(), scene.unique("Emoji only 👩🏽‍🔧🔥🇪🇺 と漢字")));
    home(note(living(), scene.unique("Log file: " + "0123456789".repeat(6_000))));
    ObjectNode ticket = living();
    home(
        talk.note(
            Scene.id(ticket),
            scene.twin("ticket", ticket),
            talk.agent(),
            scene.unique("See the photo."),
            scene.when(),
            List.of("photo.png")));
  }

  private void repeat(int full, Runnable reply) {
    for (int i = scene.scale.of(full); i > 0; i--) {
      reply.run();
    }
  }

  private void home(Oracle.Reply reply) {
    scene.replies.add(reply);
  }

  /** A ticket that can take a comment and whose link to the source is sound. */
  private ObjectNode living() {
    while (true) {
      ObjectNode ticket = scene.chance.pick(scene.source.tickets());
      if (Scene.open(ticket) && !scene.ruined.contains(Scene.id(ticket))) {
        return ticket;
      }
    }
  }

  private Oracle.Reply note(ObjectNode ticket, String text) {
    return talk.note(
        Scene.id(ticket), scene.twin("ticket", ticket), talk.agent(), text, scene.when());
  }

  private Oracle.Reply outgoing(ObjectNode ticket) {
    return talk.email(
        Scene.id(ticket), scene.twin("ticket", ticket), talk.agent(), words(), scene.when());
  }

  private Oracle.Reply incoming(ObjectNode ticket) {
    return talk.email(
        Scene.id(ticket), scene.twin("ticket", ticket), requester(ticket), words(), scene.when());
  }

  private Oracle.Reply message(ObjectNode ticket) {
    Talk.Speaker speaker = scene.chance.in100(50) ? talk.agent() : requester(ticket);
    return talk.message(
        Scene.id(ticket), scene.twin("ticket", ticket), speaker, words(), scene.when());
  }

  private Oracle.Reply fromNewcomer(ObjectNode ticket) {
    Instant at = scene.chance.between(Scene.BEGIN.plusSeconds(5 * 3600), Scene.QUIET);
    return talk.email(
        Scene.id(ticket), scene.twin("ticket", ticket), scene.chance.pick(newcomers), words(), at);
  }

  /** A closed ticket takes no comment any more. */
  private void onClosed() {
    ObjectNode ticket = scene.ticket(t -> Scene.is(t, "closed"));
    scene.ask("note", note(ticket, words()).targetId(), null, "TICKET_CLOSED");
  }

  private void withoutTicket() {
    String note = talk.note(0, "", talk.agent(), words(), scene.when()).targetId();
    scene.ask("note", note, null, "NO_PARENT");
  }

  private Talk.Customer requester(ObjectNode ticket) {
    return talk.customer(ticket.path("requester_id").asLong());
  }

  private String words() {
    return scene.unique(Texts.paragraph(scene.chance));
  }
}
