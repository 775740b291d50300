package dev.backhaul.budget;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who waits, and whose turn it is. Guarded by the budget's lock. */
final class Queue {
  private static final double MOST_CREDIT = 20;

  private final Map<Lane, LinkedHashSet<Waiter>> lanes = new EnumMap<>(Lane.class);
  private final Map<Lane, Double> credit = new EnumMap<>(Lane.class);

  Queue() {
    for (Lane lane : Lane.values()) {
      lanes.put(lane, new LinkedHashSet<>());
      credit.put(lane, 0.0);
    }
  }

  private LinkedHashSet<Waiter> in(Lane lane) {
    return lanes.getOrDefault(lane, new LinkedHashSet<>());
  }

  private double credit(Lane lane) {
    return credit.getOrDefault(lane, 0.0);
  }

  void add(Waiter waiter) {
    in(waiter.call.lane()).add(waiter);
    waiter.tallies.forEach(tally -> tally.waiting++);
  }

  void remove(Waiter waiter) {
    if (in(waiter.call.lane()).remove(waiter)) {
      waiter.tallies.forEach(tally -> tally.waiting--);
    }
  }

  /** Everyone, in their turn. */
  List<Waiter> all() {
    List<Waiter> all = new ArrayList<>();
    turns().forEach(lane -> all.addAll(in(lane)));
    return all;
  }

  /** Lanes that have not had their share go first, then the most urgent. */
  private List<Lane> turns() {
    List<Lane> turns = new ArrayList<>();
    for (Lane lane : Lane.values()) {
      if (!in(lane).isEmpty() && credit(lane) >= 1) {
        turns.add(lane);
      }
    }
    for (Lane lane : Lane.values()) {
      if (!in(lane).isEmpty() && credit(lane) < 1) {
        turns.add(lane);
      }
    }
    return turns;
  }

  /** Keeps the lanes' accounts: who waits, or was served, earns its share; who was served pays. */
  void served(Call call) {
    for (Lane lane : Lane.values()) {
      boolean paid = lane == call.lane();
      if (paid || !in(lane).isEmpty()) {
        double earned = credit(lane) + call.weight() * lane.share();
        credit.put(lane, Math.clamp(earned - (paid ? call.weight() : 0), 0, MOST_CREDIT));
      }
    }
  }

  /**
   * The first waiter that every count admits, or null. On the way each refused waiter learns when
   * to look again.
   */
  @Nullable Waiter next(long now) {
    Set<Tally> claimed = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Waiter waiter : all()) {
      long due = now;
      for (Tally tally : waiter.tallies) {
        if (!tally.admits(waiter.call, now)) {
          waiter.claims.add(tally);
          due = Math.max(due, tally.opensAt(waiter.call, now));
        }
      }
      // Control has slots of its own; those who wait for others have no claim to them.
      boolean passed =
          waiter.call.lane() != Lane.CONTROL && waiter.tallies.stream().anyMatch(claimed::contains);
      boolean refused = waiter.tallies.stream().anyMatch(tally -> !tally.admits(waiter.call, now));
      if (!refused && !passed) {
        return waiter;
      }
      claimed.addAll(waiter.claims);
      // Whoever is passed over is looked at again when the one before goes.
      look(waiter, passed ? Ledger.UNKNOWN : Math.max(due, now + 1));
    }
    return null;
  }

  /** Tells the first in the queue when the freeze ends, and lets the others wait for it. */
  void frozen(long until) {
    long due = until;
    for (Waiter waiter : all()) {
      look(waiter, due);
      due = Ledger.UNKNOWN;
    }
  }

  private static void look(Waiter waiter, long due) {
    boolean sooner = due < waiter.due;
    waiter.due = due;
    if (sooner) {
      waiter.bell.ring();
    }
  }
}
