package dev.backhaul.sandbox;

import dev.backhaul.sandbox.http.PathPattern;
import dev.backhaul.sandbox.http.Request;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One limit of a platform, as the server keeps it.
 *
 * @param name what headers and ledgers call it
 * @param kind how it counts
 * @param keys which counters a request takes from; none means that the limit does not apply
 * @param limit how many in a window, how many at once, or the bucket's size
 * @param window the window's length; for a bucket, the time in which it fills from empty
 * @param zone whose midnight ends a day
 */
public record LimitRule(
    String name, Kind kind, Keys keys, long limit, Duration window, ZoneId zone) {

  /** How a limit counts. */
  public enum Kind {
    /** Windows aligned to the epoch; the count starts again at each border. */
    FIXED,
    /** At most so many in any span of the window's length. */
    SLIDING,
    /** Tokens that drip back evenly. */
    BUCKET,
    /** From midnight to midnight of the zone. */
    DAILY,
    /** Requests under way at once. */
    CONCURRENT
  }

  /** What shares one counter. */
  public enum Scope {
    /** All calls of the account. */
    ACCOUNT,
    /** The calls of one principal. */
    PRINCIPAL,
    /** The calls about one record: the pattern's first place. */
    RECORD,
    /** The calls of one principal about one record. */
    PRINCIPAL_RECORD
  }

  /** Names the counters a request takes from. */
  @FunctionalInterface
  public interface Keys {
    /** One name for each unit taken; empty when the limit does not apply. */
    List<String> of(Request request, String principal);

    /** These counters, except for requests that {@code other} counts. */
    default Keys unless(Keys other) {
      return (request, principal) ->
          other.of(request, principal).isEmpty() ? of(request, principal) : List.of();
    }

    /** These counters, else those of {@code other}. */
    default Keys or(Keys other) {
      return (request, principal) -> {
        List<String> first = of(request, principal);
        return first.isEmpty() ? other.of(request, principal) : first;
      };
    }
  }

  /**
   * Keys by method and path.
   *
   * @param methods one or more separated by {@code |}, or {@code *} for all
   * @param pattern a {@link PathPattern}
   */
  public static Keys on(String methods, String pattern, Scope scope) {
    PathPattern path = PathPattern.of(pattern);
    Set<String> wanted = Arrays.stream(methods.split("\\|")).collect(Collectors.toSet());
    return (request, principal) -> {
      if (!wanted.contains("*") && !wanted.contains(request.method())) {
        return List.of();
      }
      Map<String, String> places = path.match(request.path());
      if (places == null) {
        return List.of();
      }
      String record = places.values().stream().findFirst().orElse("");
      return List.of(
          switch (scope) {
            case ACCOUNT -> "";
            case PRINCIPAL -> principal;
            case RECORD -> record;
            case PRINCIPAL_RECORD -> principal + " " + record;
          });
    };
  }

  /** At most {@code limit} in each window aligned to the epoch. */
  public static LimitRule fixed(String name, Keys keys, long limit, Duration window) {
    return new LimitRule(name, Kind.FIXED, keys, limit, window, ZoneOffset.UTC);
  }

  /** At most {@code limit} in any span of {@code window}. */
  public static LimitRule sliding(String name, Keys keys, long limit, Duration window) {
    return new LimitRule(name, Kind.SLIDING, keys, limit, window, ZoneOffset.UTC);
  }

  /** A bucket of {@code size} tokens that fills from empty in {@code fill}. */
  public static LimitRule bucket(String name, Keys keys, long size, Duration fill) {
    return new LimitRule(name, Kind.BUCKET, keys, size, fill, ZoneOffset.UTC);
  }

  /** At most {@code limit} from midnight to midnight of {@code zone}. */
  public static LimitRule daily(String name, Keys keys, long limit, ZoneId zone) {
    return new LimitRule(name, Kind.DAILY, keys, limit, Duration.ofDays(1), zone);
  }

  /** At most {@code limit} under way at once. */
  public static LimitRule concurrent(String name, Keys keys, long limit) {
    return new LimitRule(name, Kind.CONCURRENT, keys, limit, Duration.ofSeconds(1), ZoneOffset.UTC);
  }
}
