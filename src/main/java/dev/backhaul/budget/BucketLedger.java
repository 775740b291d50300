package dev.backhaul.budget;

import java.util.List;

/**
 * Our share of a token bucket. A token is missing from the moment a request is sent, but begins to
 * come back only when its answer is there: until then the platform's bucket may have stood full and
 * gained nothing.
 */
final class BucketLedger implements Ledger {
  private final Share share;
  private final long window;
  private double tokens;
  private long at;
  private long inFlight;
  private double others;
  private long othersAt = Long.MIN_VALUE / 2;

  BucketLedger(Share share, long window, long now) {
    this.share = share;
    this.window = window;
    this.tokens = share.allowed();
    this.at = now;
  }

  private double perMilli() {
    return (double) share.allowed() / window;
  }

  private double available(long now) {
    if (now > at) {
      tokens = Math.min(share.allowed(), tokens + (now - at) * perMilli());
      at = now;
    }
    return tokens - inFlight;
  }

  @Override
  public boolean admits(int weight, long spared, long now) {
    return Math.min(weight, share.allowed()) <= available(now) - spared + 1e-9;
  }

  @Override
  public long opensAt(int weight, long spared, long now) {
    double missing = Math.min(weight, share.allowed()) + spared - available(now);
    // What is in flight can keep us below our wish even when the bucket is full.
    return inFlight > 0 && missing > share.allowed() - tokens
        ? UNKNOWN
        : Math.max(now, at) + (long) Math.ceil(Math.max(0, missing) / perMilli());
  }

  @Override
  public void sent(int weight, long now) {
    available(now);
    inFlight += weight;
  }

  @Override
  public void restore(long when, long weight, long now) {
    available(now);
    tokens -= weight;
    // A request without an outcome settles in the future; nothing is believed to refill until then.
    at = Math.max(at, when);
  }

  @Override
  public void unsent(int weight) {
    inFlight -= weight;
  }

  @Override
  public void corrected(long remaining, long sentSince, long now) {
    double ours = available(now);
    double left = remaining - sentSince;
    others = Math.max(0, share.reserve() - (left - ours));
    othersAt = now;
    if (left < ours) {
      tokens = left + inFlight;
    }
  }

  @Override
  public long used(long now) {
    return (long) Math.ceil(share.allowed() - available(now));
  }

  @Override
  public long others(long now) {
    return now - othersAt < window ? Math.round(others) : 0;
  }

  @Override
  public long resetsAt(long now) {
    double missing = share.allowed() - available(now);
    return missing < 1 ? UNKNOWN : now + (long) Math.ceil(1 / perMilli());
  }

  @Override
  public long estimate(long weight, long now) {
    return (long) Math.ceil(Math.max(0, weight - available(now)) / perMilli());
  }

  @Override
  public boolean idle(long now) {
    return inFlight == 0 && available(now) >= share.allowed();
  }

  @Override
  public List<long[]> spent(long now) {
    long missing = (long) Math.ceil(share.allowed() - available(now)) - inFlight;
    return missing <= 0 ? List.of() : List.of(new long[] {Math.max(now, at), missing});
  }

  @Override
  public long inFlight() {
    return inFlight;
  }
}
