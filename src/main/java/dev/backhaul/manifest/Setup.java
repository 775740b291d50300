package dev.backhaul.manifest;

import dev.backhaul.yaml.Doc;

/**
 * What must stand in an account before records of an object are written there. Done once, as
 * journal entries, and only under an approved plan.
 */
public record Setup(
    @Doc("A field that the platform keeps unique, for the join key.")
        UniqueProperty uniqueProperty) {

  /** A field that no two records share; made by us where it is missing. */
  public record UniqueProperty(
      @Doc("Reads its definition; variable property. Not found means that it is missing.")
          Request find,
      @Doc("jq over the definition, giving true if the platform keeps it unique.") Jq unique,
      @Doc("Makes it; variable property.") Request create,
      @Doc("Takes it away again, for undo; variable property.") Request remove,
      @Doc("What stays behind after undo, for people to know.") String remains) {}
}
