package dev.backhaul.manifest;

import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import org.jspecify.annotations.Nullable;

/** How one kind of write is sent: as a background job over many, or one at a time. */
public record WriteOperation(
    @Doc("Many at once, answered by a job.") @Nullable Job job,
    @Doc("One record a request.") @Nullable Single single,
    @Doc("Before a create, look whether a record with the join key is there already.")
        @Default("false")
        boolean lookFirst) {

  /** Checks that there is one strategy. */
  public WriteOperation {
    if ((job == null) == (single == null)) {
      throw new IllegalArgumentException(
          "a write operation has exactly one strategy: job or single");
    }
  }

  /** A batch that a background job works off; the answer's rows are joined back to the writes. */
  public record Job(
      @Doc("Starts the job; variable rows: what `row` gave for each write.") Request request,
      @Doc("One row: jq over {key, id, joinKey, set, precondition, children, at}; set is nested.")
          Jq row,
      @Doc("The job's id: jq over the answer.") Jq id,
      @Doc("Most writes a job.") int size) {}

  /** One record a request. */
  public record Single(
      @Doc("Sends it; variables key, id, joinKey, set (nested), precondition, children, at.")
          Request request,
      @Doc(
              "The record's id (for an append the child's): jq over the answer; none to keep the write's.")
          @Nullable Jq id) {}
}
