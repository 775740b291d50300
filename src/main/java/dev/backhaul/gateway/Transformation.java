package dev.backhaul.gateway;

/** Makes a payload that has the target's shape into what the source takes. */
@FunctionalInterface
public interface Transformation {

  /**
   * The body for the source.
   *
   * @throws IllegalArgumentException if this payload does not have the target's shape; the message
   *     quotes nothing of it
   */
  byte[] apply(byte[] body);
}
