package dev.backhaul.budget;

/**
 * What a call is for, most urgent first. The most urgent lane that waits goes first, but no lane
 * gets less than its share of the calls made while it waits, so none starves.
 */
public enum Lane {
  /** Pausing, probing, silencing: must get through when everything else is stuck. */
  CONTROL(0.10),
  /** Reading what changed. */
  DELTA(0.25),
  /** Writing what comes home, and reading it back. */
  APPLY(0.25),
  /** Histories and evidence. */
  HISTORY(0.10),
  /** Parity and other comparisons. */
  VERIFICATION(0.10);

  private final double share;

  Lane(double share) {
    this.share = share;
  }

  /**
   * The guaranteed share of the calls while this lane waits, 0 to 1. The shares sum to less than 1.
   */
  public double share() {
    return share;
  }
}
