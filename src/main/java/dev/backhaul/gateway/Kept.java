package dev.backhaul.gateway;

/**
 * What became of a believed request.
 *
 * @param seq of the event; of the first one where this is a repeated delivery
 * @param repeated whether it was kept before
 */
public record Kept(long seq, boolean repeated) {}
