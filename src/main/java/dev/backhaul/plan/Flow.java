package dev.backhaul.plan;

import dev.backhaul.mapping.Mapping;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One object's way home.
 *
 * @param targetObject where changes are read
 * @param sourceObject where they are written
 * @param mapping the forward mapping of the migration
 * @param parentObject for children: the target object they belong to; null for root records
 * @param parentPath for children: where the record holds its parent's id; null for root records
 * @param naturalKeys by which a record born in the target may already exist in the source
 */
public record Flow(
    String targetObject,
    String sourceObject,
    Mapping mapping,
    @Nullable String parentObject,
    @Nullable String parentPath,
    List<NaturalKey> naturalKeys) {

  /**
   * A key that people give.
   *
   * @param source the source manifest's name of the key
   * @param target the path in the target record
   */
  public record NaturalKey(String source, String target) {}

  /** True if its records belong to a parent and are only ever appended. */
  public boolean child() {
    return parentObject != null;
  }
}
