package dev.backhaul.platform;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Asks how many records there are, without reading them.
 *
 * @param since only those changed at or after this instant; null for all
 */
public record CountRequest(@Nullable Instant since) {}
