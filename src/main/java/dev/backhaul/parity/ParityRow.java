package dev.backhaul.parity;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What became of every staged record of one target object. Each record stands in exactly one of the
 * columns; what stands in none is {@link #unexplained}.
 *
 * @param object the target object
 * @param staged records the delta holds, counted apart from the columns
 * @param home written to the source and read back, or found there already as wanted
 * @param travelled children that went home inside their parent's create
 * @param nothing records of which nothing may or need come home
 * @param questions records held by an open question
 * @param refused records that the source refused, or that a person gave up
 * @param waiting decided, but not applied yet, or moved since they were decided
 * @param undone written and put back
 * @param asking of all these, records with at least one open question
 * @param lost some of the unexplained records, as symbols ({@code ticket:123})
 */
public record ParityRow(
    String object,
    long staged,
    long home,
    long travelled,
    long nothing,
    long questions,
    long refused,
    long waiting,
    long undone,
    long asking,
    List<String> lost) {

  /** Copies the list. */
  public ParityRow {
    lost = List.copyOf(lost);
  }

  /** What no column accounts for; 0 proves that nothing was lost on the way. */
  @JsonProperty("unexplained")
  public long unexplained() {
    return staged - home - travelled - nothing - questions - refused - waiting - undone;
  }
}
