package dev.backhaul.manifest;

import dev.backhaul.yaml.Doc;

/** Whose change it was, for the question whether it comes home (design law 1). */
public enum WriterClass {
  /** A person at work. */
  @Doc("A person at work; their values come home.")
  PEOPLE,
  /** Another system, through an interface. */
  @Doc("Another system writing through the API; its values come home.")
  INTEGRATION,
  /** The platform's own rules. */
  @Doc("A rule or workflow of the target itself; its values come home.")
  AUTOMATION,
  /** The failed migration. */
  @Doc("The failed migration; its values never come home.")
  MIGRATION
}
