package dev.backhaul.budget;

import dev.backhaul.time.Time;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A thread that wants to send one call. */
final class Waiter {
  final Call call;
  final List<Tally> tallies;
  final Time.Bell bell;

  /**
   * The counts that ever refused this waiter: nobody behind it may take from them, or a heavy call
   * would wait for ever. Others may pass it meanwhile.
   */
  final Set<Tally> claims = Collections.newSetFromMap(new IdentityHashMap<>());

  /** When to look again, in epoch milliseconds; {@link Ledger#UNKNOWN} for when somebody rings. */
  long due = Ledger.UNKNOWN;

  @Nullable Permit permit;
  @Nullable RuntimeException failure;

  Waiter(Call call, List<Tally> tallies, Time.Bell bell) {
    this.call = call;
    this.tallies = tallies;
    this.bell = bell;
  }

  boolean served() {
    return permit != null || failure != null;
  }
}
