package dev.backhaul.demo.servicedesk;

import java.time.Instant;

/**
 * Somebody went on working in the source after cutover.
 *
 * @param object the source object
 */
record SourceEdit(String object, long id, String property, String value, Instant at) {}
