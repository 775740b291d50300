package dev.backhaul.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One item as a read found it.
 *
 * @param image the item in the kind's own words; null if it is not there
 * @param raw the whole answer
 * @param at when it was read
 */
record Seen(@Nullable ObjectNode image, JsonNode raw, Instant at) {
  /** Never prints what was read: it may hold addresses with secrets in them. */
  @Override
  public String toString() {
    return "Seen[" + (image == null ? "not there" : "there") + " at " + at + "]";
  }
}
