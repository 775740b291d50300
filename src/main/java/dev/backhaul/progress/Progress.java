package dev.backhaul.progress;

/**
 * Told how far each stage is; terminals, logs and metrics listen. Implementations are thread-safe
 * and quick.
 */
@FunctionalInterface
public interface Progress {
  /** Nobody watches. */
  Progress NONE = (stage, object, done, total) -> {};

  /**
   * A stage moved on.
   *
   * @param stage one word: {@code staged}, {@code evidence}, {@code planned}, {@code applied}...
   * @param object the object worked on
   * @param done records done so far in this run of the stage
   * @param total records to do; negative while unknown
   */
  void moved(String stage, String object, long done, long total);
}
