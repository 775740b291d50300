package dev.backhaul.manifest;

/** The verbs of a write, as {@code platform.Write.Kind} has them. */
public enum Kind {
  CREATE,
  UPDATE,
  APPEND,
  DELETE
}
