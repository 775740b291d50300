package dev.backhaul.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the records that were born, each once, and looks at their values. */
final class Births {
  private static final Pattern LAST_NUMBER = Pattern.compile("(\\d+)\\D*$");

  private final Oracle oracle;
  private final Snapshot before;
  private final Snapshot after;
  private final List<Finding> findings;

  /** Target record ({@code contact:1}) to source id. */
  private final Map<String, Long> born = new HashMap<>();

  private final Set<String> canaries = new HashSet<>();

  Births(Oracle oracle, Snapshot before, Snapshot after, List<Finding> findings) {
    this.oracle = oracle;
    this.before = before;
    this.after = after;
    this.findings = findings;
  }

  void run() {
    Map<String, List<ObjectNode>> found = new HashMap<>();
    Set<ObjectNode> unclaimed = new HashSet<>();
    after
        .records()
        .forEach(
            (object, rows) ->
                rows.forEach(
                    (id, row) -> {
                      if (!before.of(object).containsKey(id)) {
                        claim(object, row, found, unclaimed);
                      }
                    }));
    for (Oracle.Birth birth : oracle.births()) {
      String key = birth.object() + ":" + birth.targetId();
      List<ObjectNode> rows = found.getOrDefault(key, List.of());
      if (rows.isEmpty()) {
        add("everything-home", named(birth) + " was not created.");
      } else {
        if (rows.size() > 1) {
          add("nothing-twice", named(birth) + " was created " + rows.size() + " times.");
        }
        born.put(birth.targetObject() + ":" + birth.targetId(), rows.get(0).path("id").asLong());
      }
      found.remove(key);
    }
    found.values().forEach(unclaimed::addAll);
    for (ObjectNode row : unclaimed) {
      add(
          "nothing-else-changed",
          "The source has an unexpected new record " + row.path("id").asText() + ".");
    }
    oracle.births().forEach(this::values);
  }

  private void claim(
      String object,
      ObjectNode row,
      Map<String, List<ObjectNode>> found,
      Set<ObjectNode> unclaimed) {
    if (after.habits().canary(row)) {
      canaries.add(row.path("id").asText());
      return;
    }
    String named = after.habits().key(row);
    Matcher number = LAST_NUMBER.matcher(named == null ? "" : named);
    if (number.find()) {
      found.computeIfAbsent(object + ":" + number.group(1), key -> new ArrayList<>()).add(row);
    } else {
      unclaimed.add(row);
    }
  }

  private void values(Oracle.Birth birth) {
    ObjectNode row = record(birth);
    if (row == null) {
      return;
    }
    SortedMap<String, JsonNode> fields = after.habits().flat(row);
    birth
        .values()
        .forEach(
            (path, value) -> {
              if (!Alike.values(
                  resolved(value), fields.getOrDefault(path, MissingNode.getInstance()))) {
                add("everything-home", named(birth) + " was created with another " + path + ".");
              }
            });
  }

  /** The source record of a birth, or null if there is none. */
  @Nullable ObjectNode record(Oracle.Birth birth) {
    Long id = born.get(birth.targetObject() + ":" + birth.targetId());
    return id == null ? null : after.of(birth.object()).get(id);
  }

  /** The value with a reference replaced by the id it stands for; -1 for one that was not born. */
  JsonNode resolved(JsonNode value) {
    String target = Oracle.referred(value);
    return target == null ? value : LongNode.valueOf(born.getOrDefault(target, -1L));
  }

  Set<String> canaries() {
    return canaries;
  }

  static String named(Oracle.Birth birth) {
    return "The target's " + birth.targetObject() + " " + birth.targetId();
  }

  private void add(String law, String what) {
    findings.add(new Finding(law, what));
  }
}
