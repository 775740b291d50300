package dev.backhaul.mapping;

/** The source side of a reference. */
public sealed interface Ref {
  /** The record exists in the source. */
  record Known(String id) implements Ref {}

  /**
   * The record was born in the target and is still to be created.
   *
   * @param symbol stands for the id until it is known, e.g. {@code contact:123}
   */
  record Pending(String symbol) implements Ref {}

  /** The record was deleted. */
  record Gone(String reason) implements Ref {}

  /** No such id in the id map. */
  record Unknown() implements Ref {}
}
