package dev.backhaul.journal;

import dev.backhaul.platform.Role;
import java.time.Instant;

/**
 * One write to the outside world.
 *
 * @param id also the key and marker of the write
 * @param seq its place in the journal
 * @param role the system written to
 * @param intent what it is about
 * @param state where it stands
 * @param trace what is known of its way
 * @param createdAt when it was captured
 * @param updatedAt when its state last moved
 */
public record Entry(
    String id,
    long seq,
    Role role,
    Intent intent,
    State state,
    Trace trace,
    Instant createdAt,
    Instant updatedAt) {

  /** The object written to. */
  public String object() {
    return intent.object();
  }

  /** What is done. */
  public Op op() {
    return intent.op();
  }
}
