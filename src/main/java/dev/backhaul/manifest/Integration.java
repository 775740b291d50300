package dev.backhaul.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import dev.backhaul.yaml.EnvText;
import dev.backhaul.yaml.Example;
import dev.backhaul.yaml.Place;
import dev.backhaul.yaml.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One integration of a rollback: a kind, an account, and which of its items are meant. */
@Doc("One integration: a kind, an account of it, and which of its items are meant.")
public record Integration(
    @Doc("Its kind: the name of a file in config/integrations.") @Example("stripe-webhooks")
        String kind,
    @Doc("Who is called about it, by name.") @Example("Ada Lovelace, +1 555 0100") String owner,
    @Doc("For kinds of a platform: which of the two systems it is in.") @Nullable Side system,
    @Doc("For kinds with a provider of their own: its base URL, where the kind's does not hold.")
        @EnvText
        @Nullable URI base,
    @Doc("Secrets by the names that the kind asks for.") @Default("{}")
        Map<String, Secret> credentials,
    @Doc("What the kind's requests need besides (a form's id, a region), by name.") @Default("{}")
        Map<String, String> values,
    @Doc(
            "The items meant, by id, for providers without a list; what is said of each is its capture"
                + " where the provider cannot be asked.")
        @Default("{}")
        Map<String, JsonNode> items,
    @Doc(
            "Hosts that an item's URL must point to for it to be meant; * stands for one label. Left"
                + " out: all items of the list.")
        @Default("[]")
        List<String> pointsTo,
    @Doc("Where it arrives at the gateway and goes on to; it is held by pointing it there.")
        @Nullable IngressPoint ingress,
    @Doc("Where to point it instead, when there is no ingress for it.")
        @Example("https://hold.example.com/stripe")
        @Nullable URI to,
    @Doc("How it is held in the freeze; the kind's own way if none.") @Nullable Hold hold,
    @Doc(
            "Evidence besides the vendor's that its verbs may rest on; for a manual kind also vendor,"
                + " since nothing runs by itself there unless told.")
        @Default("[]")
        List<Evidence> allow,
    @Doc("Risks that a named person takes.") @Default("[]") List<Waiver> waivers,
    Place at) {

  /** One of the two systems. */
  public enum Side {
    SOURCE,
    TARGET
  }

  /** How an integration is held. */
  public enum Hold {
    @Doc("Pointed to the ingress, which accepts and keeps.")
    REPOINT,
    @Doc("Paused at the provider.")
    PAUSE,
    @Doc("By people, with the kind's checklist.")
    MANUAL
  }

  /** Copies, and refuses an unsafe base URL. */
  public Integration {
    credentials = Map.copyOf(credentials);
    values = Map.copyOf(values);
    pointsTo = List.copyOf(pointsTo);
    if (owner.isBlank()) {
      throw new IllegalArgumentException("owner: must name the person to call");
    }
    if (base != null) {
      try {
        BaseUrl.requireSafe(base);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            String.valueOf(e.getMessage()).replaceFirst("^url:", "base:"), e);
      }
    }
  }

  /** Whether a verb of this evidence may run for this integration. */
  public boolean allows(IntegrationKind of, SwitchVerb verb) {
    boolean byItself =
        of.switchClass() != IntegrationKind.SwitchClass.MANUAL
            && verb.evidence() == Evidence.VENDOR;
    return byItself || allow.contains(verb.evidence());
  }

  /** Whether a named person takes this risk. */
  public boolean waives(Waiver.Risk risk) {
    return waivers.stream().anyMatch(waiver -> waiver.of() == risk);
  }
}
