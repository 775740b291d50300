package dev.backhaul.demo;

/**
 * One way in which a rollback was not perfect.
 *
 * @param law which promise was broken, e.g. {@code nothing-else-changed}
 * @param what a sentence with ids and field names, never with values
 */
public record Finding(String law, String what) {}
