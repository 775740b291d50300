package dev.backhaul.journal;

import java.util.Set;

/** Where an entry stands. */
public enum State {
  /** The before-image is kept; nothing else was decided. */
  CAPTURED,
  /** It will be sent; it certainly was not yet. */
  INTENT,
  /** It is, or is about to be, on its way: from here on only the platform knows. */
  SENT,
  /** Read back and found as wanted. */
  VERIFIED,
  /** It had no effect. May be tried again, as a new entry, where {@code retryAt} is set. */
  FAILED,
  /** It may or may not have had an effect. */
  UNKNOWN,
  /** Verified once, put back since. */
  RESTORED;

  private static final Set<State> OPEN = Set.of(CAPTURED, INTENT, SENT, UNKNOWN);

  /** Whether something still has to become of it. */
  public boolean open() {
    return OPEN.contains(this);
  }

  /** Whether an entry may go from here to {@code next}. */
  public boolean leadsTo(State next) {
    return switch (this) {
      case CAPTURED -> next == INTENT || next == FAILED;
      case INTENT -> next == SENT || next == FAILED;
      // SENT to SENT: an answer, a job or a smaller batch is noted.
      // SENT to INTENT: the platform refused the whole call, so none of it took effect.
      case SENT ->
          next == SENT || next == INTENT || next == VERIFIED || next == FAILED || next == UNKNOWN;
      case UNKNOWN -> next == SENT || next == VERIFIED || next == FAILED || next == UNKNOWN;
      case VERIFIED -> next == RESTORED;
      case FAILED, RESTORED -> false;
    };
  }
}
