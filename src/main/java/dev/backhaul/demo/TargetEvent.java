package dev.backhaul.demo;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/** One thing that happened in the target. Objects are named in the singular: {@code ticket}. */
sealed interface TargetEvent {
  Instant at();

  Hand hand();

  /**
   * A record was born.
   *
   * @param links object to ids of the records it belongs to
   */
  record Created(
      String object,
      String id,
      SortedMap<String, String> properties,
      SortedMap<String, List<String>> links,
      Instant at,
      Hand hand)
      implements TargetEvent {}

  /** Properties were written; an empty text clears. */
  record Changed(
      String object, String id, SortedMap<String, String> properties, Instant at, Hand hand)
      implements TargetEvent {}

  /** A record was archived. */
  record Archived(String object, String id, Instant at, Hand hand) implements TargetEvent {}

  /** {@code loser} became a part of {@code winner}. */
  record Merged(String object, String loser, String winner, Instant at, Hand hand)
      implements TargetEvent {}

  /** A file was uploaded, to be named by a note. */
  record Uploaded(String id, String name, String text, Instant at, Hand hand)
      implements TargetEvent {}
}
