package dev.backhaul.platform;

/** The part one system plays in a rollback. */
public enum Role {
  /** The system people came from and return to. */
  SOURCE,
  /** The failed new system. */
  TARGET,
  /** Neither: the account of an integration, beside both. */
  OUTSIDE
}
