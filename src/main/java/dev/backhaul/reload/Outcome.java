package dev.backhaul.reload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import java.time.Instant;
import java.util.List;

/**
 * What became of one look at the files.
 *
 * @param actor who asked; the service itself when a file changed
 * @param changes what differs from what is in force
 * @param problems why nothing was put in place: {@code file:line: what; what to do}
 * @param orphaned files that are in force and no longer there
 */
public record Outcome(
    Instant at,
    String actor,
    Result result,
    List<Change> changes,
    List<String> problems,
    List<String> orphaned) {

  /** Copies its lists. */
  public Outcome {
    changes = List.copyOf(changes);
    problems = List.copyOf(problems);
    orphaned = List.copyOf(orphaned);
  }

  /** How it ended. Only {@link #APPLIED} put something in place. */
  public enum Result {
    /** In force now. */
    APPLIED,
    /** Nothing differs. */
    UNCHANGED,
    /** A change that may not be made while this process runs, or not at all. */
    REFUSED,
    /** A file is wrong; what ran goes on. */
    INVALID,
    /** A file is gone; what ran goes on. */
    ORPHANED,
    /** Work did not reach a boundary in time, or another reload is under way; tried again. */
    BUSY
  }

  /** For programs. */
  public ObjectNode json() {
    ObjectNode out = Json.object();
    out.put("at", at.toString()).put("by", actor).put("result", result.name());
    changes.forEach(change -> out.withArray("changes").add(change.json()));
    problems.forEach(out.withArray("problems")::add);
    orphaned.forEach(out.withArray("orphaned")::add);
    return out;
  }
}
