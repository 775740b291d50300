package dev.backhaul.apply;

import dev.backhaul.plan.Decision;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How the decisions of a plan hang together, by their numbers in plan order. A record's symbol is
 * kept as 64 bits of its SHA-256: should two ever share them, their decisions travel together,
 * which does no harm.
 */
final class Links {
  private static final long NONE = 0;
  private final MessageDigest sha;
  private final Longs targets = new Longs();
  private final Longs parents = new Longs();

  /** What each decision needs, one after the other; {@link #needsFrom} says where each begins. */
  private final Longs needs = new Longs();

  private final Ints needsFrom = new Ints();
  private final Ints kinds = new Ints();
  private final Map<String, Integer> kindNumbers = new HashMap<>();
  private final BitSet forGood = new BitSet();
  private int size;
  private Index byTarget = Index.of(targets);
  private Index byParent = Index.of(parents);

  /** The last closure that each decision was found in, so that none is found twice. */
  private int[] seen = {};

  private int closures;

  Links() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }

  /** The next decision in plan order. */
  void add(Decision decision) {
    targets.add(key(decision.targetObject() + ":" + decision.targetId()));
    parents.add(decision.parent() == null ? NONE : key(decision.parent()));
    needsFrom.add(needs.size());
    Set<String> references = References.of(decision);
    references.forEach(symbol -> needs.add(key(symbol)));
    String kind = decision.object() + " " + decision.kind();
    kinds.add(kindNumbers.computeIfAbsent(kind, fresh -> kindNumbers.size()));
    forGood.set(size++, decision.undo() == Decision.UndoClass.NONE);
  }

  /** Call after the last decision was added. */
  void tie() {
    needsFrom.add(needs.size());
    byTarget = Index.of(targets);
    byParent = Index.of(parents);
    seen = new int[size];
  }

  int size() {
    return size;
  }

  /** What it does to which object, as a number. */
  int kind(int decision) {
    return kinds.at(decision);
  }

  /** Whether it cannot be undone. */
  boolean forGood(int decision) {
    return forGood.get(decision);
  }

  /**
   * Whether it is the first decision about a root record: one without a parent in the plan, or the
   * first of the siblings under a parent that is at home already.
   */
  boolean leads(int decision) {
    long parent = parents.at(decision);
    if (parent == NONE) {
      return byTarget.first(targets.at(decision), other -> parents.at(other) == NONE) == decision;
    }
    return !byTarget.has(parent) && byParent.first(parent, other -> true) == decision;
  }

  /** A root record's decisions with all they need and all that hangs on them. */
  Ints closure(int root) {
    closures++;
    Ints closure = new Ints();
    byTarget.each(targets.at(root), found -> find(found, closure));
    if (parents.at(root) != NONE) {
      // Siblings under a parent that is at home already: their order holds only if they travel
      // together.
      byParent.each(parents.at(root), found -> find(found, closure));
    }
    for (int i = 0; i < closure.size(); i++) {
      int next = closure.at(i);
      byParent.each(targets.at(next), found -> find(found, closure));
      for (int need = needsFrom.at(next); need < needsFrom.at(next + 1); need++) {
        byTarget.each(needs.at(need), found -> find(found, closure));
      }
    }
    return closure;
  }

  private void find(int decision, Ints closure) {
    if (seen[decision] != closures) {
      seen[decision] = closures;
      closure.add(decision);
    }
  }

  private long key(String symbol) {
    byte[] hash = sha.digest(symbol.getBytes(StandardCharsets.UTF_8));
    long key = ByteBuffer.wrap(hash).getLong();
    return key == NONE ? 1 : key;
  }

  /** A list of numbers, eight bytes each. */
  private static final class Longs {
    private long[] values = new long[16];
    private int size;

    void add(long value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size + (size >> 1));
      }
      values[size++] = value;
    }

    long at(int place) {
      return values[place];
    }

    int size() {
      return size;
    }
  }

  /** Finds the places of a value in a list: the places in the order of their values. */
  private record Index(Longs values, int[] places) {
    static Index of(Longs values) {
      int[] places = new int[values.size()];
      Arrays.setAll(places, i -> i);
      sort(values, places, new int[places.length], 0, places.length);
      return new Index(values, places);
    }

    /** Merges, so that equal values keep their order. */
    private static void sort(Longs values, int[] places, int[] spare, int from, int to) {
      if (to - from < 2) {
        return;
      }
      int middle = (from + to) >>> 1;
      sort(values, places, spare, from, middle);
      sort(values, places, spare, middle, to);
      System.arraycopy(places, from, spare, from, to - from);
      int left = from;
      int right = middle;
      for (int i = from; i < to; i++) {
        boolean takeLeft =
            left < middle && (right >= to || values.at(spare[left]) <= values.at(spare[right]));
        places[i] = spare[takeLeft ? left++ : right++];
      }
    }

    private int lowest(long value) {
      int low = 0;
      int high = places.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (values.at(places[middle]) < value) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    boolean has(long value) {
      int at = lowest(value);
      return at < places.length && values.at(places[at]) == value;
    }

    void each(long value, java.util.function.IntConsumer reader) {
      for (int at = lowest(value); at < places.length && values.at(places[at]) == value; at++) {
        reader.accept(places[at]);
      }
    }

    /** The first place of a value that meets a condition; -1 if none does. */
    int first(long value, java.util.function.IntPredicate condition) {
      for (int at = lowest(value); at < places.length && values.at(places[at]) == value; at++) {
        if (condition.test(places[at])) {
          return places[at];
        }
      }
      return -1;
    }
  }
}
