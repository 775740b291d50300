package dev.backhaul.apply;

import dev.backhaul.plan.Decision;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts a plan into waves of 1, 10, 100 root records and the rest. Each wave is closed under
 * references and children, so that it can be applied alone; the first ones cover as many objects
 * and kinds as they can, and hold nothing that cannot be undone.
 *
 * <p>Of each decision only numbers are kept ({@link Links}), so that a plan of a million fits into
 * some ten megabytes.
 */
public final class Waves {
  /** Root records in the first waves. */
  public static final List<Integer> USUAL = List.of(1, 10, 100);

  private final Links links;
  private final Map<Integer, Integer> waves = new LinkedHashMap<>();
  private final BitSet covered = new BitSet();

  /** Roots in plan order, and for each the place of what it shows in {@link #shown}. */
  private final Ints roots = new Ints();

  private final Ints shows = new Ints();
  private final List<BitSet> shown = new ArrayList<>();

  private Waves(Links links) {
    this.links = links;
  }

  /** Shows every decision of a plan to a reader, in plan order; the same each time. */
  @FunctionalInterface
  public interface Plan {
    /** Shows them all. */
    void each(java.util.function.Consumer<Decision> reader);
  }

  /**
   * The wave of each decision that belongs into one of the first waves, by its id, starting with 1.
   * All others belong into the rest, the wave after those.
   *
   * @param sizes how many root records each of the first waves takes
   */
  public static Map<String, Integer> first(Plan plan, List<Integer> sizes) {
    Links links = new Links();
    plan.each(links::add);
    links.tie();
    Waves waves = new Waves(links);
    waves.findRoots();
    for (int wave = 1; wave <= sizes.size(); wave++) {
      waves.fill(wave, sizes.get(wave - 1));
    }
    Map<String, Integer> out = new HashMap<>();
    int[] at = {0};
    plan.each(
        decision -> {
          Integer wave = waves.waves.get(at[0]++);
          if (wave != null) {
            out.put(decision.id(), wave);
          }
        });
    return out;
  }

  private void findRoots() {
    Map<BitSet, Integer> known = new HashMap<>();
    for (int i = 0; i < links.size(); i++) {
      if (!links.leads(i)) {
        continue;
      }
      Ints closure = links.closure(i);
      // What cannot be undone never goes first, nor does what would drag it along.
      if (closure.noneMatch(links::forGood)) {
        BitSet kinds = new BitSet();
        closure.each(member -> kinds.set(links.kind(member)));
        Integer place = known.get(kinds);
        if (place == null) {
          place = shown.size();
          known.put(kinds, place);
          shown.add(kinds);
        }
        roots.add(i);
        shows.add(place);
      }
    }
  }

  /** Takes roots that show something new first, then in plan order. */
  private void fill(int wave, int size) {
    int left = size;
    while (left > 0 && cover(wave)) {
      left--;
    }
    for (int i = 0; i < roots.size() && left > 0; i++) {
      Ints closure = links.closure(roots.at(i));
      if (!taken(closure)) {
        take(i, closure, wave);
        left--;
      }
    }
  }

  /**
   * Takes the root that shows the most objects and kinds not shown yet; false if none shows any.
   */
  private boolean cover(int wave) {
    int[] fresh = shown.stream().mapToInt(this::fresh).toArray();
    int best = -1;
    int most = 0;
    for (int i = 0; i < roots.size(); i++) {
      if (fresh[shows.at(i)] > most && !taken(links.closure(roots.at(i)))) {
        best = i;
        most = fresh[shows.at(i)];
      }
    }
    if (best >= 0) {
      take(best, links.closure(roots.at(best)), wave);
    }
    return best >= 0;
  }

  private int fresh(BitSet kinds) {
    BitSet left = (BitSet) kinds.clone();
    left.andNot(covered);
    return left.cardinality();
  }

  private void take(int root, Ints closure, int wave) {
    closure.each(member -> waves.putIfAbsent(member, wave));
    covered.or(shown.get(shows.at(root)));
  }

  private boolean taken(Ints closure) {
    return closure.noneMatch(member -> !waves.containsKey(member));
  }
}
