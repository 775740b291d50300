package dev.backhaul.sandbox.hubspot;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as it stands now, for judging what happened to it.
 *
 * @param type plural name, {@code tickets}
 * @param id the record's own id; after a merge the surviving one
 * @param properties values that are not empty, computed ones (id, times) left out
 * @param createdAt when it was created
 * @param updatedAt when a value last changed
 * @param archivedAt when it was archived, or null while it lives
 * @param updatedBy who changed it last
 */
public record CrmObject(
    String type,
    String id,
    Map<String, String> properties,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant archivedAt,
    SourceTag updatedBy) {

  /** The value, or an empty string. */
  public String value(String property) {
    return properties.getOrDefault(property, "");
  }
}
