package dev.backhaul.mapping;

import java.time.Duration;

/** What the differences of one field look like. */
public sealed interface Diagnosis {
  /** All records agree. */
  record Equal() implements Diagnosis {}

  /**
   * Two values stand in each other's place: the mapping that ran had them turned round.
   *
   * @param a a value, as the mapping means it
   * @param b the other
   * @param aAsB records that should hold {@code a} and hold {@code b}
   * @param bAsA records that should hold {@code b} and hold {@code a}
   */
  record SwappedValues(String a, String b, long aAsB, long bAsA) implements Diagnosis {}

  /** Times are off by one constant: another zone was used. */
  record ShiftedZone(Duration by, long records) implements Diagnosis {}

  /** Texts were cut: the longest one found, in code points. */
  record CutLength(int length, long records) implements Diagnosis {}

  /** The target holds nothing where the mapping gives a value. */
  record NotLoaded(long records) implements Diagnosis {}

  /** No pattern. */
  record Other(long records) implements Diagnosis {}

  /** One sentence for people. */
  default String text() {
    return switch (this) {
      case Equal equal -> "as the mapping says";
      case SwappedValues s ->
          "two values are turned round: "
              + s.aAsB()
              + " records hold '"
              + s.b()
              + "' where the mapping says '"
              + s.a()
              + "', and "
              + s.bAsA()
              + " the other way round";
      case ShiftedZone z ->
          z.records() + " times are off by " + z.by() + ": another time zone was used";
      case CutLength c -> c.records() + " texts were cut at " + c.length() + " code points";
      case NotLoaded n -> n.records() + " records hold nothing";
      case Other o -> o.records() + " records differ without a common cause";
    };
  }
}
