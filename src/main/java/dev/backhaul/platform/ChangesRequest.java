package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the next page of changes.
 *
 * @param since changes at or after this instant (the cutover, less an overlap)
 * @param resume the resume point of the page before, opaque to all but the strategy that made it;
 *     null for the first page
 * @param pageSize the most records wanted; the platform's own bound wins
 */
public record ChangesRequest(Instant since, @Nullable JsonNode resume, int pageSize) {}
