package dev.backhaul.platform;

import java.util.List;

/**
 * What silence looks like now.
 *
 * @param items rules by cause, as last read
 * @param noises what a canary set off: empty means none seen
 * @param unprovable causes the platform cannot list or switch off (managed apps...): a person must
 *     waive each
 */
public record SilenceReport(
    List<SilenceItem> items, List<String> noises, List<String> unprovable) {}
