package dev.backhaul.platform;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a system says about itself and about us.
 *
 * @param reachable an answer came
 * @param identity as whom we are known (an id or role, no personal data), null if not authenticated
 * @param mayWrite whether the identity may write; null if the platform does not tell
 * @param plan plan or edition, null if unknown
 * @param limits limits in force as the platform reports them
 * @param deadlines the system's own deadlines (closing of solved tickets, token expiry)
 * @param skewMillis the platform's clock less ours, from its Date header; null if it sent none
 * @param reasons what is wrong, each with what to do next; empty when all is well
 */
public record ProbeReport(
    boolean reachable,
    @Nullable String identity,
    @Nullable Boolean mayWrite,
    @Nullable String plan,
    List<LimitReport> limits,
    List<Deadline> deadlines,
    @Nullable Long skewMillis,
    List<String> reasons) {

  /** One limit as reported; {@code remaining} null where the platform does not say. */
  public record LimitReport(String name, @Nullable Long limit, @Nullable Long remaining) {}

  /** Something that will happen by itself; {@code at} null when it runs per record. */
  public record Deadline(String what, @Nullable Instant at) {}

  /** True when the system can be worked with in its role. */
  public boolean ok() {
    return reachable && identity != null && reasons.isEmpty();
  }
}
