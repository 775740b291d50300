package dev.backhaul.platform;

import java.util.List;

/**
 * Asks after a job.
 *
 * @param job what {@link WriteAnswer#job()} gave
 * @param writes the writes it was started with, in the same order
 */
public record JobRequest(String job, List<Write> writes) {}
