package dev.backhaul.rollback;

import dev.backhaul.store.DesiredState;

/** Asked at every page boundary: a pause is durable and takes effect between pages, never within one. */
public final class PauseCheck {
  private final DesiredState desired;

  PauseCheck(DesiredState desired) {
    this.desired = desired;
  }

  /**
   * Stops the route if its work is paused.
   *
   * @throws PausedException saying who paused it and why
   */
  public void check(String what) {
    desired
        .paused(what)
        .or(() -> desired.paused("all"))
        .ifPresent(
            pause -> {
              throw new PausedException(what, pause);
            });
  }
}
