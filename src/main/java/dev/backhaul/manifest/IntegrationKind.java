package dev.backhaul.manifest;

import dev.backhaul.yaml.Binder;
import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import dev.backhaul.yaml.Example;
import dev.backhaul.yaml.Place;
import dev.backhaul.yaml.YamlFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One kind of integration: {@code config/integrations/<kind>.yaml}. Facts only; which of them a
 * rollback has, and whose they are, stands in its {@code integrations.yaml}.
 */
@Doc(
    "One kind of integration: how its items are listed, captured, paused, repointed, verified and put"
        + " back. Facts of the provider only; nothing about any one rollback.")
public record IntegrationKind(
    @Doc("Version of this format; 1.") int integration,
    @Doc("Its name: that of the file.") @Example("stripe-webhooks") String kind,
    @Doc("What people call it.") @Example("Stripe webhook endpoints") String title,
    @Doc("What can be done with it.") @dev.backhaul.yaml.Key("class") SwitchClass switchClass,
    @Doc("Which way its data goes.") Direction direction,
    @Doc("How its provider is reached; none if nothing can be asked.")
        @Nullable IntegrationConnect connect,
    @Doc("Its items; rows as {id, name, url, on} as far as the list tells.") @Nullable Paged list,
    @Doc("How one item is read.") @Nullable IntegrationCapture capture,
    @Doc("Stops it at the provider.") @Nullable SwitchVerb pause,
    @Doc("Starts it again.") @Nullable SwitchVerb resume,
    @Doc("Points it to another URL.") @Nullable SwitchVerb repoint,
    @Doc("What a read must show before a change is believed.") @Nullable IntegrationVerify verify,
    @Doc("How undelivered events are found afterwards.") @Nullable Reconcile reconcile,
    @Doc("How long the old address must go on answering after a repoint: the sender's retries.")
        @Nullable Duration drain,
    @Doc("The secret of its deliveries.") @Nullable SecretRule secret,
    @Doc("How the gateway takes its deliveries; none if none come to us.")
        @Nullable Ingress gateway,
    @Doc("What people do, where no request does it, or to prepare one.") @Default("[]")
        List<ManualStep> checklist,
    @Doc("Other ways to the same end, for people to choose.") @Default("[]")
        List<String> alternatives,
    @Doc("What to know of this kind before touching it.") @Default("[]") List<String> notes,
    @Doc("Worked examples; each is a test.") @Default("[]") List<IntegrationExample> examples,
    Place at) {

  /** What a provider lets us do with its items. */
  public enum SwitchClass {
    @Doc("A flag of its own pauses it; the URL can be changed as well.")
    TOGGLE,
    @Doc("No flag: pausing it means pointing it to the ingress.")
    URL_ONLY,
    @Doc(
        "Only deleting and making anew; what changes by that is named. Pause deletes, resume makes it"
            + " as captured, repoint makes it at the new URL; once that is verified the old one is"
            + " paused.")
    RECREATE,
    @Doc("People do it in a console, with a checklist.")
    MANUAL
  }

  /** Which way data goes. */
  public enum Direction {
    @Doc("Into the target (a provider's webhook): held first, restored last.")
    INTO_TARGET,
    @Doc("Out of the target (its own triggers and webhooks).")
    OUT_OF_TARGET,
    @Doc("Both ways.")
    BOTH
  }

  /** Refuses what could not be trusted. */
  public IntegrationKind {
    KindRules.check(
        integration,
        kind,
        switchClass,
        connect,
        list,
        capture,
        new KindRules.Verbs(pause, resume, repoint),
        verify,
        reconcile,
        checklist);
  }

  /**
   * Reads a file.
   *
   * @throws dev.backhaul.yaml.YamlException with every problem, each with its line
   */
  public static IntegrationKind read(Path file) {
    return Binder.bind(YamlFile.read(file), IntegrationKind.class);
  }

  /** The kind in a text; {@code name} stands in messages. */
  public static IntegrationKind parse(String name, String text) {
    return Binder.bind(YamlFile.read(name, text), IntegrationKind.class);
  }

  /** The change of this name, if the provider takes it. */
  public Optional<SwitchVerb> verb(Name name) {
    return Optional.ofNullable(
        switch (name) {
          case PAUSE -> pause;
          case RESUME -> resume;
          case REPOINT -> repoint;
        });
  }

  /** What a read must show after a change of this name; empty if nothing can be read. */
  public Optional<Jq> shows(Name name) {
    if (verify == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        switch (name) {
          case PAUSE -> verify.paused();
          case RESUME -> verify.live();
          case REPOINT -> verify.repointed();
        });
  }

  /** The names of the changes. */
  public enum Name {
    PAUSE,
    RESUME,
    REPOINT
  }
}
