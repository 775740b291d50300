package dev.backhaul.gateway;

import dev.backhaul.manifest.Ingress;
import dev.backhaul.manifest.IngressPoint;
import dev.backhaul.yaml.Environment;
import dev.backhaul.yaml.MissingSecretException;
import dev.backhaul.yaml.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One integration at the gateway.
 *
 * @param name its name in {@code integrations.yaml}
 * @param how how its kind is taken
 * @param point where it arrives and where it goes on to
 * @param drain how long its sender may still try an address that was given up
 * @param transform makes the target's payload one for the source; null: passed on as it came
 */
public record Gate(
    String name,
    Ingress how,
    IngressPoint point,
    Duration drain,
    @Nullable Transformation transform) {

  /** The secrets that can be read now. */
  List<String> secrets(Environment environment) {
    List<String> out = new ArrayList<>();
    for (Secret secret : point.secrets()) {
      try {
        out.add(secret.reveal(environment));
      } catch (MissingSecretException e) {
        // The others may do; without any the request is kept and the sender told to come again.
      }
    }
    return out;
  }

  /** What is wrong with its secrets, without quoting them; empty if nothing is. */
  List<String> problems(Environment environment) {
    List<String> out = new ArrayList<>();
    for (Secret secret : point.secrets()) {
      try {
        Signatures.code(how.scheme()).check(secret.reveal(environment));
      } catch (MissingSecretException | IllegalArgumentException e) {
        out.add(name + ": " + secret.reference() + ": " + e.getMessage());
      }
    }
    return out;
  }
}
