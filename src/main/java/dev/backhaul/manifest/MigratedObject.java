package dev.backhaul.manifest;

import dev.backhaul.yaml.Default;
import dev.backhaul.yaml.Doc;
import dev.backhaul.yaml.Example;
import dev.backhaul.yaml.Place;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One object of the target and the one of the source that it came from.
 *
 * @param target the object's name in the target's manifest
 * @param source the object's name in the source's manifest
 * @param mapping the mapping file, relative to migration.yaml
 * @param naturalKeys pairs of fields that name the same person or thing in both systems, strongest
 *     first
 * @param parent what it hangs from; null for a root
 * @param at where it stands
 */
@Doc("One object of the target and the one of the source that it came from.")
public record MigratedObject(
    @Doc("The object's name in the target's manifest.") @Example("contact") String target,
    @Doc("The object's name in the source's manifest.") @Example("user") String source,
    @Doc("The mapping file, relative to this file.") @Example("mappings/user.yaml") Path mapping,
    @Doc(
            "Fields that name the same thing in both systems, strongest first: the second way to find a"
                + " record whose join key is missing.")
        @Default("[]")
        List<NaturalKey> naturalKeys,
    @Doc("What it hangs from, for comments and notes.") @Nullable Parent parent,
    Place at) {

  /** Refuses a mapping outside the migration's folder. */
  public MigratedObject {
    naturalKeys = List.copyOf(naturalKeys);
    if (mapping.isAbsolute() || mapping.normalize().startsWith("..")) {
      throw new IllegalArgumentException("mapping: must lie in the folder of this migration");
    }
  }

  /**
   * A pair of fields.
   *
   * @param source field path in the source's record
   * @param target field path in the target's record
   */
  @Doc("A pair of fields with the same value.")
  public record NaturalKey(
      @Doc("Field of the source's record.") @Example("email") String source,
      @Doc("Field of the target's record.") @Example("properties.email") String target) {}

  /**
   * What a child hangs from.
   *
   * @param object the parent's name in the target
   * @param path where the child's record in the target holds the parent's id
   */
  @Doc("What a child record hangs from.")
  public record Parent(
      @Doc("The parent's name in the target; itself listed under objects.") @Example("ticket")
          String object,
      @Doc("Where the child's record holds the parent's id.") @Example("associations.tickets.0")
          String path) {}
}
