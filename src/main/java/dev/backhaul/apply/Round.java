package dev.backhaul.apply;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be sent now: batches in which no record appears twice, so that they may travel side by
 * side.
 *
 * @param batches parents first
 * @param due when the first postponed decision may be tried again; null if none is postponed
 * @param waiting decisions that wait for a record they refer to
 * @param unsettled decisions whose earlier try still needs a person or the platform
 */
public record Round(List<Batch> batches, @Nullable Instant due, int waiting, int unsettled) {}
