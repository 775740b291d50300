package dev.backhaul.sandbox;

import dev.backhaul.sandbox.http.PathPattern;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Something that goes wrong, and when.
 *
 * @param kind what goes wrong
 * @param method the method it hits, or {@code *}
 * @param path a {@link PathPattern} of normalised paths
 * @param first the first matching request it hits, counted from 1
 * @param times how many matching requests it hits, from {@code first} on
 * @param probability the chance for each of them, 0 to 1
 * @param delay for SLOW real time; for LATE_COMMIT time of the sandbox's clock; else ignored
 * @param headers of the failing answer, beside or instead of the platform's own ({@code
 *     Retry-After} in all its forms)
 */
public record Fault(
    Kind kind,
    String method,
    String path,
    int first,
    int times,
    double probability,
    Duration delay,
    Map<String, String> headers) {

  /** A fault whose answer has no headers but the platform's own. */
  public Fault(
      Kind kind,
      String method,
      String path,
      int first,
      int times,
      double probability,
      Duration delay) {
    this(kind, method, path, first, times, probability, delay, Map.of());
  }

  /** What can go wrong. */
  public enum Kind {
    /** 429, though no limit is exhausted. */
    THROTTLED,
    /** 500; nothing was done. */
    SERVER_ERROR,
    /** 503; nothing was done. */
    UNAVAILABLE,
    /** 423: the records are locked for a moment; nothing was done. */
    LOCKED,
    /** 477: the account is being moved; nothing was done. */
    MIGRATING,
    /** The connection breaks before anything was done. */
    RESET_BEFORE,
    /** The change is made, then the connection breaks. */
    RESET_AFTER,
    /** The connection breaks, and the change shows only after the delay. */
    LATE_COMMIT,
    /** The answer is right but late. */
    SLOW,
    /** The change is made, the body stops half way. */
    TRUNCATED,
    /** 401; nothing was done. */
    EXPIRED_TOKEN,
    /** 200 with an error in the body; nothing was done. */
    ERROR_IN_200,
    /** The request is delivered twice; the second answer is the one given. */
    DUPLICATE
  }

  /** Checks the numbers. */
  public Fault {
    PathPattern.of(path);
    if (first < 1 || times < 1 || !(probability >= 0 && probability <= 1) || delay.isNegative()) {
      throw new IllegalArgumentException(
          "fault "
              + kind
              + ": first and times must be at least 1, probability 0 to 1, delay not negative");
    }
  }

  /** A fault that hits the nth matching request once. */
  public static Fault once(Kind kind, String method, String path, int nth) {
    return new Fault(kind, method, path, nth, 1, 1, Duration.ZERO);
  }

  /** A fault that hits every matching request with the given chance. */
  public static Fault random(Kind kind, String method, String path, double probability) {
    return new Fault(kind, method, path, 1, Integer.MAX_VALUE, probability, Duration.ZERO);
  }

  /** The same fault, hitting so many matching requests in a row. */
  public Fault times(int count) {
    return new Fault(kind, method, path, first, count, probability, delay, headers);
  }

  /** The same fault with a delay. */
  public Fault delayed(Duration by) {
    return new Fault(kind, method, path, first, times, probability, by, headers);
  }

  /** The same fault, its answer with this header too; an empty value takes the header away. */
  public Fault with(String header, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(header, value);
    return new Fault(kind, method, path, first, times, probability, delay, Map.copyOf(all));
  }
}
