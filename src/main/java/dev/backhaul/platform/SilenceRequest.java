package dev.backhaul.platform;

import java.util.List;

/**
 * Lists, switches off, restores or proves off what would notify people or fire on our writes.
 *
 * @param verb what to do
 * @param items for DISABLE and RESTORE the captured items; empty otherwise
 */
public record SilenceRequest(Verb verb, List<SilenceItem> items) {
  /** The verbs of silence. */
  public enum Verb {
    /** Every rule with its state, captured whole. */
    LIST,
    /** Switches the given items off. */
    DISABLE,
    /** A harmless write, then a look at what it set off. */
    CANARY,
    /** Puts the given items back as captured. */
    RESTORE
  }
}
