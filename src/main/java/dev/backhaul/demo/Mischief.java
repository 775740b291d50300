package dev.backhaul.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Deletions, a merge, and damaged join keys. Happens first: what it takes, nothing else may touch.
 */
final class Mischief {
  private final Scene scene;
  private final Target target;

  Mischief(Scene scene) {
    this.scene = scene;
    this.target = scene.target;
  }

  void run() {
    for (int i = scene.scale.of(12); i > 0; i--) {
      String ticket = ruin(scene.ticket(Scene::open));
      target.archive("ticket", ticket, scene.when(), scene.someone());
      scene.ask("ticket", ticket, null, "RECORD_DELETED");
    }
    for (int i = scene.scale.of(4); i > 0; i--) {
      String contact = scene.twin("contact", scene.user(Scene::silent));
      target.archive("contact", contact, scene.when(), scene.someone());
      scene.ask("contact", contact, null, "RECORD_DELETED");
    }
    merge();
    keyMissing();
    keyEdited();
    keyDuplicated();
  }

  /** Two contacts become one; the one that stays has a value wherever the other has one. */
  private void merge() {
    String loser =
        scene.twin(
            "contact", scene.user(u -> Scene.silent(u) && u.path("organization_id").isNull()));
    Map<String, String> given = target.record("contact", loser);
    String winner =
        scene.twin(
            "contact",
            scene.user(
                user ->
                    Scene.silent(user)
                        && user.path("organization_id").isNumber()
                        && target
                            .record("contact", scene.twin("contact", user))
                            .keySet()
                            .containsAll(given.keySet())));
    target.merge("contact", loser, winner, scene.when(), scene.someone());
    scene.ask("contact", loser, null, "RECORD_MERGED");
  }

  private void keyMissing() {
    String ticket = ruin(scene.ticket(Scene::open));
    Instant at = scene.when();
    target.set("ticket", ticket, "zendesk_id", "", at, scene.someone());
    target.set(
        "ticket", ticket, "subject", scene.unique("Key gone"), at.plusSeconds(9), scene.someone());
    scene.ask("ticket", ticket, null, "JOIN_KEY_MISSING");
  }

  private void keyEdited() {
    ObjectNode source = scene.ticket(Scene::open);
    String ticket = ruin(source);
    target.set(
        "ticket", ticket, "zendesk_id", Scene.id(source) + "-old", scene.when(), scene.someone());
    scene.ask("ticket", ticket, null, "JOIN_KEY_EDITED");
  }

  /** Somebody cloned a ticket, join key and all; then both were worked on. */
  private void keyDuplicated() {
    String original = ruin(scene.ticket(Scene::open));
    Instant at = scene.when();
    SortedMap<String, String> copy = new TreeMap<>(target.record("ticket", original));
    String clone = target.create("ticket", copy, new TreeMap<>(), at, scene.someone());
    for (String ticket : new String[] {original, clone}) {
      target.set(
          "ticket", ticket, "subject", scene.unique("Cloned"), at.plusSeconds(60), scene.someone());
      scene.ask("ticket", ticket, null, "JOIN_KEY_DUPLICATED");
    }
  }

  /** Takes a ticket out of every other scenario; answers its twin. */
  private String ruin(ObjectNode ticket) {
    scene.ruined.add(Scene.id(ticket));
    return scene.twin("ticket", ticket);
  }
}
