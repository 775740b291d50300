package dev.backhaul.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** Looks at every field of every record that the source had at cutover. */
final class Records {
  private final Oracle oracle;
  private final Snapshot before;
  private final Snapshot after;
  private final List<Finding> findings;

  Records(Oracle oracle, Snapshot before, Snapshot after, List<Finding> findings) {
    this.oracle = oracle;
    this.before = before;
    this.after = after;
    this.findings = findings;
  }

  void run() {
    addresses();
    Map<String, Map<String, JsonNode>> wanted = new HashMap<>();
    for (Oracle.Value value : oracle.values()) {
      wanted
          .computeIfAbsent(value.object() + " " + value.id(), key -> new HashMap<>())
          .put(value.path(), value.value());
    }
    Set<Long> talked = new HashSet<>();
    oracle.replies().forEach(reply -> talked.add(reply.ticket()));
    before
        .records()
        .forEach(
            (object, rows) ->
                rows.forEach(
                    (id, row) -> {
                      String name = object + " " + id;
                      boolean free =
                          wanted.containsKey(name)
                              || (object.equals("ticket") && talked.contains(id));
                      compare(object, id, row, wanted.getOrDefault(name, Map.of()), free);
                    }));
  }

  /** An e-mail address sent to an existing user is added silently: it shows only here. */
  private void addresses() {
    for (long user : before.of("user").keySet()) {
      List<ObjectNode> was = before.identities().getOrDefault(user, List.of());
      if (!was.equals(after.identities().getOrDefault(user, List.of()))) {
        findings.add(
            new Finding(
                "nothing-else-changed",
                "The source's user " + user + " has other addresses than before."));
      }
    }
  }

  private void compare(
      String object, long id, ObjectNode was, Map<String, JsonNode> wanted, boolean touched) {
    ObjectNode now = after.of(object).get(id);
    String name = "The source's " + object + " " + id;
    if (now == null) {
      findings.add(new Finding("nothing-else-changed", name + " is gone."));
      return;
    }
    if (now.equals(was) && wanted.isEmpty()) {
      return;
    }
    SortedMap<String, JsonNode> old = before.habits().flat(was);
    SortedMap<String, JsonNode> fields = before.habits().flat(now);
    Set<String> paths = new TreeSet<>(old.keySet());
    paths.addAll(fields.keySet());
    paths.addAll(wanted.keySet());
    for (String path : paths) {
      JsonNode given = fields.getOrDefault(path, MissingNode.getInstance());
      JsonNode expected = wanted.get(path);
      if (expected != null) {
        if (!Alike.values(expected, given)) {
          findings.add(
              new Finding("everything-home", name + " does not hold its new " + path + "."));
        }
      } else if (!given.equals(old.getOrDefault(path, MissingNode.getInstance()))
          && !before
              .habits()
              .own(new Habits.Difference(object, path, old, fields, wanted, touched))) {
        findings.add(
            new Finding("nothing-else-changed", name + " has another " + path + " than before."));
      }
    }
  }
}
