package dev.backhaul.integration;

import dev.backhaul.manifest.Integration;
import dev.backhaul.manifest.IntegrationCapture;
import dev.backhaul.manifest.IntegrationConnect;
import dev.backhaul.manifest.IntegrationKind;
import dev.backhaul.platform.Requests;
import java.net.URI;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One integration, ready to be spoken to.
 *
 * @param name as in {@code integrations.yaml}
 * @param spec what that file says of it
 * @param kind the facts of its provider
 * @param requests the way to its provider; null where nothing can be asked
 * @param secrets its credentials by name, read at each use; throws for a missing one
 * @param ingress its address at our ingress; null if it has none
 */
public record Wired(
    String name,
    Integration spec,
    IntegrationKind kind,
    @Nullable Requests requests,
    UnaryOperator<String> secrets,
    @Nullable URI ingress) {

  /** Where it is pointed while it is held: its ingress, else what its owner named. */
  public @Nullable URI holdAt() {
    return ingress != null ? ingress : spec.to();
  }

  /** How long a sent change may take to become readable. */
  Duration commitTime() {
    IntegrationConnect connect = kind.connect();
    return connect == null ? Duration.ZERO : connect.commitTime();
  }

  /** Whether single items can be read. */
  boolean readable() {
    IntegrationCapture capture = kind.capture();
    return capture != null && capture.request() != null && requests != null;
  }

  /** Whether its items can only be deleted and made anew. */
  boolean recreated() {
    return kind.switchClass() == IntegrationKind.SwitchClass.RECREATE;
  }

  /** What a person reads of it: no secrets, no addresses. */
  @Override
  public String toString() {
    return name + " (" + kind.kind() + ")";
  }
}
