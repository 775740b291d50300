package dev.backhaul.platform;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a request, or one record of it, did not succeed. Routes switch on the type, never on a
 * status.
 */
public sealed interface Failure {

  /** One short sentence for people: no record values, no secrets. */
  String reason();

  /** Told to slow down; not processed. */
  record Throttled(String reason, Instant until) implements Failure {}

  /** Certainly not processed (refused connection, 503 before work); may be sent again. */
  record Transient(String reason) implements Failure {}

  /** Sent, but no trustworthy answer came back: it may or may not have been processed. */
  record Ambiguous(String reason) implements Failure {}

  /** The record moved since it was read (precondition failed). */
  record Conflict(String reason) implements Failure {}

  /** The record does not exist. */
  record NotFound(String reason) implements Failure {}

  /** Refused for its content. */
  record Rejected(String reason, List<FieldError> fields) implements Failure {}

  /** The credentials are not, or no longer, accepted. */
  record AuthExpired(String reason) implements Failure {}

  /** Anything that repeating will not mend. */
  record Fatal(String reason) implements Failure {}

  /** What the platform says of one field; {@code field} null if it names none. */
  record FieldError(@Nullable String field, String code, String message) {}
}
