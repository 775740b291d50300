package dev.backhaul.manifest;

import dev.backhaul.yaml.Doc;

/** Who says that a request does what a kind's file says it does. */
public enum Evidence {
  @Doc("The vendor's own page, API description or repository.")
  VENDOR,
  @Doc("Somebody else's page or code; the verb runs only where an integration allows it.")
  THIRD_PARTY,
  @Doc("Nobody; the verb runs only where an integration allows it, and read-back decides.")
  UNCONFIRMED
}
