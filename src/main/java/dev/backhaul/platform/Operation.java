package dev.backhaul.platform;

/**
 * What a platform can be asked to do; the {@code operation} option of the {@code platform:}
 * component.
 */
public enum Operation {
  /** Body ignored; answers {@link ProbeReport}. */
  PROBE,
  /** {@link ChangesRequest} to {@link ChangesPage}. */
  CHANGES,
  /** {@link CountRequest} to {@link Counts}. */
  COUNT,
  /** {@link ReadRequest} to a list of {@link Item}. */
  READ,
  /** {@link HistoryRequest} to a list of {@link HistoryEvent}. */
  HISTORY,
  /** A list of {@link Write} of one kind to {@link WriteAnswer}: create, update, append, delete. */
  WRITE,
  /** A job id (String) to {@link WriteAnswer}. */
  JOB,
  /** A file's id (String) to {@link Blob}, or a {@link Blob} to its upload token (String). */
  BLOB,
  /** {@link SilenceRequest} to {@link SilenceReport}. */
  SILENCE
}
