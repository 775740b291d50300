package dev.backhaul.manifest;

import dev.backhaul.yaml.Doc;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a separate read must show before a change is believed: jq over {@code {now, captured, id,
 * url}} and the integration's values, giving true.
 */
public record IntegrationVerify(
    @Doc("It sends nothing: jq over {now, captured, id, url}.") @Nullable Jq paused,
    @Doc("It is as captured, and working: jq over {now, captured, id, url}.") @Nullable Jq live,
    @Doc("It sends to url: jq over {now, captured, id, url}.") @Nullable Jq repointed,
    @Doc("A delivery that proves what cannot be read in full.") @Nullable ProbeDelivery probe) {

  /** A delivery of the provider's own, waited for at our ingress. */
  public record ProbeDelivery(
      @Doc("Asks the provider for one; none where its handshake or the change itself sends one.")
          @Nullable Request request,
      @Doc("How long it may take to arrive.") Duration within) {}
}
