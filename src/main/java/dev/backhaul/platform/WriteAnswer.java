package dev.backhaul.platform;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a batch of writes.
 *
 * @param results one per write when the batch is done; empty while {@code job} runs
 * @param job the platform's job id while it works on the batch (journal it, then ask {@link
 *     Operation#JOB} again); null when done
 */
public record WriteAnswer(List<WriteResult> results, @Nullable String job) {
  /** A batch that is done. */
  public static WriteAnswer done(List<WriteResult> results) {
    return new WriteAnswer(results, null);
  }

  /** A batch that the platform works on. */
  public static WriteAnswer running(String job) {
    return new WriteAnswer(List.of(), job);
  }
}
