package dev.backhaul.budget;

import dev.backhaul.manifest.Limit;

/** A limit's size as we know it: configured, or lower if the platform says so; never higher. */
final class Share {
  private final Limit limit;
  private long size;

  Share(Limit limit) {
    this.limit = limit;
    this.size = limit.requests();
  }

  void reported(long total) {
    if (total > 0) {
      size = Math.min(limit.requests(), total);
    }
  }

  long size() {
    return size;
  }

  /** Ours: the size less the reserve, but at least one, for a single slot cannot be shared. */
  long allowed() {
    // The tiny addend undoes binary fractions: 100 * (1 - 0.8) is 19.999...
    return Math.max(1, (long) Math.floor(size * (1 - limit.reserve()) + 1e-6));
  }

  long reserve() {
    return size - allowed();
  }

  /** Kept back from all lanes but control, so that a pause gets through a spent window. */
  long spared(int weight, Lane lane) {
    long spared = lane == Lane.CONTROL ? 0 : Math.min(20, allowed() / 100);
    return weight > allowed() - spared ? 0 : spared;
  }

  Limit limit() {
    return limit;
  }
}
