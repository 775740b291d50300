package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * One page of changes.
 *
 * @param changes in the platform's order; a record may come again on a later page
 * @param resume where to go on; total, so that equal timestamps neither loop nor vanish
 * @param more false when the sweep has reached {@code until}
 * @param from the lower bound this sweep reads from
 * @param until the upper bound this sweep reads to: the platform's clock less its settle lag
 */
public record ChangesPage(
    List<Change> changes, JsonNode resume, boolean more, Instant from, Instant until) {}
