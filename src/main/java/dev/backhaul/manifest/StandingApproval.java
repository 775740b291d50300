package dev.backhaul.manifest;

import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import dev.backhaul.yaml.Example;
import java.time.Instant;
import java.util.Set;

/**
 * What the long-running service may apply without asking again (design law 3). It names no delete
 * and no decision that cannot be undone: those are always approved one plan at a time.
 *
 * @param name what it is called in the audit trail
 * @param reason why it was given
 * @param objects target objects it covers
 * @param kinds kinds of decision it covers
 * @param mostPerHour most records an hour
 * @param expires from this instant on it covers nothing
 * @param brakes its own brakes
 */
@Doc(
    "What the long-running service may apply without asking again; never deletes, never what cannot"
        + " be undone. It takes effect when an approver has approved this text.")
public record StandingApproval(
    @Doc("What it is called in the audit trail.") @Example("weekend") String name,
    @Doc("Why it is given.") @Example("small edits come home hourly during the weekend")
        String reason,
    @Doc("Target objects it covers.") @Example("[contact, ticket]") Set<String> objects,
    @Doc("Kinds of decision it covers.") @Default("[create, update, append]") Set<Kind> kinds,
    @Doc("Most records an hour.") @Default("500") int mostPerHour,
    @Doc("From this instant (UTC) on it covers nothing.") @Example("\"2026-03-09T08:00:00Z\"")
        Instant expires,
    @Doc("Its own brakes.") @Default("{errorRate: 1%, questionRate: 1%}") Brakes brakes) {

  /** Refuses one that covers nothing. */
  public StandingApproval {
    objects = Set.copyOf(objects);
    kinds = Set.copyOf(kinds);
    if (objects.isEmpty()) {
      throw new IllegalArgumentException("objects: name at least one object");
    }
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("kinds: name at least one kind");
    }
    if (mostPerHour < 1) {
      throw new IllegalArgumentException("mostPerHour: must be 1 or more");
    }
  }

  /** Kinds of decision that can be approved in advance. */
  public enum Kind {
    /** A record born in the target. */
    @Doc("Records born in the target.")
    CREATE,
    /** Changed fields. */
    @Doc("Changed fields of records that exist in the source.")
    UPDATE,
    /** New children. */
    @Doc("New comments and notes.")
    APPEND
  }
}
