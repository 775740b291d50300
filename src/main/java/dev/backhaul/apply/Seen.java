package dev.backhaul.apply;

import dev.backhaul.platform.Item;
import org.jspecify.annotations.Nullable;

/** What a separate read found of a write. */
sealed interface Seen {
  /**
   * As wanted.
   *
   * @param item the record (for an append the child); null for a delete
   * @param version the version of the record the write touched; null if it is gone
   */
  record There(@Nullable Item item, @Nullable String version) implements Seen {}

  /** Nothing of it: the record is as it was before, or there is no new one. */
  record Nothing() implements Seen {}

  /**
   * Neither as wanted nor as before.
   *
   * @param what one short sentence, no record values
   */
  record Else(String what) implements Seen {}
}
