package dev.backhaul.demo.servicedesk;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * One thing that happened in the target. Objects are named in the singular; values go by the paths
 * that mappings use: {@code custom_fields.id=360001.value}.
 */
sealed interface TargetEvent {
  Instant at();

  Hand hand();

  /** A record was born. */
  record Created(
      String object, long id, SortedMap<String, JsonNode> values, Instant at, Hand hand)
      implements TargetEvent {}

  /** Values were written; a null node clears. */
  record Changed(
      String object, long id, SortedMap<String, JsonNode> values, Instant at, Hand hand)
      implements TargetEvent {}

  /**
   * Somebody said something on a ticket.
   *
   * @param author a user's id
   * @param html the words
   * @param open public or not
   * @param written the time it carries; another one than {@code at} for what was imported
   * @param files names of the files it carries
   */
  record Said(
      long id,
      long ticket,
      long author,
      String html,
      boolean open,
      Instant written,
      List<String> files,
      Instant at,
      Hand hand)
      implements TargetEvent {}

  /** A record was deleted. */
  record Deleted(String object, long id, Instant at, Hand hand) implements TargetEvent {}

  /** {@code loser} became a part of {@code winner}. */
  record Merged(String object, long loser, long winner, Instant at, Hand hand)
      implements TargetEvent {}
}
