package dev.backhaul.manifest;

import dev.backhaul.yaml.Doc;
import org.jspecify.annotations.Nullable;

/** A list read page by page, each with the cursor that the one before gave. */
public record Paged(
    @Doc("Asks for a page; variables limit and after (empty text first), and the strategy's own.")
        Request request,
    @Doc("The page's rows: jq over the answer, giving an array.") Jq items,
    @Doc("The next cursor: jq over the answer, giving a text or number, null on the last page.")
        @Nullable Jq next,
    @Doc("Most rows a page.") @Nullable Integer limit) {

  /** Most rows a page; 100 unless told. */
  public int size() {
    return limit == null ? 100 : limit;
  }
}
