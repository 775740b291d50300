package dev.backhaul.mapping;

import org.jspecify.annotations.Nullable;

/** Ids across the two systems. Pure look-ups: the same question gives the same answer. */
public interface References {
  /** The target id of a source record; null if it has none. */
  @Nullable String targetId(String object, String sourceId);

  /** The source side of a target record. */
  Ref sourceId(String object, String targetId);
}
