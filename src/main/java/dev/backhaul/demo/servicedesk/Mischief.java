package dev.backhaul.demo.servicedesk;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Deletions, merges, and damaged join keys. Happens first: what it takes, nothing else may touch.
 */
final class Mischief {
  private final Scene scene;
  private final Target target;
  private final Talk talk;

  Mischief(Scene scene, Talk talk) {
    this.scene = scene;
    this.talk = talk;
    this.target = scene.target;
  }

  void run() {
    scene.repeat(12, this::ticketDeleted);
    scene.repeat(4, this::userDeleted);
    scene.repeat(6, this::ticketsMerged);
    scene.repeat(3, this::usersMerged);
    keyMissing();
    keyEdited();
    keyDuplicated();
  }

  private void ticketDeleted() {
    long ticket = ruin(scene.ticket(Scene::open));
    target.delete("ticket", ticket, scene.when(), scene.someone());
    scene.ask("ticket", ticket, null, "RECORD_DELETED");
  }

  private void userDeleted() {
    long user = scene.twin("user", scene.silentContact(c -> true));
    target.delete("user", user, scene.when(), scene.someone());
    scene.ask("user", user, null, "RECORD_DELETED");
  }

  /** The target tells both of it in a comment: that is something said, and comes home. */
  private void ticketsMerged() {
    Crm.Row lost = scene.ticket(Scene::open);
    Crm.Row kept = scene.ticket(Scene::open);
    long loser = ruin(lost);
    long winner = ruin(kept);
    Instant at = scene.when();
    Talk.Speaker agent = talk.agent();
    told(lost, loser, agent, "This request was closed and merged into request #" + winner, at);
    told(kept, winner, agent, "Merged into this request: request #" + loser, at);
    target.merge("ticket", loser, winner, at, agent.hand());
    scene.ask("ticket", loser, null, "RECORD_MERGED");
  }

  private void told(Crm.Row home, long ticket, Talk.Speaker agent, String text, Instant at) {
    scene.replies.add(talk.say(home.id(), ticket, agent, false, text + ".", List.of(), at));
  }

  /** Two users become one; nothing in the target tells that from a deletion. */
  private void usersMerged() {
    long loser = scene.twin("user", scene.silentContact(c -> c.company() == null));
    long winner = scene.twin("user", scene.silentContact(c -> c.company() != null));
    target.merge("user", loser, winner, scene.when(), scene.someone());
    scene.ask("user", loser, null, "RECORD_DELETED");
  }

  private void keyMissing() {
    long ticket = ruin(scene.ticket(Scene::open));
    Instant at = scene.when();
    set(ticket, "external_id", "", at);
    set(ticket, "subject", scene.unique("Key gone"), at.plusSeconds(9));
    scene.ask("ticket", ticket, null, "JOIN_KEY_MISSING");
  }

  private void keyEdited() {
    Crm.Row source = scene.ticket(Scene::open);
    long ticket = ruin(source);
    set(ticket, "external_id", source.id() + "-old", scene.when());
    scene.ask("ticket", ticket, null, "JOIN_KEY_EDITED");
  }

  /** Somebody cloned a ticket, join key and all; then both were worked on. */
  private void keyDuplicated() {
    long original = ruin(scene.ticket(Scene::open));
    Instant at = scene.when();
    SortedMap<String, JsonNode> copy = new TreeMap<>(target.record("ticket", original));
    copy.remove("created_at");
    long clone = target.create("ticket", copy, at, scene.someone());
    for (long ticket : new long[] {original, clone}) {
      set(ticket, "subject", scene.unique("Cloned"), at.plusSeconds(60));
      scene.ask("ticket", ticket, null, "JOIN_KEY_DUPLICATED");
    }
  }

  private void set(long ticket, String path, String value, Instant at) {
    target.set("ticket", ticket, path, Values.text(value), at, scene.someone());
  }

  /** Takes a ticket out of every other scenario; answers its twin. */
  private long ruin(Crm.Row ticket) {
    scene.ruined.add(ticket.id());
    return scene.twin("ticket", ticket);
  }
}
