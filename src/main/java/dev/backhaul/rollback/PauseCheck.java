package dev.backhaul.rollback;

import dev.backhaul.store.DesiredState;

/**
 * Asked at every page boundary: a pause is durable and takes effect between pages, never within
 * one.
 */
public final class PauseCheck {
  private final DesiredState desired;
  private final Boundary boundary;

  PauseCheck(DesiredState desired, Boundary boundary) {
    this.desired = desired;
    this.boundary = boundary;
  }

  /**
   * Stops the route if its work is paused; else keeps the lease alive.
   *
   * @throws PausedException saying who paused it and why
   */
  public void check(String what) {
    desired
        .paused(what)
        .ifPresent(
            pause -> {
              throw new PausedException(what, pause);
            });
    boundary.keep();
  }
}
