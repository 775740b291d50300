package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;

/** What is known of one target field as the migration loaded it. */
public sealed interface T0 {
  /**
   * The loaded value is known.
   *
   * @param value missing node if the field was absent
   */
  record Known(JsonNode value) implements T0 {
    /** No value: it may be personal data. */
    @Override
    public String toString() {
      return "Known";
    }
  }

  /**
   * Nobody knows.
   *
   * @param why for the question
   */
  record Unknown(String why) implements T0 {}

  /** Nobody whose values come home has edited the field. */
  record SameAsNow() implements T0 {}
}
