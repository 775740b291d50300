package dev.backhaul.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Holds a source against what it was at cutover, when all that was written has been undone: every
 * old value stands again, every old comment stands untouched, what was made is put aside.
 */
final class TakenBack {
  private final Oracle oracle;
  private final Snapshot before;
  private final Snapshot after;
  private final List<Finding> findings;

  TakenBack(Oracle oracle, Snapshot before, Snapshot after, List<Finding> findings) {
    this.oracle = oracle;
    this.before = before;
    this.after = after;
    this.findings = findings;
  }

  void run() {
    List<Oracle.Value> old = oracle.values().stream().map(this::before).toList();
    new Records(
            new Oracle(
                old,
                oracle.births(),
                oracle.replies(),
                oracle.questions(),
                oracle.fault(),
                oracle.faultSeen()),
            before,
            after,
            findings)
        .run();
    before.comments().forEach(this::comments);
    after
        .records()
        .forEach(
            (object, rows) ->
                rows.forEach(
                    (id, row) -> {
                      if (!before.of(object).containsKey(id)
                          && !after.habits().canary(row)
                          && !aside(row)) {
                        findings.add(
                            new Finding(
                                "undone",
                                "The " + object + " " + id + ", which was made, still stands."));
                      }
                    }));
  }

  /** What an edited field held before; nothing, if it had no value. */
  private Oracle.Value before(Oracle.Value value) {
    ObjectNode row = before.of(value.object()).get(value.id());
    SortedMap<String, JsonNode> fields =
        row == null ? new java.util.TreeMap<>() : before.habits().flat(row);
    return new Oracle.Value(
        value.object(),
        value.id(),
        value.path(),
        fields.getOrDefault(value.path(), NullNode.getInstance()));
  }

  private void comments(long ticket, List<ObjectNode> talk) {
    Map<String, ObjectNode> now = new HashMap<>();
    after.talk(ticket).forEach(comment -> now.put(comment.path("id").asText(), comment));
    for (ObjectNode comment : talk) {
      if (!comment.equals(now.get(comment.path("id").asText()))) {
        findings.add(
            new Finding(
                "undone",
                "The source's comment " + comment.path("id").asText() + " is not what it was."));
      }
    }
  }

  /** Deleted softly, archived, suspended, or tagged where nothing better can be done. */
  private static boolean aside(ObjectNode row) {
    boolean tagged = false;
    for (JsonNode tag : row.path("tags")) {
      tagged |= tag.asText().equals("backhaul_undone");
    }
    return tagged
        || row.path("status").asText().equals("deleted")
        || row.path("archived").asBoolean()
        || row.path("suspended").asBoolean();
  }
}
