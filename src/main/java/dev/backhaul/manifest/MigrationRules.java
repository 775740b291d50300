package dev.backhaul.manifest;

import dev.backhaul.yaml.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What must hold between the parts of a {@link Migration}. */
final class MigrationRules {
  private MigrationRules() {}

  static void requireConsistent(List<MigratedObject> objects, @Nullable StandingApproval standing) {
    if (objects.isEmpty()) {
      throw new IllegalArgumentException("objects: name at least one object");
    }
    Map<String, MigratedObject> byTarget = new HashMap<>();
    for (MigratedObject object : objects) {
      MigratedObject first = byTarget.putIfAbsent(object.target(), object);
      if (first != null) {
        throw new IllegalArgumentException(
            "objects: \"%s\" is listed twice, on lines %d and %d"
                .formatted(object.target(), first.at().line(), object.at().line()));
      }
    }
    objects.forEach(object -> requireRoot(object, byTarget));
    if (standing != null && !byTarget.keySet().containsAll(standing.objects())) {
      Set<String> strange = new HashSet<>(standing.objects());
      strange.removeAll(byTarget.keySet());
      throw new IllegalArgumentException(
          "standing: covers %s, which is not listed under objects"
              .formatted(strange.iterator().next()));
    }
  }

  /** Follows parents up; the chain must end. */
  private static void requireRoot(MigratedObject object, Map<String, MigratedObject> byTarget) {
    Set<String> chain = new HashSet<>(Set.of(object.target()));
    MigratedObject child = object;
    while (child.parent() != null) {
      String name = child.parent().object();
      MigratedObject parent = byTarget.get(name);
      if (parent == null) {
        throw new IllegalArgumentException(
            "objects: parent \"%s\" of \"%s\" (line %d) is not listed under objects; known are %s"
                .formatted(
                    name,
                    child.target(),
                    child.at().line(),
                    String.join(", ", new TreeSet<>(byTarget.keySet()))));
      }
      if (!chain.add(name)) {
        throw new IllegalArgumentException(
            "objects: \"%s\" (line %d) is its own parent, directly or through others"
                .formatted(child.target(), child.at().line()));
      }
      child = parent;
    }
  }

  static void requireRising(String key, List<Long> values) {
    long last = 0;
    for (long value : values) {
      if (value <= last) {
        throw new IllegalArgumentException(
            key + ": each must be larger than the one before, the first larger than 0");
      }
      last = value;
    }
  }

  /** Rules that never match, because an earlier one takes all of theirs. */
  static List<Problem> unreachable(List<WriterRule> rules) {
    List<Problem> out = new ArrayList<>();
    for (int i = 1; i < rules.size(); i++) {
      WriterRule rule = rules.get(i);
      rules.subList(0, i).stream()
          .filter(earlier -> earlier.match().covers(rule.match()))
          .findFirst()
          .ifPresent(
              earlier ->
                  out.add(
                      Problem.at(
                          rule.at(),
                          "this writer rule never matches: the one on line "
                              + earlier.at().line()
                              + " takes all of its changes",
                          "the first match wins; put the narrower rule first")));
    }
    return out;
  }
}
