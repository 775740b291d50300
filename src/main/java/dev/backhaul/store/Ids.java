package dev.backhaul.store;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Makes ids: 26 characters, time first, so that later ones sort later (ULID's form). Different on
 * every call and in every store, because they travel to platforms as markers.
 */
public final class Ids {
  private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
  private final InstantSource clock;
  private final RandomGenerator random;

  /** Ids from a clock and a source of chance; give a seeded one only in tests. */
  public Ids(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** Ids nobody can foresee. */
  public static Ids secure(InstantSource clock) {
    return new Ids(clock, new SecureRandom());
  }

  /** The next id. */
  public synchronized String next() {
    char[] out = new char[26];
    long time = clock.millis();
    for (int i = 9; i >= 0; i--) {
      out[i] = DIGITS[(int) (time & 31)];
      time >>>= 5;
    }
    for (int i = 10; i < out.length; i++) {
      out[i] = DIGITS[random.nextInt(32)];
    }
    return new String(out);
  }
}
