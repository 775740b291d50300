package dev.backhaul.gateway;

/** A kept event. */
public record Event(
    long seq, String point, String deliveryId, String lane, State state, Arrival request) {

  /** What may become of an event. */
  public enum State {
    /** Nobody owns it yet. */
    HELD,
    /** Somebody is to have it; whether they do, their deliveries say. */
    GIVEN,
    /** A person said it goes nowhere. */
    SKIPPED,
    /** A question that was answered with the canned answer. */
    ANSWERED
  }
}
