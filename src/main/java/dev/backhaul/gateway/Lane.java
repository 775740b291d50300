package dev.backhaul.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Events that one receiver gets one after the other. Stops at the first that cannot be delivered
 * now, so that none overtakes it. Used by one thread.
 */
public final class Lane {
  private final String point;
  private final Receiver receiver;
  private final Deque<Long> left;

  Lane(String point, Receiver receiver, List<Long> seqs) {
    this.point = point;
    this.receiver = receiver;
    left = new ArrayDeque<>(seqs);
  }

  String point() {
    return point;
  }

  Receiver receiver() {
    return receiver;
  }

  /** Whether there is one more; asked by the route. */
  public boolean isMore() {
    return !left.isEmpty();
  }

  /** The next, which is taken out. */
  long next() {
    return left.removeFirst();
  }

  /** The same with its first event only. */
  Lane firstOnly() {
    return new Lane(point, receiver, List.of(left.getFirst()));
  }

  /** No more of this lane for now. */
  void stop() {
    left.clear();
  }
}
