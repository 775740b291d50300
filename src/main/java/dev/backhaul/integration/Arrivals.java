package dev.backhaul.integration;

import java.time.Instant;
import java.util.Optional;

/** Whether our ingress has seen deliveries of an integration. */
@FunctionalInterface
public interface Arrivals {
  /** There is no ingress: nobody can tell. */
  Arrivals NONE = (integration, since) -> Optional.empty();

  /**
   * Whether one has arrived since an instant; handshakes count.
   *
   * @return empty if nobody can tell
   */
  Optional<Boolean> since(String integration, Instant since);
}
