package dev.backhaul.platform;

import java.util.List;
import java.util.Map;

/**
 * What silence looks like now.
 *
 * @param items rules by cause, as last read
 * @param noises what a canary set off: empty means none seen
 * @param unprovable causes the platform cannot list or switch off, by name, and why: a person must
 *     waive each
 */
public record SilenceReport(
    List<SilenceItem> items, List<String> noises, Map<String, String> unprovable) {}
