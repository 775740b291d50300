package dev.backhaul.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Seeded choices: the same seed makes the same world, byte for byte. */
public final class Chance {
  private final RandomGenerator random;

  /** Draws from {@code random} only. */
  public Chance(RandomGenerator random) {
    this.random = random;
  }

  /** True in {@code percent} of 100 cases. */
  public boolean in100(int percent) {
    return random.nextInt(100) < percent;
  }

  /** A whole number, both ends included. */
  public int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  /** One of them. */
  public <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** An instant of whole seconds in [from, to). */
  public Instant between(Instant from, Instant to) {
    return from.plusSeconds(random.nextLong(Duration.between(from, to).toSeconds()));
  }

  /** The same elements in another order. */
  public <T> List<T> shuffled(List<T> list) {
    List<T> out = new ArrayList<>(list);
    for (int i = out.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      T moved = out.get(i);
      out.set(i, out.get(j));
      out.set(j, moved);
    }
    return out;
  }
}
