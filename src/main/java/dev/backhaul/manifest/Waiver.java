package dev.backhaul.manifest;

import dev.backhaul.yaml.Doc;
import dev.backhaul.yaml.Example;

/** A named person takes a risk that the service would otherwise refuse. */
@Doc("A named person takes a risk that the service would otherwise refuse.")
public record Waiver(
    @Doc("What is waived.") Risk of,
    @Doc("Who answers for it, by name.") @Example("Ada Lovelace") String name,
    @Doc("Why it is right here.") @Example("the events are in the nightly export as well")
        String reason) {
  /** What can be waived. */
  public enum Risk {
    @Doc("Events of the pause never arrive and nothing finds them afterwards.")
    LOSES_EVENTS,
    @Doc("The signing secret cannot be read and is not in our hands either.")
    SECRET
  }

  /** Refuses an unsigned one. */
  public Waiver {
    if (name.isBlank() || reason.isBlank()) {
      throw new IllegalArgumentException("a waiver needs the name of a person and a reason");
    }
  }
}
