package dev.backhaul.journal;

/** What an entry does to the outside world. */
public enum Op {
  CREATE,
  UPDATE,
  APPEND,
  DELETE,
  /** Switches off a rule that could notify or fire. */
  DISABLE
}
