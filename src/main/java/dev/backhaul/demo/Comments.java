package dev.backhaul.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks at every comment: the old ones untouched, the expected ones there once, no other. */
final class Comments {
  private final Oracle oracle;
  private final Snapshot before;
  private final Snapshot after;
  private final Births births;
  private final List<Finding> findings;

  Comments(Oracle oracle, Snapshot before, Snapshot after, Births births, List<Finding> findings) {
    this.oracle = oracle;
    this.before = before;
    this.after = after;
    this.births = births;
    this.findings = findings;
  }

  void run() {
    Map<Long, List<Oracle.Reply>> expected = new HashMap<>();
    for (Oracle.Reply reply : oracle.replies()) {
      expected.computeIfAbsent(reply.ticket(), id -> new ArrayList<>()).add(reply);
    }
    for (long ticket : before.of("ticket").keySet()) {
      List<ObjectNode> fresh = kept(ticket);
      List<Oracle.Reply> wanted = expected.getOrDefault(ticket, List.of());
      match(ticket, fresh, wanted, before.habits().keepsTimes(), "");
    }
    match(0, kept(0), List.of(), false, "");
    for (Oracle.Birth birth : oracle.births()) {
      ObjectNode row = births.record(birth);
      if (row != null && birth.object().equals("ticket")) {
        long id = row.path("id").asLong();
        String description = Alike.squeezed(row.path("description").asText(""));
        match(id, new ArrayList<>(after.talk(id)), birth.comments(), true, description);
      }
    }
  }

  /** Holds the old comments against what is there; answers the new ones. */
  private List<ObjectNode> kept(long ticket) {
    Map<String, ObjectNode> now = new HashMap<>();
    after.talk(ticket).forEach(comment -> now.put(comment.path("id").asText(), comment));
    for (ObjectNode old : before.talk(ticket)) {
      if (!old.equals(now.remove(old.path("id").asText()))) {
        add(
            "nothing-else-changed",
            "The source's comment " + old.path("id").asText() + " is not what it was.");
      }
    }
    return new ArrayList<>(now.values());
  }

  private void match(
      long ticket,
      List<ObjectNode> fresh,
      List<Oracle.Reply> expected,
      boolean imported,
      String description) {
    for (Oracle.Reply reply : expected) {
      String name = "The target's " + reply.targetObject() + " " + reply.targetId();
      String words = Alike.squeezed(reply.text());
      List<ObjectNode> same =
          fresh.stream().filter(comment -> Alike.words(comment).contains(words)).toList();
      fresh.removeAll(same);
      if (same.isEmpty()) {
        add("everything-home", name + " is no comment of the source's ticket " + ticket + ".");
        continue;
      }
      if (same.size() > 1) {
        add(
            "nothing-twice",
            name + " stands " + same.size() + " times in the source's ticket " + ticket + ".");
      }
      details(name, same.get(0), reply, imported);
    }
    for (ObjectNode comment : fresh) {
      if (description.isEmpty() || !Alike.words(comment).equals(description)) {
        add(
            "nothing-else-changed",
            "The source's ticket "
                + ticket
                + " has the unexpected comment "
                + comment.path("id").asText()
                + ".");
      }
    }
  }

  private void details(String name, ObjectNode comment, Oracle.Reply reply, boolean imported) {
    if (comment.path("public").asBoolean() != reply.open()) {
      add("everything-home", name + " came home " + (reply.open() ? "private" : "public") + ".");
    }
    if (!Alike.values(births.resolved(reply.author()), comment.path("author_id"))) {
      add("everything-home", name + " came home under another author.");
    }
    if (imported && !Alike.values(Scene.json(reply.at()), comment.path("created_at"))) {
      add("everything-home", name + " came home with another time.");
    }
    List<String> files = new ArrayList<>();
    for (JsonNode attachment : comment.path("attachments")) {
      files.add(attachment.path("file_name").asText());
    }
    if (!files.equals(reply.files())) {
      add("everything-home", name + " came home with other attachments.");
    }
  }

  private void add(String law, String what) {
    findings.add(new Finding(law, what));
  }
}
