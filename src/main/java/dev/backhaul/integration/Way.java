package dev.backhaul.integration;

import dev.backhaul.manifest.Integration;
import dev.backhaul.manifest.IntegrationKind;
import dev.backhaul.manifest.SwitchVerb;
import dev.backhaul.manifest.Waiver;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How an integration is held, and in which order. */
final class Way {
  private Way() {}

  /**
   * The way of one integration: as {@code integrations.yaml} says; else what comes in is pointed to
   * the ingress where that can be done, since pausing loses events, and what goes out is paused.
   */
  static Integration.Hold of(Wired wired) {
    Integration.Hold told = wired.spec().hold();
    if (told != null) {
      return told;
    }
    boolean repoint = able(wired, wired.kind().repoint()) && wired.holdAt() != null;
    boolean pause = able(wired, wired.kind().pause());
    boolean out = wired.kind().direction() == IntegrationKind.Direction.OUT_OF_TARGET;
    if (repoint && !(out && pause)) {
      return Integration.Hold.REPOINT;
    }
    return pause ? Integration.Hold.PAUSE : Integration.Hold.MANUAL;
  }

  private static boolean able(Wired wired, @Nullable SwitchVerb verb) {
    return verb != null && wired.requests() != null && wired.spec().allows(wired.kind(), verb);
  }

  /** Why an integration must not be paused though its provider would do it; empty if it may. */
  static Optional<String> against(Wired wired, IntegrationKind.Name name) {
    SwitchVerb verb = wired.kind().verb(name).orElse(null);
    boolean loses =
        verb != null
            && verb.losesEvents()
            && wired.kind().reconcile() == null
            && !wired.spec().waives(Waiver.Risk.LOSES_EVENTS);
    return loses
        ? Optional.of(
            "it loses events and nothing finds them again: hold it by repoint, or sign a waiver for"
                + " loses-events in integrations.yaml")
        : Optional.empty();
  }

  /** What comes in is held first, what goes out after it. */
  static int order(Wired wired) {
    return switch (wired.kind().direction()) {
      case INTO_TARGET -> 0;
      case BOTH -> 1;
      case OUT_OF_TARGET -> 2;
    };
  }
}
