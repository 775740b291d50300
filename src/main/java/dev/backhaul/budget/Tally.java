package dev.backhaul.budget;

/** One count of a limit and what the budget must remember beside it. */
final class Tally {
  final Meter meter;
  final Ledger ledger;

  /** Weight ever sent, to tell what was sent after a given request. */
  long sent;

  /** {@link #sent} as of the newest request whose answer brought the platform's own word. */
  long heard;

  /** Waiters that need this count; it is kept while there are any. */
  int waiting;

  Tally(Meter meter, Ledger ledger) {
    this.meter = meter;
    this.ledger = ledger;
  }

  boolean admits(Call call, long now) {
    return ledger.admits(call.weight(), meter.share().spared(call.weight(), call.lane()), now);
  }

  long opensAt(Call call, long now) {
    return ledger.opensAt(call.weight(), meter.share().spared(call.weight(), call.lane()), now);
  }

  void corrected(long remaining, long sentThen, long now) {
    if (sentThen >= heard) {
      heard = sentThen;
      ledger.corrected(remaining, sent - sentThen, now);
    }
  }
}
