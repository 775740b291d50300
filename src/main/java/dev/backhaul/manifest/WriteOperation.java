package dev.backhaul.manifest;

import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How one kind of write is sent: as a background job over many, many in one call, or one by one.
 */
public record WriteOperation(
    @Doc("Many at once, answered by a job.") @Nullable Job job,
    @Doc("Many at once, answered row by row in the same call.") @Nullable Batch batch,
    @Doc("One record a request.") @Nullable Single single,
    @Doc(
            "Child records cannot travel with a create of it: each is appended by itself once it is there.")
        @Default("false")
        boolean alone,
    @Doc("Before a create, look whether a record with the join key is there already.")
        @Default("false")
        boolean lookFirst) {

  /** Checks that there is one strategy. */
  public WriteOperation {
    if (Stream.of(job, batch, single).filter(Objects::nonNull).count() != 1) {
      throw new IllegalArgumentException(
          "a write operation has exactly one strategy: job, batch or single");
    }
  }

  /** A batch that a background job works off; the answer's rows are joined back to the writes. */
  public record Job(
      @Doc("Starts the job; variable rows: what `row` gave for each write.") Request request,
      @Doc("One row: jq over {key, id, joinKey, set, precondition, children, at}; set is nested.")
          Jq row,
      @Doc("The job's id: jq over the answer.") Jq id,
      @Doc("Most writes a job.") int size) {}

  /**
   * Many records in one call that answers for each. Rows are joined by the write's key where the
   * platform echoes it, else by the record's id; a write that no row names is unknown.
   */
  public record Batch(
      @Doc("Sends it; variables rows: what `row` gave for each write, and property.")
          Request request,
      @Doc("One row: jq over {key, id, joinKey, property, set, precondition, at, to, was}.") Jq row,
      @Doc(
              "What was done: jq over the answer, giving [{key?, id, made?}]; none where the platform"
                  + " answers nothing, so that only reading back tells.")
          @Nullable Jq results,
      @Doc("What was refused: jq over the answer, giving [{key?, id?, field?, code, message}].")
          @Nullable Jq errors,
      @Doc("Most writes a call.") int size) {}

  /** One record a request. */
  public record Single(
      @Doc("Sends it; variables key, id, joinKey, set (nested), precondition, children, at.")
          Request request,
      @Doc(
              "The record's id (for an append the child's): jq over the answer; none to keep the write's.")
          @Nullable Jq id) {}
}
