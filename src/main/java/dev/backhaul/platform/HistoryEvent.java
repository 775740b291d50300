package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One value that one field of one record took on.
 *
 * @param id the record
 * @param field the path in the record's shape, as mappings write it ({@code properties.subject})
 * @param value the value from {@code at} on; a null node where it was cleared
 * @param at when
 * @param writer who, raw; classed by the migration's {@code writers}
 */
public record HistoryEvent(String id, String field, JsonNode value, Instant at, Writer writer) {}
