package dev.backhaul.demo.servicedesk;

import dev.backhaul.demo.Asked;
import dev.backhaul.demo.Oracle;
import dev.backhaul.demo.Texts;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** What people say on migrated tickets during the weekend. */
final class Replies {
  private final Scene scene;
  private final Talk talk;
  private final List<Talk.Speaker> newcomers;

  Replies(Scene scene, Talk talk, List<Talk.Speaker> newcomers) {
    this.scene = scene;
    this.talk = talk;
    this.newcomers = newcomers;
  }

  void run() {
    scene.repeat(200, () -> home(talk.agent(), false, words()));
    scene.repeat(180, () -> home(talk.agent(), true, words()));
    scene.repeat(40, () -> home(talk.machine(), false, words()));
    scene.repeat(150, this::fromRequester);
    scene.repeat(10, this::fromNewcomer);
    scene.repeat(6, this::lateMigration);
    home(talk.agent(), false, scene.unique("Emoji only 👩🏽‍🔧🔥🇪🇺 と漢字"));
    home(talk.agent(), false, scene.unique("Log file: " + "0123456789".repeat(5_000)));
    Crm.Row ticket = living();
    Oracle.Reply shown =
        talk.say(
            ticket.id(),
            scene.twin("ticket", ticket),
            talk.agent(),
            false,
            scene.unique("See the photo."),
            List.of("photo.png"),
            scene.when());
    scene.questions.add(new Asked("comment", shown.targetId(), null, "ATTACHMENT_NO_HOME"));
  }

  private void home(Talk.Speaker speaker, boolean open, String text) {
    home(living(), speaker, open, text, scene.when());
  }

  private void home(Crm.Row ticket, Talk.Speaker speaker, boolean open, String text, Instant at) {
    scene.replies.add(said(ticket, speaker, open, text, at));
  }

  private Oracle.Reply said(
      Crm.Row ticket, Talk.Speaker speaker, boolean open, String text, Instant at) {
    return talk.say(
        ticket.id(), scene.twin("ticket", ticket), speaker, open, text, List.of(), at);
  }

  /** A ticket that can take a comment and whose link to the source is sound. */
  private Crm.Row living() {
    while (true) {
      Crm.Row ticket = scene.chance.pick(scene.source.tickets());
      if (Scene.open(ticket) && !scene.ruined.contains(ticket.id())) {
        return ticket;
      }
    }
  }

  private void fromRequester() {
    Crm.Row ticket = living();
    Talk.Speaker requester = talk.customer(Objects.requireNonNull(ticket.contact()));
    home(ticket, requester, true, words(), scene.when());
  }

  private void fromNewcomer() {
    Instant at = scene.chance.between(Scene.BEGIN.plusSeconds(5 * 3600), Scene.QUIET);
    home(living(), scene.chance.pick(newcomers), true, words(), at);
  }

  /** What the migration itself still says never comes home. */
  private void lateMigration() {
    Talk.Speaker migration = new Talk.Speaker(Hand.MIGRATION, Values.number(0));
    said(living(), migration, false, scene.unique("[migrated]"), scene.when());
  }

  private String words() {
    return scene.unique(Texts.paragraph(scene.chance));
  }
}
