package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One value that one field of one record took on.
 *
 * @param id the record
 * @param field the path in the record's shape, as mappings write it ({@code properties.subject})
 * @param value the value from {@code at} on; a null node where it was cleared
 * @param from the value before; a null node where it was empty, null where the platform does not
 *     say
 * @param at when
 * @param writer who, raw; classed by the migration's {@code writers}
 */
public record HistoryEvent(
    String id, String field, JsonNode value, @Nullable JsonNode from, Instant at, Writer writer) {

  /** An event of a platform that does not say what was there before. */
  public HistoryEvent(String id, String field, JsonNode value, Instant at, Writer writer) {
    this(id, field, value, null, at, writer);
  }
}
