package dev.backhaul.manifest;

import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One limit of a platform. A request must be admitted by every limit it matches.
 *
 * @param name its name in metrics and messages, unique within the platform
 * @param kind how the platform counts
 * @param requests how many a window (or, for {@link Kind#CONCURRENT}, at once) the account may make
 * @param window the window's length; null only for {@link Kind#CONCURRENT}
 * @param scope what shares one count
 * @param match which requests count: {@code METHOD /path} patterns with {@code *} for one segment
 *     and {@code **} for any rest; empty for all
 * @param except requests that do not count though they match; same patterns
 * @param reserve the share kept for the people who work there, 0 to 1
 * @param zone for {@link Kind#DAILY}: the zone whose midnight resets the count; null means UTC
 * @param headers names of the answer's headers that report this limit; null if none do
 */
public record Limit(
    @Doc("Its name in metrics and messages.") String name,
    @Doc("How the platform counts.") Kind kind,
    @Doc("How many a window, or at once.") long requests,
    @Doc("The window's length; none for concurrent.") @Nullable Duration window,
    @Doc("What shares one count.") @Default("account") Scope scope,
    @Doc("Which requests count: METHOD /path patterns; empty for all.") @Default("[]")
        List<String> match,
    @Doc("Requests that do not count though they match.") @Default("[]") List<String> except,
    @Doc("The share kept for the people who work there, 0 to 1.") @Default("0") double reserve,
    @Doc("For daily: the zone whose midnight resets it; UTC if none.") @Nullable String zone,
    @Doc("Headers of an answer that report it.") @Nullable Headers headers) {

  /** How the platform counts. */
  public enum Kind {
    /** A count that starts again every window, at an instant we only learn from headers. */
    FIXED,
    /** At most {@code requests} in any span of {@code window}. */
    SLIDING,
    /** Tokens that refill evenly over {@code window}, up to {@code requests}. */
    BUCKET,
    /** Starts again at midnight in {@code zone}. */
    DAILY,
    /** At once, whatever the time. */
    CONCURRENT
  }

  /** What shares one count. */
  public enum Scope {
    /** The whole account. */
    ACCOUNT,
    /** This app's token only. */
    APP,
    /** One user's token. */
    USER,
    /** Each record of its own (the id in the path). */
    RECORD
  }

  /**
   * Where the platform reports the limit: plain headers, or one composed header whose parts are
   * named ({@code "total=100; remaining=99; resets=41"}).
   *
   * @param limit header holding the size, or null
   * @param remaining header holding what is left, or null
   * @param reset header holding seconds until the reset, or null
   * @param composed one header holding {@code total}, {@code remaining}, {@code resets}, or null
   */
  public record Headers(
      @Doc("Header holding the size.") @Nullable String limit,
      @Doc("Header holding what is left.") @Nullable String remaining,
      @Doc("Header holding seconds until the reset.") @Nullable String reset,
      @Doc("One header holding total, remaining, resets.") @Nullable String composed) {}
}
