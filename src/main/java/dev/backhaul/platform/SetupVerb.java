package dev.backhaul.platform;

/** What to do about the setup of an object. */
public enum SetupVerb {
  /** Look how it stands; writes nothing. */
  LOOK,
  /** Make what is missing. */
  MAKE,
  /** Take away what was made. */
  REMOVE
}
