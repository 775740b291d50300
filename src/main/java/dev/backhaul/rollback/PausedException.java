package dev.backhaul.rollback;

import dev.backhaul.store.DesiredState;

/** Work that somebody paused. */
public final class PausedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PausedException(String what, DesiredState.Pause pause) {
    super(
        what
            + " is paused by "
            + pause.actor()
            + ": "
            + pause.reason()
            + " (go on with: backhaul resume)");
  }
}
