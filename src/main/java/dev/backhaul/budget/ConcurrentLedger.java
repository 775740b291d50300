package dev.backhaul.budget;

import java.util.ArrayList;
import java.util.List;

/**
 * Requests at once. Those whose outcome is unknown are held for a while, for they may still run.
 */
final class ConcurrentLedger implements Ledger {
  private static final long BELIEVED = 10_000;

  /** The platform may still be clearing a request away when we already read its answer. */
  private static final long CLEARING = 5;

  private final Share share;
  private final List<long[]> held = new ArrayList<>();
  private long inFlight;
  private long others;
  private long othersUntil;

  ConcurrentLedger(Share share) {
    this.share = share;
  }

  @Override
  public boolean admits(int weight, long spared, long now) {
    long ceiling = Math.min(share.allowed(), share.size() - others(now));
    return Math.min(weight, share.allowed()) <= ceiling - used(now);
  }

  @Override
  public long opensAt(int weight, long spared, long now) {
    if (admits(weight, spared, now)) {
      return now;
    }
    long first = resetsAt(now);
    return others(now) > share.reserve() ? Math.min(first, othersUntil) : first;
  }

  @Override
  public void sent(int weight, long now) {
    inFlight += weight;
  }

  @Override
  public void restore(long at, long weight, long now) {
    held.add(new long[] {at + CLEARING, weight});
  }

  @Override
  public void unsent(int weight) {
    inFlight -= weight;
  }

  @Override
  public void corrected(long remaining, long sentSince, long now) {
    others = Math.max(0, share.size() - remaining - (used(now) - sentSince));
    othersUntil = now + BELIEVED;
  }

  @Override
  public long used(long now) {
    held.removeIf(one -> one[0] <= now);
    return inFlight + held.stream().mapToLong(one -> one[1]).sum();
  }

  @Override
  public long others(long now) {
    return now < othersUntil ? others : 0;
  }

  @Override
  public long resetsAt(long now) {
    used(now);
    return held.stream().mapToLong(one -> one[0]).min().orElse(UNKNOWN);
  }

  @Override
  public long estimate(long weight, long now) {
    // How long a request takes is not ours to know.
    return 0;
  }

  @Override
  public boolean idle(long now) {
    return used(now) == 0;
  }

  @Override
  public List<long[]> spent(long now) {
    used(now);
    return List.copyOf(held);
  }

  @Override
  public long inFlight() {
    return inFlight;
  }
}
