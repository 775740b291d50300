package dev.backhaul.parity;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.json.Json;
import java.time.Instant;
import java.util.List;

/**
 * The proof that nothing was lost, or what it lacks. Holds counts and ids, never values of records.
 *
 * @param at when it was made
 * @param rows what became of what was staged, by target object
 * @param writes what became of what was written, by source object
 * @param counts our counts beside the target's own
 * @param reads how far the target was read
 * @param openEnds what keeps the account from being closed, a sentence each with what to do
 */
public record ParityReport(
    Instant at,
    List<ParityRow> rows,
    List<WriteRow> writes,
    List<CountRow> counts,
    List<ReadRow> reads,
    List<String> openEnds) {

  /** Copies the lists. */
  public ParityReport {
    rows = List.copyOf(rows);
    writes = List.copyOf(writes);
    counts = List.copyOf(counts);
    reads = List.copyOf(reads);
    openEnds = List.copyOf(openEnds);
  }

  /**
   * True if every staged record is explained, every verified write is still there or was changed
   * since by somebody, all counts agree, and the last sweep found nothing new.
   */
  @JsonProperty("closed")
  public boolean closed() {
    return openEnds.isEmpty();
  }

  /** Staged records that nothing explains; 0 unless something was lost. */
  @JsonProperty("unexplained")
  public long unexplained() {
    return rows.stream().mapToLong(ParityRow::unexplained).sum();
  }

  /** All of it, instants and spans as ISO 8601 texts. */
  public JsonNode toJson() {
    return Json.tree(this);
  }
}
