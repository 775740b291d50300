package dev.backhaul.integration;

import org.jspecify.annotations.Nullable;

/**
 * What became of one verb for one item.
 *
 * @param item the provider's id; empty for the integration as a whole
 * @param verb what was asked
 * @param outcome what became of it
 * @param say one sentence for people; no secrets, no addresses
 * @param request for a dry run: the request, secrets masked; else null
 */
public record Result(
    String integration,
    String item,
    String verb,
    Outcome outcome,
    String say,
    @Nullable String request) {

  /** What can become of it. */
  public enum Outcome {
    /** Changed, and seen by a separate look. */
    DONE,
    /** It was so already; nothing was sent. */
    ALREADY,
    /** A dry run: this is what would be sent. */
    WOULD,
    /** People have to do it; the steps are asked. */
    MANUAL,
    /** Not allowed by the rules; nothing was sent. */
    REFUSED,
    /** It certainly had no effect. */
    FAILED,
    /** Nobody can say yet whether it had an effect. Nothing is sent again until that is known. */
    UNCLEAR,
    /** The item is not there any more. */
    GONE
  }

  /** Whether the verb is over and done with. */
  public boolean good() {
    return outcome == Outcome.DONE || outcome == Outcome.ALREADY || outcome == Outcome.WOULD;
  }
}
