package dev.backhaul.budget;

import java.util.ArrayDeque;
import java.util.List;

/**
 * Counts for sliding, fixed and daily windows. A request counts from the moment it is sent and
 * until a window has passed since its answer: however the wire stretches or squeezes the gaps
 * between requests, no window of the platform's ever sees more than our share.
 */
final class WindowLedger implements Ledger {
  private record Slot(long at, long weight) {}

  private final Share share;
  private final Calendar calendar;
  private final long grain;
  private final ArrayDeque<Slot> slots = new ArrayDeque<>();
  private long settled;
  private long inFlight;
  private long others;
  private long othersUntil;

  WindowLedger(Share share, Calendar calendar) {
    this.share = share;
    this.calendar = calendar;
    // Answers that come close together share a slot, so that a million a day need little memory.
    this.grain = Math.max(1, calendar.window() / 5_000);
  }

  @Override
  public boolean admits(int weight, long spared, long now) {
    return Math.min(weight, share.allowed()) <= ceiling(now) - spared - used(now);
  }

  private long ceiling(long now) {
    return Math.min(share.allowed(), share.size() - others(now));
  }

  @Override
  public long opensAt(int weight, long spared, long now) {
    long wanted = Math.min(weight, share.allowed());
    long used = used(now);
    long room = ceiling(now) - spared - used;
    for (Slot slot : slots) {
      if (wanted <= room) {
        break;
      }
      room += slot.weight();
      if (wanted <= room) {
        return Math.max(now, calendar.freeAt(slot.at()));
      }
    }
    if (wanted <= room) {
      return now;
    }
    return others(now) > share.reserve() ? othersUntil : UNKNOWN;
  }

  @Override
  public void sent(int weight, long now) {
    inFlight += weight;
  }

  @Override
  public void restore(long at, long weight, long now) {
    // Rounded up: later is the safe side. Never before the last one, so that the oldest stays
    // first.
    long rounded = Math.floorDiv(at + grain - 1, grain) * grain;
    Slot last = slots.peekLast();
    if (last != null && last.at() >= rounded) {
      slots.removeLast();
      slots.addLast(new Slot(last.at(), last.weight() + weight));
    } else {
      slots.addLast(new Slot(rounded, weight));
    }
    settled += weight;
  }

  @Override
  public void unsent(int weight) {
    inFlight -= weight;
  }

  @Override
  public void corrected(long remaining, long sentSince, long now) {
    others = Math.max(0, share.size() - remaining - (used(now) - sentSince));
    othersUntil = calendar.freeAt(now);
  }

  @Override
  public void resetIn(long seconds, long sentAt, long answeredAt) {
    calendar.resetIn(seconds, sentAt, answeredAt);
  }

  @Override
  public long used(long now) {
    for (Slot first = slots.peekFirst();
        first != null && calendar.freeAt(first.at()) <= now;
        first = slots.peekFirst()) {
      settled -= first.weight();
      slots.removeFirst();
    }
    return settled + inFlight;
  }

  @Override
  public long others(long now) {
    return now < othersUntil ? others : 0;
  }

  @Override
  public long resetsAt(long now) {
    used(now);
    Slot first = slots.peekFirst();
    return first == null ? UNKNOWN : calendar.freeAt(first.at());
  }

  @Override
  public long estimate(long weight, long now) {
    long allowed = share.allowed();
    long rest = weight - Math.max(0, ceiling(now) - used(now));
    if (rest <= 0) {
      return 0;
    }
    long firstReset = resetsAt(now);
    long wait = firstReset == UNKNOWN ? calendar.window() : Math.max(0, firstReset - now);
    return wait + (rest - 1) / allowed * calendar.window();
  }

  @Override
  public boolean idle(long now) {
    return used(now) == 0 && others(now) == 0;
  }

  @Override
  public List<long[]> spent(long now) {
    used(now);
    return slots.stream().map(slot -> new long[] {slot.at(), slot.weight()}).toList();
  }

  @Override
  public long inFlight() {
    return inFlight;
  }
}
