package dev.backhaul.manifest;

import dev.backhaul.yaml.Binder;
import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import dev.backhaul.yaml.Environment;
import dev.backhaul.yaml.Example;
import dev.backhaul.yaml.Problem;
import dev.backhaul.yaml.YamlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is wired to the target of one rollback. */
@Doc(
    "What is wired to the target: each integration by name, with its owner. Names become leases,"
        + " journal entries and ingress addresses, so they stay.")
public record Integrations(
    @Doc("Version of this format; 1.") int integrations,
    @Doc(
            "Hosts that integrations may be pointed to, besides what they pointed to when captured; *"
                + " stands for one label.")
        @Default("[]")
        List<String> destinations,
    @Doc(
            "Hosts and address ranges (10.1.0.0/16) among them that are private on purpose; no other"
                + " private address is ever written into a provider or called.")
        @Default("[]")
        List<String> privateDestinations,
    @Doc("The integrations, by name: lower-case letters, digits and dashes.")
        @Example("{stripe-billing: {kind: stripe-webhooks, owner: Ada}}")
        Map<String, Integration> wired) {

  /** Refuses other versions and names. */
  public Integrations {
    if (integrations != 1) {
      throw new IllegalArgumentException("integrations: expected version 1, found " + integrations);
    }
    for (String name : wired.keySet()) {
      if (!name.matches("[a-z][a-z0-9-]{0,62}")) {
        throw new IllegalArgumentException(
            "wired: the name '"
                + name
                + "' must be lower-case letters, digits and dashes, beginning with a letter");
      }
    }
  }

  /**
   * Reads a file.
   *
   * @throws dev.backhaul.yaml.YamlException with every problem of the file
   */
  public static Integrations read(Path file, Environment environment) {
    return Binder.bind(YamlFile.read(file), Integrations.class, environment);
  }

  /** What this file and the kinds' files do not agree on, each with its place. */
  public List<Problem> problems(Map<String, IntegrationKind> kinds) {
    List<Problem> out = new ArrayList<>();
    wired.forEach((name, one) -> check(out, name, one, kinds.get(one.kind())));
    return out;
  }

  private static void check(
      List<Problem> out, String name, Integration one, @Nullable IntegrationKind kind) {
    if (kind == null) {
      out.add(
          Problem.at(
              one.at(),
              name + ": no file config/integrations/" + one.kind() + ".yaml",
              "correct the kind, or add its file"));
      return;
    }
    if (one.ingress() != null && kind.gateway() == null) {
      out.add(
          Problem.at(
              one.at(),
              name
                  + ": has an ingress, but "
                  + kind.kind()
                  + " does not say how to take deliveries",
              "add the section gateway to config/integrations/" + kind.kind() + ".yaml"));
    }
    IntegrationConnect connect = kind.connect();
    if (connect == null) {
      return;
    }
    if (connect.platform() != null && one.system() == null) {
      out.add(
          Problem.at(
              one.at(),
              name + ": missing key \"system\"",
              kind.kind() + " is a part of " + connect.platform() + ": write source or target"));
    }
    if (connect.platform() == null && connect.base() == null && one.base() == null) {
      out.add(
          Problem.at(
              one.at(),
              name + ": missing key \"base\"",
              kind.kind() + " has no base URL of its own"));
    }
    Auth auth = connect.auth();
    if (auth != null) {
      for (String secret : auth.kind().secrets()) {
        if (!one.credentials().containsKey(secret)) {
          out.add(
              Problem.at(
                  one.at(),
                  name + ": credentials lack \"" + secret + "\"",
                  "write it as ${env:NAME} or ${file:/path}"));
        }
      }
    }
    losses(out, name, one, kind);
  }

  private static void losses(
      List<Problem> out, String name, Integration one, IntegrationKind kind) {
    SwitchVerb pause = kind.pause();
    boolean loses =
        pause != null
            && pause.losesEvents()
            && one.hold() == Integration.Hold.PAUSE
            && kind.reconcile() == null;
    if (loses && !one.waives(Waiver.Risk.LOSES_EVENTS)) {
      out.add(
          Problem.at(
              one.at(),
              name + ": pausing " + kind.kind() + " loses events and nothing finds them again",
              "hold it by repoint, or sign a waiver: waivers: [{of: loses-events, name: ..., reason:"
                  + " ...}]"));
    }
  }
}
