package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One transform, both ways. A missing node is an absent value. A lens with several sources sees
 * them as an array whose elements may be missing nodes. Immutable and without side effects.
 */
sealed interface Lens
    permits BoolLens,
        CaseLens,
        ConcatLens,
        ConstLens,
        CopyLens,
        DateLens,
        DefaultLens,
        EachLens,
        HtmlLens,
        ListLens,
        NumberLens,
        RefLens,
        SetLens,
        StepsLens,
        TableLens,
        TruncateLens {

  /** Forward: what the migration should have written. */
  JsonNode get(JsonNode source, References refs);

  /** Back: the source value behind an edited view, as close to the original as the view allows. */
  Put put(JsonNode view, JsonNode original, References refs);

  /** Back without an original. */
  Put create(JsonNode view, References refs);

  /** The form of a view that comparisons use. */
  default JsonNode canon(JsonNode view) {
    return view;
  }

  /** True if two views mean the same. */
  default boolean same(JsonNode a, JsonNode b) {
    return Same.views(canon(a), canon(b));
  }

  /** PutGet for one value. */
  default boolean holds(JsonNode view, JsonNode source, References refs) {
    return same(get(source, refs), view);
  }

  /** True if an edit stands on nothing but the view, from a closed set of values. */
  boolean closed();

  Cells cells();

  /**
   * The three grades of table 2.1, and why.
   *
   * @param why one line
   */
  record Cells(Grade.Cell keep, Grade.Cell edit, Grade.Cell create, String why) {
    static Cells of(Grade.Cell keep, Grade.Cell edit, Grade.Cell create, String why) {
      return new Cells(keep, edit, create, why);
    }
  }
}
