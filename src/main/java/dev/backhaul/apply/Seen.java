package dev.backhaul.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.platform.Item;
import org.jspecify.annotations.Nullable;

/** What a separate read found of a write. */
sealed interface Seen {
  /**
   * As wanted.
   *
   * @param item the record (for an append the child); null for a delete
   * @param version the version of the record the write touched; null if it is gone
   * @param lost values of another writer that ours replaced unseen, by path; empty where there are
   *     none
   */
  record There(@Nullable Item item, @Nullable String version, ObjectNode lost) implements Seen {
    /** Nothing of anybody else's was replaced, as far as can be told. */
    There(@Nullable Item item, @Nullable String version) {
      this(item, version, Json.object());
    }

    /** The record as after-image, with what was replaced in it. */
    ObjectNode image(Item record) {
      ObjectNode image = Wanted.image(record);
      if (!lost.isEmpty()) {
        image.set(Wanted.LOST, lost);
      }
      return image;
    }
  }

  /** Nothing of it: the record is as it was before, or there is no new one. */
  record Nothing() implements Seen {}

  /**
   * Neither as wanted nor as before.
   *
   * @param what one short sentence, no record values
   */
  record Else(String what) implements Seen {}
}
