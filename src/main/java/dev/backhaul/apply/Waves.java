package dev.backhaul.apply;

import dev.backhaul.plan.Decision;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts a plan into waves of 1, 10, 100 root records and the rest. Each wave is closed under
 * references and children, so that it can be applied alone; the first ones cover as many objects
 * and kinds as they can, and hold nothing that cannot be undone.
 */
public final class Waves {
  /** Root records in the first waves. */
  public static final List<Integer> USUAL = List.of(1, 10, 100);

  private final Map<String, List<Decision>> byTarget = new HashMap<>();
  private final Map<String, List<Decision>> byParent = new HashMap<>();
  private final Map<String, Integer> waves = new LinkedHashMap<>();
  private final Set<String> covered = new HashSet<>();

  private Waves(Collection<Decision> decisions) {
    for (Decision decision : decisions) {
      byTarget.computeIfAbsent(target(decision), key -> new ArrayList<>()).add(decision);
      if (decision.parent() != null) {
        byParent.computeIfAbsent(decision.parent(), key -> new ArrayList<>()).add(decision);
      }
    }
  }

  /**
   * The wave of each decision, by its id, starting with 1.
   *
   * @param decisions in plan order
   * @param sizes how many root records each of the first waves takes
   */
  public static Map<String, Integer> assign(List<Decision> decisions, List<Integer> sizes) {
    Waves waves = new Waves(decisions);
    List<Root> roots = waves.roots(decisions);
    for (int wave = 1; wave <= sizes.size(); wave++) {
      waves.fill(roots, wave, sizes.get(wave - 1));
    }
    for (Decision decision : decisions) {
      waves.waves.putIfAbsent(decision.id(), sizes.size() + 1);
    }
    return waves.waves;
  }

  /** A root record's decisions with all they need and all that hangs on them. */
  private record Root(Set<Decision> closure, Set<String> kinds) {}

  private List<Root> roots(List<Decision> decisions) {
    List<Root> roots = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Decision decision : decisions) {
      boolean root = decision.parent() == null || !byTarget.containsKey(decision.parent());
      String record = decision.parent() == null ? target(decision) : decision.parent();
      if (root && seen.add(record)) {
        Set<Decision> closure = closure(decision);
        // What cannot be undone never goes first, nor does what would drag it along.
        if (closure.stream().noneMatch(member -> member.undo() == Decision.UndoClass.NONE)) {
          Set<String> kinds = new HashSet<>();
          closure.forEach(member -> kinds.add(member.object() + " " + member.kind()));
          roots.add(new Root(closure, kinds));
        }
      }
    }
    return roots;
  }

  private Set<Decision> closure(Decision root) {
    Set<Decision> closure = new LinkedHashSet<>();
    Deque<Decision> open = new ArrayDeque<>(byTarget.getOrDefault(target(root), List.of(root)));
    if (root.parent() != null) {
      // Siblings under a parent that is at home already: their order holds only if they travel
      // together.
      open.addAll(byParent.getOrDefault(root.parent(), List.of()));
    }
    for (Decision next = open.poll(); next != null; next = open.poll()) {
      if (!closure.add(next)) {
        continue;
      }
      open.addAll(byParent.getOrDefault(target(next), List.of()));
      for (String need : References.of(next)) {
        open.addAll(byTarget.getOrDefault(need, List.of()));
      }
    }
    return closure;
  }

  /** Takes roots that show something new first, then in plan order. */
  private void fill(List<Root> roots, int wave, int size) {
    int left = size;
    while (left > 0 && cover(roots, wave)) {
      left--;
    }
    for (Root root : roots) {
      if (left == 0) {
        return;
      }
      if (!taken(root)) {
        take(root, wave);
        left--;
      }
    }
  }

  /**
   * Takes the root that shows the most objects and kinds not shown yet; false if none shows any.
   */
  private boolean cover(List<Root> roots, int wave) {
    Root best = null;
    long most = 0;
    for (Root root : roots) {
      long fresh = root.kinds().stream().filter(kind -> !covered.contains(kind)).count();
      if (fresh > most && !taken(root)) {
        best = root;
        most = fresh;
      }
    }
    if (best != null) {
      take(best, wave);
    }
    return best != null;
  }

  private void take(Root root, int wave) {
    root.closure().forEach(member -> waves.putIfAbsent(member.id(), wave));
    covered.addAll(root.kinds());
  }

  private boolean taken(Root root) {
    return root.closure().stream().allMatch(member -> waves.containsKey(member.id()));
  }

  private static String target(Decision decision) {
    return decision.targetObject() + ":" + decision.targetId();
  }
}
