package dev.backhaul.budget;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one limit stands, for metrics and status.
 *
 * @param name the limit's name
 * @param used what counts against us now, requests in flight included; for a limit per record, the
 *     most used record
 * @param allowed our share: the limit, as configured or lowered by the platform, less the reserve
 * @param reserve what is kept for the people who work there
 * @param others what the platform's headers show others to use now; 0 if they show nothing
 * @param frozenUntil until when the whole budget is frozen; null if it is not
 * @param resetAt when the first used request stops counting; null if none is used or only an answer
 *     can tell
 */
public record Level(
    String name,
    long used,
    long allowed,
    long reserve,
    long others,
    @Nullable Instant frozenUntil,
    @Nullable Instant resetAt) {}
