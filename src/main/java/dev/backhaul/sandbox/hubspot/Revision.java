package dev.backhaul.sandbox.hubspot;

import java.time.Instant;

/**
 * One value a property had.
 *
 * @param value the value; empty means it was cleared
 * @param at since when, in milliseconds precision, UTC
 * @param source who wrote it
 */
public record Revision(String value, Instant at, SourceTag source) {}
