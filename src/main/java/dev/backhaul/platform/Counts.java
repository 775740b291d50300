package dev.backhaul.platform;

import org.jspecify.annotations.Nullable;

/**
 * The platform's own counts; null where it cannot count (the manifest says which and why).
 *
 * @param live records that exist
 * @param deleted records it still lists as deleted
 */
public record Counts(@Nullable Long live, @Nullable Long deleted) {}
