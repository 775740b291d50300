package dev.backhaul.sandbox;

/** On whose account a request is counted. */
public enum Caller {
  /** The service under test: whatever arrives over HTTP. */
  OURS,
  /** The customer's own people and tools, which share the limits. */
  BUSINESS
}
