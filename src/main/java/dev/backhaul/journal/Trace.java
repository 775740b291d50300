package dev.backhaul.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an entry's way so far.
 *
 * @param batch the call it travelled in
 * @param job the platform's job that works on it
 * @param nativeId the id the platform answered, of the new record or child
 * @param answered whether the platform said it is done
 * @param sentAt when it was last sent
 * @param after the record as read back
 * @param afterVersion the version of the record in {@code touches} after it
 * @param retryAt from when another try makes sense; null: never
 * @param error one short sentence, no record values
 */
public record Trace(
    @Nullable String batch,
    @Nullable String job,
    @Nullable String nativeId,
    boolean answered,
    @Nullable Instant sentAt,
    @Nullable ObjectNode after,
    @Nullable String afterVersion,
    @Nullable Instant retryAt,
    @Nullable String error) {

  /** Not on its way yet. */
  public static final Trace NONE = new Trace(null, null, null, false, null, null, null, null, null);

  /** Sent in a batch. */
  public Trace sent(String newBatch, Instant at) {
    return new Trace(newBatch, null, nativeId, false, at, null, null, null, null);
  }

  /** Taken over by a job. */
  public Trace inJob(String newJob) {
    return new Trace(
        batch, newJob, nativeId, answered, sentAt, after, afterVersion, retryAt, error);
  }

  /** Answered as done; the id is null where the platform names none. */
  public Trace answered(@Nullable String id) {
    return new Trace(
        batch, job, id == null ? nativeId : id, true, sentAt, after, afterVersion, null, null);
  }

  /** Read back as wanted. */
  public Trace verified(@Nullable String id, @Nullable ObjectNode image, @Nullable String version) {
    return new Trace(
        batch, job, id == null ? nativeId : id, answered, sentAt, image, version, null, null);
  }

  /** Went wrong, may be tried again from {@code retry} on; never if null. */
  public Trace failed(String why, @Nullable Instant retry) {
    return new Trace(batch, job, nativeId, answered, sentAt, after, afterVersion, retry, why);
  }

  /** Never prints images: they hold personal data. */
  @Override
  public String toString() {
    return "Trace[batch="
        + batch
        + " job="
        + job
        + " answered="
        + answered
        + " error="
        + error
        + "]";
  }
}
