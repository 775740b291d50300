package dev.backhaul.demo;

import java.util.SortedMap;

/**
 * A systematic mistake of the migration itself.
 *
 * @param object the target object
 * @param field the target property
 * @param swapped value that the mapping means, to the value that was loaded instead
 * @param records how many records were loaded wrongly
 */
public record Fault(String object, String field, SortedMap<String, String> swapped, int records) {}
