package dev.backhaul.demo.servicedesk;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.demo.Oracle;
import dev.backhaul.demo.Texts;
import java.time.Instant;
import java.util.List;

/** Comments: people talk in the target, and what they say belongs to a ticket. */
final class Talk {
  /**
   * Who says it.
   *
   * @param hand as the target knows them; its user is the author
   * @param author the source's owner or contact, or a reference if born in the target
   */
  record Speaker(Hand hand, JsonNode author) {}

  private final Scene scene;

  Talk(Scene scene) {
    this.scene = scene;
  }

  /** An agent with an owner of his own. */
  Speaker agent() {
    long agent =
        scene.chance.pick(
            List.of(9001L, 9002L, 9003L, 9004L, 9005L, 9008L, 9009L, 9010L, 9011L, 9012L));
    return new Speaker(Hand.agent(agent), Values.number(agent + 62_000));
  }

  /** An integration that writes what it did. */
  Speaker machine() {
    return new Speaker(Hand.BILLING, Values.number(Crm.MACHINE));
  }

  /** A contact as the target knows them. */
  Speaker customer(long contact) {
    return new Speaker(
        Hand.customer(scene.links.target("user", contact)), Values.number(contact));
  }

  /** Somebody who was born in the target. */
  Speaker newcomer(long user) {
    return new Speaker(Hand.customer(user), Oracle.ref("user", Long.toString(user)));
  }

  /**
   * Somebody says something.
   *
   * @param home the source ticket; 0 for one that is born itself
   */
  Oracle.Reply say(
      long home,
      long ticket,
      Speaker speaker,
      boolean open,
      String text,
      List<String> files,
      Instant at) {
    long id =
        scene.target.say(
            ticket, speaker.hand().user(), Texts.html(text), open, files, at, speaker.hand());
    return new Oracle.Reply(
        "comment", Long.toString(id), home, text, speaker.author(), open, at.toString(), files);
  }
}
